import type { Context } from '../context.ts';

/** As `ctx.lookup`, for commands that look at a key without using its value: its idle time goes on. */
export function lookupUntouched(ctx: Context, index: number): number {
  const { bytes, starts, ends } = ctx.args;
  const { counters, effects } = ctx.server;
  const entry = ctx.db.find(bytes, starts[index], ends[index]);
  if (entry === 0) {
    counters.keyspaceMisses++;
    effects.notifyMiss(ctx.db, bytes, starts[index], ends[index]);
  } else {
    counters.keyspaceHits++;
  }
  return entry;
}
