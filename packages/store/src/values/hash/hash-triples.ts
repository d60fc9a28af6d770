import { copyBytes } from '@respite/bytes';
import { firstElement, nextElement } from '../../packed/listpack.ts';
import { integerElement, LISTPACK_END, writeIntegerElement, writeU32 } from '../../packed/listpack-element.ts';

/** The time of a field that does not expire. */
export const NO_TIME = 0;

/** In the header of a listpack: too many elements to be told. */
const COUNT_UNKNOWN = 0xffff;

/**
 * Writes a listpack of fields and values anew, with a third element behind each pair, the time 0.
 *
 * @param pairs the whole old listpack
 * @param length bytes of the new one: two more for each pair
 * @param offset of a field in the old one
 * @returns the field's offset in the new one
 */
export function writeTriples(pairs: Uint8Array, to: Uint8Array, base: number, length: number, offset: number): number {
  let fresh = offset;
  let count = 0;
  let at = firstElement(0);
  let written = firstElement(base);
  while (pairs[at] !== LISTPACK_END) {
    if (at === offset) fresh = written - base;
    const end = nextElement(pairs, nextElement(pairs, at));
    copyBytes(pairs, at, end, to, written);
    written = writeIntegerElement(to, written + end - at, NO_TIME);
    count += 3;
    at = end;
  }
  to[written] = LISTPACK_END;
  writeU32(to, base, length);
  const told = Math.min(count, COUNT_UNKNOWN);
  to[base + 4] = told;
  to[base + 5] = told >>> 8;
  return fresh;
}

/** The offset of the first field in a listpack of triples whose time is before `now`; -1 where there is none. */
export function dueOffset(bytes: Uint8Array, base: number, now: number): number {
  for (let at = firstElement(base); bytes[at] !== LISTPACK_END; ) {
    const time = nextElement(bytes, nextElement(bytes, at));
    const moment = Number(integerElement(bytes, time));
    if (moment !== NO_TIME && moment < now) return at - base;
    at = nextElement(bytes, time);
  }
  return -1;
}

/** The earliest time in a listpack of triples; Infinity where no field expires. */
export function earliestTime(bytes: Uint8Array, base: number): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (let at = firstElement(base); bytes[at] !== LISTPACK_END; ) {
    const time = nextElement(bytes, nextElement(bytes, at));
    const moment = Number(integerElement(bytes, time));
    if (moment !== NO_TIME && moment < earliest) earliest = moment;
    at = nextElement(bytes, time);
  }
  return earliest;
}
