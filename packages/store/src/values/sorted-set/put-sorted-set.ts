import type { Database } from '../../keyspace/database.ts';
import { EMPTY_LISTPACK_BYTES, initialiseListpack } from '../../packed/listpack.ts';
import { ElementEncoder } from '../../packed/listpack-element.ts';
import { NO_EXPIRY } from '../../structures/entry-format.ts';
import { ScoreCursor } from '../../structures/score-cursor.ts';
import { appendReserved } from '../inline-listpack.ts';
import { KIND_SORTED_SET, SORTED_SET_LISTPACK } from '../value-kind.ts';
import type { LargeSortedSet } from './large-sorted-set.ts';
import { encodeScore } from './packed-score.ts';
import type { SortedSetLimits } from './sorted-set.ts';

const cursor = new ScoreCursor();
const element = new ElementEncoder();

/**
 * Puts a sorted set that a command has made at a key, packed if it is small. Whatever was there goes, with its expiry.
 * @param large not empty, of no key yet; it is the key's then, or gone
 */
export function putSortedSet(
  database: Database,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  large: LargeSortedSet,
  limits: SortedSetLimits,
): number {
  const size = large.length <= limits.zsetMaxListpackEntries ? packedBytes(large, limits.zsetMaxListpackValue) : 0;
  if (size === 0) {
    const old = database.find(key, keyStart, keyEnd);
    return database.putCollection(old, KIND_SORTED_SET, key, keyStart, keyEnd, large, NO_EXPIRY);
  }
  const entry = database.put(KIND_SORTED_SET, SORTED_SET_LISTPACK, key, keyStart, keyEnd, size, NO_EXPIRY);
  initialiseListpack(database.entries.bytes, database.entries.valueStart);
  const { entries } = large.members;
  cursor.start(large.tree, 0);
  do {
    entries.locate(cursor.member);
    element.set(entries.bytes, entries.keyStart, entries.keyEnd);
    appendReserved(database, element);
    encodeScore(element, cursor.score);
    appendReserved(database, element);
  } while (cursor.next());
  discardSortedSet(large);
  return entry;
}

/** Lets go of a sorted set that no key has. */
export function discardSortedSet(large: LargeSortedSet): void {
  large.collections.add(large);
  large.collections.discard(large);
}

/** Bytes of the sorted set as a listpack; 0 if a member is longer than `longest`. */
function packedBytes({ tree, members }: LargeSortedSet, longest: number): number {
  const { entries } = members;
  let size = EMPTY_LISTPACK_BYTES;
  cursor.start(tree, 0);
  do {
    entries.locate(cursor.member);
    if (entries.keyEnd - entries.keyStart > longest) return 0;
    size += element.set(entries.bytes, entries.keyStart, entries.keyEnd) + encodeScore(element, cursor.score);
  } while (cursor.next());
  return size;
}
