import { BlockWalker } from './block-walker.ts';
import { BlockView, DELETED, DELETED_COUNT, LIVE } from './entry-block.ts';
import { IdCursor } from './id-cursor.ts';
import type { Stream } from './stream.ts';
import { StreamId } from './stream-id.ts';

/** Which of the oldest entries are to go. */
export class TrimBounds {
  /** By number: how many may stay. By ID where this is -1. */
  maxLength = -1;
  /** By ID: the lowest that may stay. */
  readonly minId = new StreamId();
  /** Whole blocks only, or the exact number. */
  isApproximate = false;
  /** How many may go at most; 0: any number. Counts where whole blocks go. */
  limit = 0;
}

const cursor = new IdCursor();
const walker = new BlockWalker();
const view = new BlockView();

/** Removes entries from the beginning of a stream, as Redis's XTRIM does. @returns how many */
export function trimStream(stream: Stream, bounds: TrimBounds): number {
  const { maxLength, isApproximate, limit } = bounds;
  let deleted = 0;
  while (cursor.first(stream.directory)) {
    if (maxLength >= 0 && stream.length <= maxLength) break;
    const block = cursor.value;
    cursor.readId(walker.masterId);
    stream.blocks.open(view, block);
    const live = view.get(LIVE);
    if (limit > 0 && deleted + live > limit) break;
    walker.open(stream.blocks, block);
    if (maxLength >= 0 ? stream.length - live >= maxLength : endsBelow(bounds.minId)) {
      stream.removeBlock(walker.masterId);
      stream.length -= live;
      deleted += live;
      continue;
    }
    if (!isApproximate) deleted += trimBlock(stream, bounds);
    break;
  }
  if (deleted > 0 || stream.length === 0) stream.refreshFirstId();
  return deleted;
}

/** Whether all entries of the walker's block are below `id`. */
function endsBelow(id: StreamId): boolean {
  // A block without entries ends at 0-0, for Redis.
  return !walker.last() || walker.id.compare(id) < 0;
}

/** Marks the entries that are to go in the walker's block as deleted. */
function trimBlock(stream: Stream, { maxLength, minId }: TrimBounds): number {
  const { block } = walker;
  let deleted = 0;
  for (let ok = walker.first(); ok; ok = walker.next()) {
    if (maxLength >= 0 ? stream.length <= maxLength : walker.id.compare(minId) >= 0) break;
    if (walker.flags & DELETED) continue;
    block.bytes[walker.entryAt] |= DELETED;
    deleted++;
    stream.length--;
  }
  block.set(LIVE, block.get(LIVE) - deleted);
  block.set(DELETED_COUNT, block.get(DELETED_COUNT) + deleted);
  return deleted;
}
