import { BlockWalker } from './block-walker.ts';
import { BlockView, DELETED, DELETED_COUNT, LIVE } from './entry-block.ts';
import { IdCursor } from './id-cursor.ts';
import type { Stream } from './stream.ts';
import { StreamId } from './stream-id.ts';

/** `TrimBounds.references`: what is pending stays so. */
export const KEEP_REFERENCES = 0;
/** What goes is pending nowhere any more. */
export const REMOVE_REFERENCES = 1;
/** Only what every group has read and acknowledged goes; the rest is passed over. */
export const ACKNOWLEDGED_ONLY = 2;

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
  references: number = KEEP_REFERENCES;
}

const cursor = new IdCursor();
const walker = new BlockWalker();
const view = new BlockView();
/** Beyond the block that was dealt with last. */
const next = new StreamId();

/** Removes entries from the beginning of a stream, as Redis's XTRIM does. @returns how many */
export function trimStream(stream: Stream, bounds: TrimBounds): number {
  const { maxLength, isApproximate, limit } = bounds;
  // Where nobody reads, there is nobody to acknowledge anything.
  const references = stream.groups.size === 0 ? KEEP_REFERENCES : bounds.references;
  let deleted = 0;
  for (let ok = cursor.first(stream.directory); ok; ok = cursor.atOrAfter(stream.directory, next)) {
    if (maxLength >= 0 && stream.length <= maxLength) break;
    cursor.readId(walker.masterId);
    next.copyFrom(walker.masterId).increment();
    stream.blocks.open(view, cursor.value);
    const live = view.get(LIVE);
    if (limit > 0 && deleted + live > limit) break;
    walker.open(stream.blocks, cursor.value);
    const isWhole = maxLength >= 0 ? stream.length - live >= maxLength : endsBelow(bounds.minId);
    if (isWhole && (references !== ACKNOWLEDGED_ONLY || isAcknowledged(stream))) {
      if (references === REMOVE_REFERENCES) removeReferences(stream);
      stream.removeBlock(walker.masterId);
      stream.length -= live;
      deleted += live;
      continue;
    }
    if (!isApproximate) deleted += trimBlock(stream, bounds, references);
    if (!isWhole || isApproximate) break;
  }
  if (deleted > 0 || stream.length === 0) stream.refreshFirstId();
  return deleted;
}

/** Whether all entries of the walker's block are below `id`. */
function endsBelow(id: StreamId): boolean {
  // A block without entries ends at 0-0, for Redis.
  return !walker.last() || walker.id.compare(id) < 0;
}

/** Whether all entries of the walker's block have been acknowledged. */
function isAcknowledged(stream: Stream): boolean {
  for (let ok = walker.first(); ok; ok = walker.next()) {
    if ((walker.flags & DELETED) === 0 && !stream.isAcknowledged(walker.id)) return false;
  }
  return true;
}

function removeReferences(stream: Stream): void {
  for (let ok = walker.first(); ok; ok = walker.next()) {
    if ((walker.flags & DELETED) === 0) stream.acknowledgeEverywhere(walker.id);
  }
}

/** Marks the entries that are to go in the walker's block as deleted. */
function trimBlock(stream: Stream, { maxLength, minId }: TrimBounds, references: number): number {
  const { block } = walker;
  let deleted = 0;
  for (let ok = walker.first(); ok; ok = walker.next()) {
    if (maxLength >= 0 ? stream.length <= maxLength : walker.id.compare(minId) >= 0) break;
    if (walker.flags & DELETED) continue;
    if (references === ACKNOWLEDGED_ONLY && !stream.isAcknowledged(walker.id)) continue;
    if (references === REMOVE_REFERENCES) stream.acknowledgeEverywhere(walker.id);
    block.bytes[walker.entryAt] |= DELETED;
    deleted++;
    stream.length--;
  }
  block.set(LIVE, block.get(LIVE) - deleted);
  block.set(DELETED_COUNT, block.get(DELETED_COUNT) + deleted);
  return deleted;
}
