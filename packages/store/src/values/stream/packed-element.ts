import { copyBytes, NOT_AN_INTEGER, parseInt64, parseSmallInteger, writeInteger } from '@respite/bytes';

/**
 * A field or a value in a stream's block: what a listpack of Redis has for it, without the length that a listpack puts behind it.
 *
 * ```
 * 0nnnnnnn                            integer 0 to 127
 * 10nnnnnn  bytes                     string of up to 63 bytes
 * 110nnnnn nnnnnnnn                   integer, 13 bits
 * 1110nnnn nnnnnnnn  bytes            string of up to 4095 bytes
 * 11110000  length u32  bytes         string
 * 11110001 to 11110100  i16|i24|i32|i64     integer
 * ```
 *
 * Lengths of 12 bits and integers of 13 have their high bits first, all else is little-endian. Strings that are integers in canonical
 * form are kept as integers: what is read is the same.
 */
const SHORT_STRING = 0x80;
const SHORT_STRING_MAX = 63;
const MIDDLE_STRING = 0xe0;
const MIDDLE_STRING_MAX = 4095;
const LONG_STRING = 0xf0;
const INTEGER_13 = 0xc0;
const INTEGER_16 = 0xf1;
const INTEGER_24 = 0xf2;
const INTEGER_32 = 0xf3;
const INTEGER_64 = 0xf4;

/** Texts of integers are no longer than this. */
const INTEGER_TEXT_MAX = 20;
/** What an element takes beside the bytes of its string, at most. */
export const ELEMENT_OVERHEAD_MAX = 5;

const words = new DataView(new ArrayBuffer(8));

/** Writes a string to `to` at `at`. @returns the position behind it, at most ELEMENT_OVERHEAD_MAX further than its length */
export function writeElement(bytes: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  const length = end - start;
  if (length <= INTEGER_TEXT_MAX && length > 0) {
    const first = bytes[start];
    // A digit or a hyphen.
    if (first === 0x2d || (first >= 0x30 && first <= 0x39)) {
      const small = parseSmallInteger(bytes, start, end);
      if (!Number.isNaN(small)) return writeIntegerElement(small, to, at);
      if (length > 15) {
        const large = parseInt64(bytes, start, end);
        if (large !== NOT_AN_INTEGER) return writeIntegerElement(large, to, at);
      }
    }
  }
  let position = at;
  if (length <= SHORT_STRING_MAX) {
    to[position++] = SHORT_STRING | length;
  } else if (length <= MIDDLE_STRING_MAX) {
    to[position] = MIDDLE_STRING | (length >>> 8);
    to[position + 1] = length;
    position += 2;
  } else {
    to[position] = LONG_STRING;
    to[position + 1] = length;
    to[position + 2] = length >>> 8;
    to[position + 3] = length >>> 16;
    to[position + 4] = length >>> 24;
    position += 5;
  }
  copyBytes(bytes, start, end, to, position);
  return position + length;
}

export function writeIntegerElement(value: number | bigint, to: Uint8Array, at: number): number {
  if (typeof value === 'bigint' || value >= 0x8000_0000 || value < -0x8000_0000) {
    to[at] = INTEGER_64;
    if (typeof value === 'bigint') {
      words.setBigInt64(0, value, true);
    } else {
      const low = value >>> 0;
      words.setInt32(0, low, true);
      words.setInt32(4, (value - low) / 0x1_0000_0000, true);
    }
    for (let i = 0; i < 8; i++) to[at + 1 + i] = words.getUint8(i);
    return at + 9;
  }
  if (value >= 0 && value <= 127) {
    to[at] = value;
    return at + 1;
  }
  if (value >= -4096 && value <= 4095) {
    to[at] = INTEGER_13 | ((value >> 8) & 0x1f);
    to[at + 1] = value;
    return at + 2;
  }
  const length = integerBytes(value);
  to[at] = length === 2 ? INTEGER_16 : length === 3 ? INTEGER_24 : INTEGER_32;
  for (let i = 0; i < length; i++) to[at + 1 + i] = value >> (8 * i);
  return at + 1 + length;
}

/** Bytes of an integer of at most 32 bits that fits neither 7 nor 13. */
function integerBytes(value: number): number {
  if (value >= -0x8000 && value <= 0x7fff) return 2;
  if (value >= -0x80_0000 && value <= 0x7f_ffff) return 3;
  return 4;
}

/** The position behind the element at `at`. */
export function skipElement(bytes: Uint8Array, at: number): number {
  const head = bytes[at];
  if (head < 0x80) return at + 1;
  if (head < INTEGER_13) return at + 1 + (head & 0x3f);
  if (head < MIDDLE_STRING) return at + 2;
  if (head < LONG_STRING) return at + 2 + (((head & 0x0f) << 8) | bytes[at + 1]);
  if (head === LONG_STRING) return at + 5 + longLength(bytes, at);
  return at + (head === INTEGER_64 ? 9 : head - INTEGER_16 + 3);
}

function longLength(bytes: Uint8Array, at: number): number {
  return (bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16) | (bytes[at + 4] << 24)) >>> 0;
}

/** Reads elements, one after another, as strings. */
export class ElementReader {
  /** The string that was read last, good until the next one is. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  readonly #text = new Uint8Array(INTEGER_TEXT_MAX);

  /** Reads the element at `at`. @returns the position behind it */
  read(bytes: Uint8Array, at: number): number {
    const head = bytes[at];
    if (head >= 0x80 && head < INTEGER_13) return this.#string(bytes, at + 1, head & 0x3f);
    if (head < 0x80) return this.#integer(head, at + 1);
    if (head < MIDDLE_STRING) return this.#integer((((head & 0x1f) << 27) >> 19) | bytes[at + 1], at + 2);
    if (head < LONG_STRING) return this.#string(bytes, at + 2, ((head & 0x0f) << 8) | bytes[at + 1]);
    if (head === LONG_STRING) return this.#string(bytes, at + 5, longLength(bytes, at));
    if (head === INTEGER_16) return this.#integer(((bytes[at + 2] << 24) >> 16) | bytes[at + 1], at + 3);
    if (head === INTEGER_24) {
      return this.#integer(((bytes[at + 3] << 24) >> 8) | (bytes[at + 2] << 8) | bytes[at + 1], at + 4);
    }
    if (head === INTEGER_32) return this.#integer(longLength(bytes, at) | 0, at + 5);
    return this.#integer64(bytes, at);
  }

  #string(bytes: Uint8Array, start: number, length: number): number {
    this.bytes = bytes;
    this.start = start;
    this.end = start + length;
    return this.end;
  }

  #integer(value: number, next: number): number {
    this.bytes = this.#text;
    this.start = 0;
    this.end = writeInteger(value, this.#text, 0);
    return next;
  }

  #integer64(bytes: Uint8Array, at: number): number {
    for (let i = 0; i < 8; i++) words.setUint8(i, bytes[at + 1 + i]);
    const value = words.getInt32(4, true) * 0x1_0000_0000 + words.getUint32(0, true);
    if (Number.isSafeInteger(value)) return this.#integer(value, at + 9);
    const text = words.getBigInt64(0, true).toString();
    for (let i = 0; i < text.length; i++) this.#text[i] = text.charCodeAt(i);
    this.bytes = this.#text;
    this.start = 0;
    this.end = text.length;
    return at + 9;
  }
}

/** The value of an element that is an integer of at most 32 bits; else undefined. */
export function readIntegerElement(bytes: Uint8Array, at: number): number {
  const head = bytes[at];
  if (head < 0x80) return head;
  if (head < MIDDLE_STRING) return (((head & 0x1f) << 27) >> 19) | bytes[at + 1];
  if (head === INTEGER_16) return ((bytes[at + 2] << 24) >> 16) | bytes[at + 1];
  if (head === INTEGER_24) return ((bytes[at + 3] << 24) >> 8) | (bytes[at + 2] << 8) | bytes[at + 1];
  return longLength(bytes, at) | 0;
}

// What a listpack takes for the same.

/** The bytes of an element in a listpack, which come after `bytes` of its own: its length once more, 7 bits to a byte. */
export function listpackBytes(bytes: number): number {
  if (bytes <= 127) return bytes + 1;
  if (bytes < 16_383) return bytes + 2;
  if (bytes < 2_097_151) return bytes + 3;
  return bytes + (bytes < 268_435_455 ? 4 : 5);
}

/** The bytes of an integer of 64 bits in a listpack; high and low word. */
export function listpackIntegerBytes(high: number, low: number): number {
  if (high !== low >> 31) return 10;
  if (low >= 0 && low <= 127) return 2;
  if (low >= -4096 && low <= 4095) return 3;
  return integerBytes(low | 0) + 2;
}
