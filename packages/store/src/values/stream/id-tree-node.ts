import type { StreamId } from './stream-id.ts';

/**
 * A node of an ordered tree of IDs, in a block of an arena, in words of 32 bits:
 *
 * ```
 * 0       1       2      3          4                                     9
 * | count | level | next | previous | msHigh msLow seqHigh seqLow | value | id | value | ...
 *
 * leaf (level 0)   value belongs to the ID; next, previous: the neighbouring leaves, 0: none
 * inner node       value is a child; its IDs are not below `id`, which says nothing at the first child
 * ```
 */
export const NODE_HEADER_WORDS = 4;
export const NODE_ENTRY_WORDS = 5;
export const COUNT = 0;
export const LEVEL = 1;
export const NEXT = 2;
export const PREVIOUS = 3;
/** Of an entry's words: the value. */
export const VALUE = 4;

/** The entries of a whole node: 1016 bytes. */
export const NODE_ENTRIES_MAX = 50;

export function nodeBytes(entries: number): number {
  return (NODE_HEADER_WORDS + entries * NODE_ENTRY_WORDS) * 4;
}

/** Where entry `index` of the node at `node` begins. */
export function entryAt(node: number, index: number): number {
  return node + NODE_HEADER_WORDS + index * NODE_ENTRY_WORDS;
}

/** As StreamId.compare, of the ID at `at` with `id`. */
export function compareIdAt(words: Uint32Array, at: number, id: StreamId): number {
  let difference = words[at] - (id.msHigh >>> 0);
  if (difference !== 0) return difference;
  difference = words[at + 1] - (id.msLow >>> 0);
  if (difference !== 0) return difference;
  difference = words[at + 2] - (id.seqHigh >>> 0);
  if (difference !== 0) return difference;
  return words[at + 3] - (id.seqLow >>> 0);
}

export function writeIdAt(words: Uint32Array, at: number, id: StreamId): void {
  words[at] = id.msHigh;
  words[at + 1] = id.msLow;
  words[at + 2] = id.seqHigh;
  words[at + 3] = id.seqLow;
}

export function readIdAt(words: Uint32Array, at: number, id: StreamId): void {
  id.set(words[at], words[at + 1], words[at + 2], words[at + 3]);
}

/** The first entry whose ID is not below `id`; the count where there is none. */
export function lowerBound(words: Uint32Array, node: number, id: StreamId): number {
  let low = 0;
  let high = words[node + COUNT];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareIdAt(words, entryAt(node, middle), id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which child of an inner node has `id` or would have it: the last one whose ID is not above it, or the first. */
export function childFor(words: Uint32Array, node: number, id: StreamId): number {
  let low = 1;
  let high = words[node + COUNT];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareIdAt(words, entryAt(node, middle), id) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
