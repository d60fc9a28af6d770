import { highWord, lowWord, readInteger64, writeInteger64 } from './integer64.ts';
import { readU32, writeU32 } from './listpack-element.ts';

/**
 * Intsets: sorted integers without repetition in one run of bytes; byte for byte those of Redis.
 *
 * ```
 * base       4           8
 * | width u32 | count u32 | integers, ascending ... |      each `width` bytes (2, 4 or 8), signed, little-endian
 * ```
 *
 * The width is that of the widest integer that was ever in the set. An intset is given by `bytes` and `base`, the position where it
 * begins; integers are numbers where that is exact, else bigints. Memory is the caller's, as with listpacks: make room for
 * `intsetGrowth` bytes before an insertion, give bytes back after a removal.
 */

const HEADER_BYTES = 8;

/** Bytes of an intset without integers. */
export const EMPTY_INTSET_BYTES = HEADER_BYTES;

/** Writes an intset without integers: EMPTY_INTSET_BYTES. */
export function initialiseIntset(bytes: Uint8Array, base: number): void {
  writeU32(bytes, base, 2);
  writeU32(bytes, base + 4, 0);
}

export function intsetCount(bytes: Uint8Array, base: number): number {
  return readU32(bytes, base + 4);
}

/** Bytes of the whole intset. */
export function intsetBytes(bytes: Uint8Array, base: number): number {
  return HEADER_BYTES + readU32(bytes, base) * readU32(bytes, base + 4);
}

/** Integer number `index`, from 0. */
export function intsetAt(bytes: Uint8Array, base: number, index: number): number | bigint {
  return integerAt(bytes, base + HEADER_BYTES, bytes[base], index);
}

/** The index of an integer; where it is not in the set, `~index` of the one before which it belongs. */
export function findInIntset(bytes: Uint8Array, base: number, value: number | bigint): number {
  const width = bytes[base];
  let low = 0;
  let high = readU32(bytes, base + 4);
  if (widthOf(value) > width) return value < 0 ? ~0 : ~high;
  const first = base + HEADER_BYTES;
  if (width === 8) return findWide(bytes, first, high, value);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = smallAt(bytes, first, width, middle);
    if (found === value) return middle;
    if (found < (value as number)) low = middle + 1;
    else high = middle;
  }
  return ~low;
}

/** As `findInIntset` where integers are 8 bytes: compares them as two words, so that no bigint is made. */
function findWide(bytes: Uint8Array, first: number, count: number, value: number | bigint): number {
  const upper = highWord(value);
  const lower = lowWord(value);
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = first + middle * 8;
    const difference = (readU32(bytes, at + 4) | 0) - upper || readU32(bytes, at) - lower;
    if (difference === 0) return middle;
    if (difference < 0) low = middle + 1;
    else high = middle;
  }
  return ~low;
}

/** Bytes by which the intset grows when this integer, which is not in it, is inserted. */
export function intsetGrowth(bytes: Uint8Array, base: number, value: number | bigint): number {
  const width = bytes[base];
  const wanted = widthOf(value);
  const count = readU32(bytes, base + 4);
  return wanted > width ? wanted * (count + 1) - width * count : width;
}

/** Inserts an integer for which there is room. @param index where it belongs: `~findInIntset` of it */
export function insertIntoIntset(bytes: Uint8Array, base: number, index: number, value: number | bigint): void {
  const count = readU32(bytes, base + 4);
  const first = base + HEADER_BYTES;
  let width = bytes[base];
  const wanted = widthOf(value);
  if (wanted > width) {
    // From the last on, so that none is overwritten before it was read. What is wider than all others is first or last.
    const offset = index === 0 ? 1 : 0;
    for (let i = count - 1; i >= 0; i--) putAt(bytes, first, wanted, i + offset, integerAt(bytes, first, width, i));
    width = wanted;
    writeU32(bytes, base, width);
  } else if (index < count) {
    bytes.copyWithin(first + (index + 1) * width, first + index * width, first + count * width);
  }
  putAt(bytes, first, width, index, value);
  writeU32(bytes, base + 4, count + 1);
}

/** Removes integer number `index`. @returns how many bytes shorter the intset is */
export function removeFromIntset(bytes: Uint8Array, base: number, index: number): number {
  const width = bytes[base];
  const count = readU32(bytes, base + 4);
  const first = base + HEADER_BYTES;
  bytes.copyWithin(first + index * width, first + (index + 1) * width, first + count * width);
  writeU32(bytes, base + 4, count - 1);
  return width;
}

/** Removes integers here and there, in one pass. @param indexes theirs, ascending @returns how many bytes shorter the intset is */
export function removeAllFromIntset(bytes: Uint8Array, base: number, indexes: readonly number[]): number {
  const width = bytes[base];
  const count = readU32(bytes, base + 4);
  const first = base + HEADER_BYTES;
  for (let i = 0; i < indexes.length; i++) {
    const end = i + 1 < indexes.length ? indexes[i + 1] : count;
    bytes.copyWithin(first + (indexes[i] - i) * width, first + (indexes[i] + 1) * width, first + end * width);
  }
  writeU32(bytes, base + 4, count - indexes.length);
  return width * indexes.length;
}

/** Whether `bytes[start, end)` is an intset in all its parts; to be asked of bytes that come from elsewhere. */
export function isIntset(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < HEADER_BYTES) return false;
  const width = readU32(bytes, start);
  const count = readU32(bytes, start + 4);
  if ((width !== 2 && width !== 4 && width !== 8) || end - start !== HEADER_BYTES + width * count) return false;
  for (let i = 1; i < count; i++) {
    if (intsetAt(bytes, start, i - 1) >= intsetAt(bytes, start, i)) return false;
  }
  return true;
}

function widthOf(value: number | bigint): number {
  if (value >= -32768 && value <= 32767) return 2;
  return value >= -2147483648 && value <= 2147483647 ? 4 : 8;
}

function smallAt(bytes: Uint8Array, first: number, width: number, index: number): number {
  const at = first + index * width;
  if (width === 2) return ((bytes[at] << 16) | (bytes[at + 1] << 24)) >> 16;
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

function integerAt(bytes: Uint8Array, first: number, width: number, index: number): number | bigint {
  return width === 8 ? readInteger64(bytes, first + index * 8) : smallAt(bytes, first, width, index);
}

function putAt(bytes: Uint8Array, first: number, width: number, index: number, value: number | bigint): void {
  const at = first + index * width;
  if (width === 8) {
    writeInteger64(bytes, at, value);
    return;
  }
  const bits = Number(value);
  bytes[at] = bits;
  bytes[at + 1] = bits >> 8;
  if (width === 2) return;
  bytes[at + 2] = bits >> 16;
  bytes[at + 3] = bits >> 24;
}
