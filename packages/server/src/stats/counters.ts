/** Numbers about what happened since the start, or since CONFIG RESETSTAT. Plain fields: they are counted on the hot path. */
export class Counters {
  connectionsReceived = 0;
  connectionsRejected = 0;
  commandsProcessed = 0;
  netInputBytes = 0;
  netOutputBytes = 0;
  keyspaceHits = 0;
  keyspaceMisses = 0;
  expiredKeys = 0;
  evictedKeys = 0;
  expireCycleCpuMs = 0;
  expiredTimeCapReached = 0;
  expiredStalePercent = 0;
  unexpectedErrorReplies = 0;
  totalErrorReplies = 0;
  readsProcessed = 0;
  writesProcessed = 0;
  aclDeniedAuth = 0;
  peakMemory = 0;

  reset(): void {
    const { peakMemory } = this;
    Object.assign(this, new Counters());
    this.peakMemory = peakMemory;
  }
}
