/** Numbers about what happened since the start, or since CONFIG RESETSTAT. Plain fields: they are counted on the hot path. */
export class Counters {
  connectionsReceived = 0;
  connectionsRejected = 0;
  queryBufferLimitDisconnections = 0;
  outputBufferLimitDisconnections = 0;
  evictedClients = 0;
  replyBufferShrinks = 0;
  replyBufferExpands = 0;
  commandsProcessed = 0;
  netInputBytes = 0;
  netOutputBytes = 0;
  keyspaceHits = 0;
  keyspaceMisses = 0;
  expiredKeys = 0;
  expiredSubkeys = 0;
  evictedKeys = 0;
  /** Since when the memory in use has been above maxmemory, by the monotonic clock, -1 while it is not; and how long it was before. */
  aboveMaxmemorySince = -1;
  aboveMaxmemoryMs = 0;
  expireCycleCpuMs = 0;
  expiredTimeCapReached = 0;
  expiredStalePercent = 0;
  unexpectedErrorReplies = 0;
  totalErrorReplies = 0;
  readsProcessed = 0;
  writesProcessed = 0;
  aclDeniedAuth = 0;
  aclDeniedCommand = 0;
  aclDeniedKey = 0;
  aclDeniedChannel = 0;
  /** Turns of the event loop in which something was done, what they took, and the longest of them, in milliseconds. */
  turns = 0;
  turnMs = 0;
  longestTurnMs = 0;
  mostCommandsInTurn = 0;
  /** Milliseconds spent in background jobs. */
  backgroundMs = 0;
  /** Of them, those spent on giving memory back. */
  compactionMs = 0;
  snapshotsSaved = 0;
  /** Most bytes that were in use at once, and when: milliseconds of Unix time. */
  peakMemory = 0;
  peakMemoryAt = 0;
  /** Of the last snapshot that was loaded: keys taken, and keys that were due already. */
  loadedKeys = 0;
  loadedKeysExpired = 0;

  countTurn(milliseconds: number, commands: number): void {
    this.turns++;
    this.turnMs += milliseconds;
    if (milliseconds > this.longestTurnMs) this.longestTurnMs = milliseconds;
    if (commands > this.mostCommandsInTurn) this.mostCommandsInTurn = commands;
  }

  notePeakMemory(used: number, nowMs: number): void {
    if (used <= this.peakMemory) return;
    this.peakMemory = used;
    this.peakMemoryAt = nowMs;
  }

  reset(): void {
    const { peakMemory, peakMemoryAt, loadedKeys, loadedKeysExpired } = this;
    Object.assign(this, new Counters(), { peakMemory, peakMemoryAt, loadedKeys, loadedKeysExpired });
  }
}
