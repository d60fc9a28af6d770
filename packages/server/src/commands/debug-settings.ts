/** The default of QUICKLIST-PACKED-THRESHOLD. */
export const PACKED_THRESHOLD = 2 ** 30;

/** The default of REPLYBUFFER PEAK-RESET-TIME. */
export const REPLY_PEAK_RESET_MS = 5000;

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
  /** The largest reply of a client is forgotten after so many milliseconds, and the buffer of its replies shrinks after that; or never. */
  replyPeakResetMs = REPLY_PEAK_RESET_MS;
  replyBufferResizing = true;
  /** Microseconds to wait before each write of the append-only file. */
  appendOnlyFileDelay = 0;
}
