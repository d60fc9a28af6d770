/** The default of QUICKLIST-PACKED-THRESHOLD. */
export const PACKED_THRESHOLD = 2 ** 30;

/** What DEBUG switches while a server is being tested. Those whom a setting concerns look here. */
export class DebugSettings {
  /** Whether keys expire on their own, and not only when somebody asks for them. */
  activeExpire = true;
  /** Whether background jobs stand still. */
  cronPaused = false;
  /** Whether scripts may run commands that are not for scripts. */
  scriptsMayAll = false;
  /** Whether the checksums of snapshots and of RESTORE's payloads are believed unseen. */
  skipChecksums = false;
  /** List elements from this size on, in bytes, have a node of their own. */
  packedThreshold = PACKED_THRESHOLD;
  /** Microseconds to wait before each write of the append-only file. */
  appendOnlyFileDelay = 0;
}
