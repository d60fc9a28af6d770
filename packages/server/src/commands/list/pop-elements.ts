import { listLength, trimList, writeListRange } from '@respite/store';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';

/** Answers with the element at an end of the list at argument `key`, removes it, and tells of it. */
export function popElement(ctx: Context, entry: number, key: number, fromFront: boolean): void {
  writeListRange(ctx.db, entry, ctx.reply, fromFront ? 0 : listLength(ctx.db, entry) - 1, 1, false);
  removeElements(ctx, entry, key, fromFront, 1);
}

/**
 * As `popElement`, with up to `most` elements in an array, the outermost one first.
 * @returns how many there were
 */
export function popElements(ctx: Context, entry: number, key: number, fromFront: boolean, most: number): number {
  const length = listLength(ctx.db, entry);
  const count = Math.min(most, length);
  ctx.reply.array(count);
  writeListRange(ctx.db, entry, ctx.reply, fromFront ? 0 : length - 1, count, !fromFront);
  removeElements(ctx, entry, key, fromFront, count);
  return count;
}

function removeElements(ctx: Context, entry: number, key: number, fromFront: boolean, count: number): void {
  const left = trimList(ctx.db, entry, fromFront ? count : 0, fromFront ? 0 : count, ctx.server.config);
  ctx.server.effects.dirty += count - 1;
  ctx.changed(fromFront ? keyEvents.lpop : keyEvents.rpop, key);
  if (left === 0) ctx.notify(keyEvents.del, key);
}
