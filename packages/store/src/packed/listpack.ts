import { copyBytes, equalBytes, NOT_AN_INTEGER, parseInt64, parseSmallInteger } from '@respite/bytes';
import {
  backwardLength,
  backwardLengthBytes,
  type ElementEncoder,
  elementBytes,
  integerElement,
  isIntegerElement,
  LISTPACK_END,
  readU32,
  stringElementLength,
  stringElementStart,
  writeU32,
} from './listpack-element.ts';

/**
 * Listpacks: many small strings and integers in one run of bytes; byte for byte those of Redis.
 *
 * ```
 * base      4         6
 * | bytes u32 | count u16 | elements ... | 0xFF |
 *
 * bytes   of the whole, header and end included
 * count   of the elements; 65535: too many to be told here, they must be counted
 * ```
 *
 * A listpack is given by `bytes` and `base`, the position where it begins: inside an entry, a block or a buffer of its own. Elements
 * are given by their position in `bytes` (not from `base`).
 *
 * Functions that change a listpack work in place and leave the memory to the caller:
 *
 * - *To grow*, the caller first sees that `listpackBytes` plus the growth fit from `base` on. That may move the listpack; an element
 *   is then at the same distance from the new `base`. The function shifts what lies behind.
 * - *To shrink*, the function shifts first and returns how many bytes the listpack lost; the caller gives them back afterwards.
 *
 * For listpacks that are the value of a key, inline-listpack.ts does both.
 */

const HEADER_BYTES = 6;
const COUNT_UNKNOWN = 0xffff;

/** Bytes of a listpack without elements. */
export const EMPTY_LISTPACK_BYTES = HEADER_BYTES + 1;

/** Writes a listpack without elements: EMPTY_LISTPACK_BYTES. */
export function initialiseListpack(bytes: Uint8Array, base: number): void {
  writeU32(bytes, base, EMPTY_LISTPACK_BYTES);
  bytes[base + 4] = 0;
  bytes[base + 5] = 0;
  bytes[base + HEADER_BYTES] = LISTPACK_END;
}

/** Bytes of the whole listpack. */
export function listpackBytes(bytes: Uint8Array, base: number): number {
  return readU32(bytes, base);
}

/** Number of elements. */
export function listpackCount(bytes: Uint8Array, base: number): number {
  const count = bytes[base + 4] | (bytes[base + 5] << 8);
  return count === COUNT_UNKNOWN ? countElements(bytes, base) : count;
}

function countElements(bytes: Uint8Array, base: number): number {
  let count = 0;
  for (let at = firstElement(base); bytes[at] !== LISTPACK_END; at += elementBytes(bytes, at)) count++;
  return count;
}

/** Position of the first element, or of the end where there is none. */
export function firstElement(base: number): number {
  return base + HEADER_BYTES;
}

/** Position of the end: where an element is inserted to become the last. */
export function listpackEnd(bytes: Uint8Array, base: number): number {
  return base + readU32(bytes, base) - 1;
}

/** Position of the last element; -1 where there is none. */
export function lastElement(bytes: Uint8Array, base: number): number {
  return previousElement(bytes, base, listpackEnd(bytes, base));
}

/** Position behind the element at `at`: the next one, or the end (`bytes` there is LISTPACK_END). */
export function nextElement(bytes: Uint8Array, at: number): number {
  return at + elementBytes(bytes, at);
}

/** Position of the element before `at`, which may be the end; -1 where `at` is the first. */
export function previousElement(bytes: Uint8Array, base: number, at: number): number {
  if (at === base + HEADER_BYTES) return -1;
  const size = backwardLength(bytes, at);
  return at - size - backwardLengthBytes(size);
}

/** Position of element `index`, from 0, or from the end where negative (-1 is the last); -1 where there is none. */
export function seekElement(bytes: Uint8Array, base: number, index: number): number {
  const count = bytes[base + 4] | (bytes[base + 5] << 8);
  if (count === COUNT_UNKNOWN) return index < 0 ? seekBackward(bytes, base, index) : seekForward(bytes, base, index);
  const place = index < 0 ? index + count : index;
  if (place < 0 || place >= count) return -1;
  return place > count >>> 1 ? seekBackward(bytes, base, place - count) : seekForward(bytes, base, place);
}

function seekForward(bytes: Uint8Array, base: number, index: number): number {
  let at = base + HEADER_BYTES;
  for (let i = 0; i < index; i++) {
    if (bytes[at] === LISTPACK_END) return -1;
    at += elementBytes(bytes, at);
  }
  return bytes[at] === LISTPACK_END ? -1 : at;
}

function seekBackward(bytes: Uint8Array, base: number, index: number): number {
  let at = listpackEnd(bytes, base);
  for (let i = index; i < 0 && at !== -1; i++) at = previousElement(bytes, base, at);
  return at;
}

/** Whether the element at `at` has this text. */
export function elementEquals(bytes: Uint8Array, at: number, sought: Uint8Array, start: number, end: number): boolean {
  if (isIntegerElement(bytes, at)) {
    const integer = parseInt64(sought, start, end);
    return integer !== NOT_AN_INTEGER && integer === integerElement(bytes, at);
  }
  const content = stringElementStart(bytes, at);
  return equalBytes(bytes, content, content + stringElementLength(bytes, at), sought, start, end);
}

/**
 * The first element with this text among those from `from` on.
 * @param from position of an element, or of the end
 * @param skip how many elements are passed over after each that is compared: 1 where keys and values alternate
 * @returns its position, or -1
 */
export function findElement(
  bytes: Uint8Array,
  from: number,
  sought: Uint8Array,
  start: number,
  end: number,
  skip: number,
): number {
  const length = end - start;
  const integer = length > 0 && sought[start] <= 0x39 ? parseSmallInteger(sought, start, end) : Number.NaN;
  let at = from;
  for (;;) {
    const lead = bytes[at];
    if ((lead & 0xc0) === 0x80) {
      if ((lead & 0x3f) === length) {
        let i = start;
        for (let j = at + 1; i < end && sought[i] === bytes[j]; j++) i++;
        if (i === end) return at;
      }
      at += (lead & 0x3f) + 2;
    } else if (lead < 0x80) {
      if (lead === integer) return at;
      at += 2;
    } else {
      if (lead === LISTPACK_END) return -1;
      if (elementEquals(bytes, at, sought, start, end)) return at;
      at += elementBytes(bytes, at);
    }
    for (let i = 0; i < skip; i++) at += elementBytes(bytes, at);
  }
}

/**
 * Makes a gap of `size` bytes before the element at `at` (or the end), where the caller then writes `count` elements. The header
 * counts them already.
 */
export function openGap(bytes: Uint8Array, base: number, at: number, size: number, count: number): void {
  const total = readU32(bytes, base);
  shift(bytes, at, base + total, at + size);
  writeU32(bytes, base, total + size);
  addToCount(bytes, base, count);
}

/** Takes `size` bytes at `at` away, which are `count` elements. The listpack is `size` bytes shorter then. */
export function closeGap(bytes: Uint8Array, base: number, at: number, size: number, count: number): void {
  const total = readU32(bytes, base);
  shift(bytes, at + size, base + total, at);
  writeU32(bytes, base, total - size);
  addToCount(bytes, base, -count);
}

/** Inserts an element before the one at `at`, or at the end; the listpack is `element.size` bytes longer then. */
export function insertElement(bytes: Uint8Array, base: number, at: number, element: ElementEncoder): void {
  openGap(bytes, base, at, element.size, 1);
  element.write(bytes, at);
}

/** Puts an element in the place of the one at `at`. @returns by how many bytes the listpack is longer then (or shorter, if negative) */
export function replaceElement(bytes: Uint8Array, base: number, at: number, element: ElementEncoder): number {
  const old = elementBytes(bytes, at);
  const growth = element.size - old;
  if (growth !== 0) {
    const total = readU32(bytes, base);
    shift(bytes, at + old, base + total, at + element.size);
    writeU32(bytes, base, total + growth);
  }
  element.write(bytes, at);
  return growth;
}

/** Deletes up to `count` elements from the one at `at` on. @returns how many bytes shorter the listpack is */
export function deleteElements(bytes: Uint8Array, base: number, at: number, count: number): number {
  let end = at;
  let deleted = 0;
  for (; deleted < count && bytes[end] !== LISTPACK_END; deleted++) end += elementBytes(bytes, end);
  closeGap(bytes, base, at, end - at, deleted);
  return end - at;
}

/**
 * Deletes elements here and there, in one pass.
 * @param offsets their distances from `base`, ascending
 * @returns how many bytes shorter the listpack is
 */
export function deleteElementsAt(bytes: Uint8Array, base: number, offsets: readonly number[]): number {
  const end = base + readU32(bytes, base);
  let lost = 0;
  for (let i = 0; i < offsets.length; i++) {
    const at = base + offsets[i];
    const size = elementBytes(bytes, at);
    // What lies between this one and the next moves over all that was deleted so far; this one's bytes are not read again.
    const kept = i + 1 < offsets.length ? base + offsets[i + 1] : end;
    lost += size;
    shift(bytes, at + size, kept, at + size - lost);
  }
  writeU32(bytes, base, end - base - lost);
  addToCount(bytes, base, -offsets.length);
  return lost;
}

/** Adds all elements of another listpack at the end: `listpackBytes` of it, less EMPTY_LISTPACK_BYTES, is the growth. */
export function appendListpack(bytes: Uint8Array, base: number, other: Uint8Array, otherBase: number): void {
  insertListpack(bytes, base, listpackEnd(bytes, base), other, otherBase);
}

/** As `appendListpack`, before the element at `at`. */
export function insertListpack(
  bytes: Uint8Array,
  base: number,
  at: number,
  other: Uint8Array,
  otherBase: number,
): void {
  const from = otherBase + HEADER_BYTES;
  const end = listpackEnd(other, otherBase);
  openGap(bytes, base, at, end - from, listpackCount(other, otherBase));
  copyBytes(other, from, end, bytes, at);
}

/** Whether `bytes[start, end)` is a listpack in all its parts; to be asked of bytes that come from elsewhere. */
export function isListpack(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < EMPTY_LISTPACK_BYTES || readU32(bytes, start) !== end - start) return false;
  if (bytes[end - 1] !== LISTPACK_END) return false;
  let count = 0;
  let at = start + HEADER_BYTES;
  while (at < end - 1) {
    if (bytes[at] > 0xf4) return false;
    const size = elementBytes(bytes, at);
    if (at + size > end - 1) return false;
    const content = backwardLength(bytes, at + size);
    if (content + backwardLengthBytes(content) !== size) return false;
    at += size;
    count++;
  }
  const told = bytes[start + 4] | (bytes[start + 5] << 8);
  return told === COUNT_UNKNOWN || told === count;
}

function addToCount(bytes: Uint8Array, base: number, change: number): void {
  const count = bytes[base + 4] | (bytes[base + 5] << 8);
  if (count === COUNT_UNKNOWN) return;
  const sum = Math.min(count + change, COUNT_UNKNOWN);
  bytes[base + 4] = sum;
  bytes[base + 5] = sum >>> 8;
}

/** Moves `bytes[start, end)` to `to`; the two may overlap. A loop for short runs, as in `copyBytes`. */
function shift(bytes: Uint8Array, start: number, end: number, to: number): void {
  if (end - start > 64) {
    bytes.copyWithin(to, start, end);
  } else if (to > start) {
    for (let i = end - 1, j = to + end - start - 1; i >= start; i--, j--) bytes[j] = bytes[i];
  } else {
    for (let i = start, j = to; i < end; i++, j++) bytes[j] = bytes[i];
  }
}
