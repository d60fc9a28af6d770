/** Reasons why the commands of all clients must pass the gates: bits of `ServerParts.gates.state`. */
export const ServerState = Object.freeze({
  /** The data is being loaded. */
  loading: 1 << 0,
  /** The last snapshot could not be saved. */
  saveFailed: 1 << 1,
  /** Somebody monitors: every command is to be shown. */
  monitored: 1 << 2,
  /** CLIENT PAUSE. */
  paused: 1 << 6,
  /** A client's transaction waits in its midst: the others wait for it. */
  suspended: 1 << 7,
  /** `import-mode`: data is moved in, and keys do not expire meanwhile. */
  importing: 1 << 8,
  /** `min-replicas-to-write` is set. */
  wantsReplicas: 1 << 9,
  /** `maxmemory` is set: there must be room before a command runs. */
  memoryLimited: 1 << 5,
});
