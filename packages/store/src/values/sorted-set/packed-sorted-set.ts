import { compareBytes } from '@respite/bytes';
import { firstElement, nextElement, previousElement } from '../../packed/listpack.ts';
import { ElementReader, LISTPACK_END } from '../../packed/listpack-element.ts';
import { compareElementScore } from './packed-score.ts';

/**
 * A small sorted set: a listpack of members, each followed by its score, in their order.
 *
 * ```
 * | header | member | score | member | score | ... | end |
 * ```
 *
 * A score that is an integer (up to 2^62) is an integer element, any other one its shortest text. These functions ask; `bytes` and
 * `base` give the listpack, see packed/listpack.ts.
 */

const reader = new ElementReader();

/** Compares a member with bytes, in memcmp order. */
export function comparePackedMember(
  bytes: Uint8Array,
  at: number,
  other: Uint8Array,
  start: number,
  end: number,
): number {
  reader.readText(bytes, at);
  return compareBytes(reader.bytes, reader.start, reader.end, other, start, end);
}

/** Position of the first member behind (score, member), or of the end: where that belongs. */
export function packedPlace(
  bytes: Uint8Array,
  base: number,
  score: number,
  member: Uint8Array,
  start: number,
  end: number,
): number {
  let at = firstElement(base);
  while (bytes[at] !== LISTPACK_END) {
    const scoreAt = nextElement(bytes, at);
    const order = compareElementScore(bytes, scoreAt, score);
    if (order > 0 || (order === 0 && comparePackedMember(bytes, at, member, start, end) > 0)) break;
    at = nextElement(bytes, scoreAt);
  }
  return at;
}

/** How many members come before the one at `position`. */
export function packedRank(bytes: Uint8Array, base: number, position: number): number {
  let rank = 0;
  for (let at = firstElement(base); at !== position; at = afterPair(bytes, at)) rank++;
  return rank;
}

/** How many scores are below this one, or equal to it if `orEqual`. */
export function packedCountBelow(bytes: Uint8Array, base: number, score: number, orEqual: boolean): number {
  let count = 0;
  for (let at = firstElement(base); bytes[at] !== LISTPACK_END; count++) {
    const scoreAt = nextElement(bytes, at);
    const order = compareElementScore(bytes, scoreAt, score);
    if (order > 0 || (order === 0 && !orEqual)) break;
    at = nextElement(bytes, scoreAt);
  }
  return count;
}

/** How many members come before these bytes, or are equal to them if `orEqual`, where all scores are the same. */
export function packedCountBelowMember(
  bytes: Uint8Array,
  base: number,
  member: Uint8Array,
  start: number,
  end: number,
  orEqual: boolean,
): number {
  let count = 0;
  for (let at = firstElement(base); bytes[at] !== LISTPACK_END; count++) {
    const order = comparePackedMember(bytes, at, member, start, end);
    if (order > 0 || (order === 0 && !orEqual)) break;
    at = afterPair(bytes, at);
  }
  return count;
}

/** Position of the member behind the one at `at`, or of the end. */
export function afterPair(bytes: Uint8Array, at: number): number {
  return nextElement(bytes, nextElement(bytes, at));
}

/** Position of the member before the one at `at`, which may be the end; -1 where there is none. */
export function beforePair(bytes: Uint8Array, base: number, at: number): number {
  const scoreAt = previousElement(bytes, base, at);
  return scoreAt < 0 ? -1 : previousElement(bytes, base, scoreAt);
}
