import type { Stream } from './stream.ts';
import { type StreamGroup, UNKNOWN_COUNT } from './stream-group.ts';
import type { StreamId } from './stream-id.ts';

/** Whether an entry that is not below `id` was deleted while older ones stay: then entries cannot be counted by IDs. */
function hasGapFrom(stream: Stream, id: StreamId): boolean {
  const { maxDeletedId } = stream;
  if (stream.length === 0 || maxDeletedId.isLeast) return false;
  return stream.firstId.compare(maxDeletedId) <= 0 && id.compare(maxDeletedId) <= 0;
}

/**
 * How many entries were added up to `id`, from the first one ever, as far as it can be told without counting.
 * @returns UNKNOWN_COUNT where it cannot
 */
export function entriesUpTo(stream: Stream, id: StreamId): number {
  const { length, entriesAdded, lastId, firstId, maxDeletedId } = stream;
  if (entriesAdded === 0) return 0;
  const toLast = id.compare(lastId);
  if (toLast === 0 || (length === 0 && toLast < 0)) return entriesAdded;
  if (toLast > 0) return UNKNOWN_COUNT;
  if (maxDeletedId.isLeast || maxDeletedId.compare(firstId) < 0) {
    const toFirst = id.compare(firstId);
    if (toFirst < 0) return entriesAdded - length;
    if (toFirst === 0) return entriesAdded - length + 1;
  }
  return UNKNOWN_COUNT;
}

/** How many entries the group has yet to read; undefined where it cannot be told. Negative where counters were set by hand. */
export function groupLag(stream: Stream, group: StreamGroup): number | undefined {
  if (stream.entriesAdded === 0) return 0;
  if (group.entriesRead !== UNKNOWN_COUNT && !hasGapFrom(stream, group.lastId)) {
    return stream.entriesAdded - group.entriesRead;
  }
  const read = entriesUpTo(stream, group.lastId);
  return read === UNKNOWN_COUNT ? undefined : stream.entriesAdded - read;
}

/** The group reads on, to `id`, which is above its last one and the next there is. */
export function readOn(stream: Stream, group: StreamGroup, id: StreamId): void {
  if (group.entriesRead !== UNKNOWN_COUNT && !hasGapFrom(stream, id)) group.entriesRead++;
  else if (stream.entriesAdded > 0) group.entriesRead = entriesUpTo(stream, id);
  group.lastId.copyFrom(id);
}
