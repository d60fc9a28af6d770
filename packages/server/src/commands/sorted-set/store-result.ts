import { discardSortedSet, type LargeSortedSet, putSortedSet } from '@respite/store';
import { type KeyEvent, keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';

/**
 * Puts the sorted set that a command has made at the key in argument 1, tells of it, and answers with the number of its elements. One
 * without elements removes the key.
 */
export function storeResult(ctx: Context, result: LargeSortedSet, event: KeyEvent): void {
  const { bytes, starts, ends } = ctx.args;
  const { length } = result;
  if (length === 0) {
    discardSortedSet(result);
    removeResult(ctx);
    return;
  }
  const old = ctx.db.find(bytes, starts[1], ends[1]);
  const oldKind = old === 0 ? 0 : ctx.entries.kind(old);
  const entry = putSortedSet(ctx.db, bytes, starts[1], ends[1], result, ctx.server.config);
  ctx.touch(entry);
  if (oldKind === 0) {
    ctx.notify(keyEvents.newKey, 1);
  } else {
    ctx.notify(keyEvents.overwritten, 1);
    if (oldKind !== ctx.entries.kind(entry)) ctx.notify(keyEvents.typeChanged, 1);
  }
  ctx.changed(event, 1);
  ctx.reply.integer(length);
}

/** Answers for a result without elements: the key in argument 1 goes. */
export function removeResult(ctx: Context): void {
  const { bytes, starts, ends } = ctx.args;
  if (ctx.db.delete(bytes, starts[1], ends[1])) ctx.changed(keyEvents.del, 1);
  ctx.reply.integer(0);
}
