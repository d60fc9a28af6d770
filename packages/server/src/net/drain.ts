import type { NetConnection } from './net-connection.ts';

/** Who takes nothing for so long is not waited for. */
const PATIENCE_MS = 1000;
/** Looked after whether all have ended: soon, and then less often. */
const LOOK_FIRST_MS = 5;
const LOOK_LAST_MS = 50;

/**
 * Ends connections: nothing is read any more, replies that are under way still reach those who take them.
 *
 * @param connections from which each is gone once it has closed
 * @param longestMs how long to wait for that at most; then, and for who takes nothing, the rest is lost
 * @param nowMs a monotonic clock
 */
export async function drain(
  connections: ReadonlySet<NetConnection>,
  longestMs: number,
  nowMs: () => number,
): Promise<void> {
  for (const connection of [...connections]) connection.finish();
  const began = nowMs();
  /** What was left of each when it last took something, and when that was. */
  const progress = new Map<NetConnection, { unsent: number; at: number }>();
  for (;;) {
    const now = nowMs();
    for (const connection of [...connections]) {
      const unsent = connection.unsentBytes;
      const last = progress.get(connection);
      if (last === undefined || unsent < last.unsent) progress.set(connection, { unsent, at: now });
      const isPatient = last === undefined || now - last.at < PATIENCE_MS;
      if (now - began >= longestMs || !isPatient) connection.close(true);
    }
    if (connections.size === 0) return;
    const pause = Math.min(LOOK_FIRST_MS + (now - began) / 4, LOOK_LAST_MS);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
