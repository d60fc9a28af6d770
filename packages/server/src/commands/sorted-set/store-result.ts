import { discardSortedSet, type LargeSortedSet, putSortedSet } from '@respite/store';
import { type KeyEvent, keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';

/**
 * Puts the sorted set that a command has made at the key in argument `key`, tells of it, and answers with the number of its elements.
 * One without elements removes the key.
 */
export function storeResult(ctx: Context, result: LargeSortedSet, event: KeyEvent, key = 1): void {
  const { bytes, starts, ends } = ctx.args;
  const { length } = result;
  if (length === 0) {
    discardSortedSet(result);
    removeResult(ctx, key);
    return;
  }
  const old = ctx.db.find(bytes, starts[key], ends[key]);
  const oldKind = old === 0 ? 0 : ctx.entries.kind(old);
  const entry = putSortedSet(ctx.db, bytes, starts[key], ends[key], result, ctx.server.config);
  ctx.touch(entry);
  if (oldKind === 0) {
    ctx.notify(keyEvents.newKey, key);
  } else {
    ctx.notify(keyEvents.overwritten, key);
    if (oldKind !== ctx.entries.kind(entry)) ctx.notify(keyEvents.typeChanged, key);
  }
  ctx.changed(event, key);
  ctx.reply.integer(length);
}

/** Answers for a result without elements: the key in argument `key` goes. */
export function removeResult(ctx: Context, key = 1): void {
  const { bytes, starts, ends } = ctx.args;
  if (ctx.db.delete(bytes, starts[key], ends[key])) ctx.changed(keyEvents.del, key);
  ctx.reply.integer(0);
}
