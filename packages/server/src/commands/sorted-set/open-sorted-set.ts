import { KIND_SORTED_SET, SortedSet } from '@respite/store';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** The sorted set that the present command deals with: only one command runs at a time. */
export const sortedSet = new SortedSet();

/** Opens `sortedSet` for the key in argument `index`, for a command that reads. @returns whether there is one  @throws WRONGTYPE */
export function openForRead(ctx: Context, index: number): boolean {
  return openEntry(ctx, ctx.lookup(index));
}

/** As `openForRead`, for a command that writes. */
export function openForWrite(ctx: Context, index: number): boolean {
  return openEntry(ctx, ctx.lookupForWrite(index));
}

function openEntry(ctx: Context, entry: number): boolean {
  if (entry === 0) return false;
  if (ctx.entries.kind(entry) !== KIND_SORTED_SET) throw errors.wrongType;
  sortedSet.open(ctx.db, entry);
  return true;
}

/** To be called after elements of the open set have gone, and that was told: a set without elements goes, too. */
export function removeIfEmpty(ctx: Context, key: number): void {
  if (sortedSet.length > 0) return;
  ctx.db.remove(sortedSet.entry);
  ctx.notify(keyEvents.del, key);
}
