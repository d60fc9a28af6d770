import { copyBytes, INT64_TEXT_MAX, NOT_AN_INTEGER, parseInt64, writeInt64 } from '@respite/bytes';
import { readInteger64, writeInteger64 } from './integer64.ts';

/**
 * The elements of a listpack.
 *
 * ```
 * | encoding and content                                   | its length, to be read backwards, 1 to 5 bytes |
 *
 * 0vvvvvvv                                  integer 0 to 127
 * 10llllll content                          string of up to 63 bytes
 * 110vvvvv vvvvvvvv                         signed integer of 13 bits, high bits first
 * 1110llll llllllll content                 string of up to 4095 bytes, high bits of its length first
 * 0xF0 length u32 content                   string
 * 0xF1 .. 0xF4 and 2, 3, 4 or 8 bytes       signed integer, little-endian
 * 0xFF                                      the end of the listpack
 *
 * length backwards   7 bits a byte, the highest first; all bytes but the first have their top bit set
 * ```
 *
 * A string that is the canonical text of a signed 64-bit integer is always kept as an integer, in the shortest form; hence two
 * elements are equal if and only if their bytes are.
 */

export const LISTPACK_END = 0xff;

const STRING_6 = 0x80;
const INTEGER_13 = 0xc0;
const STRING_12 = 0xe0;
const STRING_32 = 0xf0;
const INTEGER_16 = 0xf1;
const INTEGER_24 = 0xf2;
const INTEGER_32 = 0xf3;
const INTEGER_64 = 0xf4;

/** Bytes of the element at `at`, with its length that is read backwards. */
export function elementBytes(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < STRING_6) return 2;
  if (lead < INTEGER_13) return (lead & 0x3f) + 2;
  return longElementBytes(bytes, at, lead);
}

function longElementBytes(bytes: Uint8Array, at: number, lead: number): number {
  if (lead < STRING_12) return 3;
  if (lead < STRING_32) {
    const size = 2 + (((lead & 0x0f) << 8) | bytes[at + 1]);
    return size + backwardLengthBytes(size);
  }
  switch (lead) {
    case STRING_32: {
      const size = 5 + readU32(bytes, at + 1);
      return size + backwardLengthBytes(size);
    }
    case INTEGER_16:
      return 4;
    case INTEGER_24:
      return 5;
    case INTEGER_32:
      return 6;
    case INTEGER_64:
      return 10;
    default:
      throw new Error(`listpack: no element begins with ${lead}`);
  }
}

/** Whether the element at `at` is an integer. */
export function isIntegerElement(bytes: Uint8Array, at: number): boolean {
  const lead = bytes[at];
  return lead < STRING_6 || (lead >= INTEGER_13 && (lead < STRING_12 || (lead > STRING_32 && lead <= INTEGER_64)));
}

/** The value of an integer element: a number where that is exact, else a bigint. */
export function integerElement(bytes: Uint8Array, at: number): number | bigint {
  const lead = bytes[at];
  if (lead < STRING_6) return lead;
  if (lead < STRING_12) return ((((lead & 0x1f) << 8) | bytes[at + 1]) << 19) >> 19;
  switch (lead) {
    case INTEGER_16:
      return ((bytes[at + 1] << 16) | (bytes[at + 2] << 24)) >> 16;
    case INTEGER_24:
      return ((bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >> 8;
    case INTEGER_32:
      return bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16) | (bytes[at + 4] << 24);
    default:
      return readInteger64(bytes, at + 1);
  }
}

/** Where the content of a string element begins. */
export function stringElementStart(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  return at + (lead < INTEGER_13 ? 1 : lead < STRING_32 ? 2 : 5);
}

/** Bytes of the content of a string element. */
export function stringElementLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < INTEGER_13) return lead & 0x3f;
  return lead < STRING_32 ? ((lead & 0x0f) << 8) | bytes[at + 1] : readU32(bytes, at + 1);
}

/**
 * Elements read one after the other, each into the fields of the same object. What `bytes` is a slice of is the listpack itself (good
 * until that changes), or for the text of an integer memory of the reader's own (good until its next element).
 */
export class ElementReader {
  isInteger = false;
  /** The value of an integer element; undefined in meaning for strings and after `readText`. */
  integer: number | bigint = 0;
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  readonly #text = new Uint8Array(INT64_TEXT_MAX);

  /** Reads an element as what it is: `integer`, or the slice of a string. */
  read(bytes: Uint8Array, at: number): void {
    this.isInteger = isIntegerElement(bytes, at);
    if (this.isInteger) this.integer = integerElement(bytes, at);
    else this.#readString(bytes, at);
  }

  /** Reads an element as the slice of its text, whatever it is. */
  readText(bytes: Uint8Array, at: number): void {
    this.isInteger = isIntegerElement(bytes, at);
    if (!this.isInteger) {
      this.#readString(bytes, at);
      return;
    }
    this.bytes = this.#text;
    this.start = 0;
    this.end = writeInt64(integerElement(bytes, at), this.#text, 0);
  }

  #readString(bytes: Uint8Array, at: number): void {
    this.bytes = bytes;
    this.start = stringElementStart(bytes, at);
    this.end = this.start + stringElementLength(bytes, at);
  }
}

/** An element that is to be written: set first, so that its size is known, then written where room has been made. */
export class ElementEncoder {
  /** Bytes that the element will take, with its length that is read backwards. */
  size = 0;
  isInteger = false;
  integer: number | bigint = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;

  /**
   * The element is this text. It is read when the element is written: if it lies in a listpack, that must not change in between.
   * @returns its size
   */
  set(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length <= INT64_TEXT_MAX && length > 0 && bytes[start] <= 0x39) {
      const integer = parseInt64(bytes, start, end);
      if (integer !== NOT_AN_INTEGER) return this.setInteger(integer);
    }
    this.isInteger = false;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    if (length < 64) {
      this.size = length + 2;
    } else {
      const size = length + (length < 4096 ? 2 : 5);
      this.size = size + backwardLengthBytes(size);
    }
    return this.size;
  }

  /** The element is a signed 64-bit integer. @returns its size */
  setInteger(value: number | bigint): number {
    this.isInteger = true;
    this.integer = value;
    this.size = integerElementBytes(value);
    return this.size;
  }

  /** Writes the element. @returns the position behind it */
  write(to: Uint8Array, at: number): number {
    if (this.isInteger) return writeIntegerElement(to, at, this.integer);
    const length = this.#end - this.#start;
    if (length >= 64) return this.#writeLong(to, at, length);
    to[at] = STRING_6 | length;
    copyBytes(this.#bytes, this.#start, this.#end, to, at + 1);
    to[at + 1 + length] = length + 1;
    return at + length + 2;
  }

  #writeLong(to: Uint8Array, at: number, length: number): number {
    let content = at;
    if (length < 4096) {
      to[content++] = STRING_12 | (length >>> 8);
      to[content++] = length;
    } else {
      to[content] = STRING_32;
      writeU32(to, content + 1, length);
      content += 5;
    }
    copyBytes(this.#bytes, this.#start, this.#end, to, content);
    return writeBackwardLength(to, content + length, content + length - at);
  }
}

/** Bytes of an element for this integer, with its length that is read backwards. */
export function integerElementBytes(value: number | bigint): number {
  if (typeof value !== 'number') return 10;
  if (value >= -4096 && value <= 4095) return value >= 0 && value <= 127 ? 2 : 3;
  if (value >= -32768 && value <= 32767) return 4;
  if (value >= -8388608 && value <= 8388607) return 5;
  return value >= -2147483648 && value <= 2147483647 ? 6 : 10;
}

/** @returns the position behind the element */
export function writeIntegerElement(to: Uint8Array, at: number, value: number | bigint): number {
  const size = integerElementBytes(value);
  const last = at + size - 1;
  to[last] = size - 1;
  if (size === 10) {
    to[at] = INTEGER_64;
    writeInteger64(to, at + 1, value);
  } else if (size === 2) {
    to[at] = Number(value);
  } else if (size === 3) {
    const bits = Number(value);
    to[at] = INTEGER_13 | ((bits >> 8) & 0x1f);
    to[at + 1] = bits;
  } else {
    to[at] = size === 4 ? INTEGER_16 : size === 5 ? INTEGER_24 : INTEGER_32;
    for (let byte = at + 1, bits = Number(value); byte < last; byte++, bits >>= 8) to[byte] = bits;
  }
  return last + 1;
}

/** Bytes of the length that is read backwards. The bounds are Redis's: one less than what would fit. */
export function backwardLengthBytes(size: number): number {
  if (size <= 127) return 1;
  if (size < 16383) return 2;
  if (size < 2097151) return 3;
  return size < 268435455 ? 4 : 5;
}

function writeBackwardLength(to: Uint8Array, at: number, size: number): number {
  const count = backwardLengthBytes(size);
  for (let byte = at + count - 1, rest = size; byte > at; byte--) {
    to[byte] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 128);
  }
  to[at] = count === 5 ? Math.floor(size / 2 ** 28) : size >>> (7 * (count - 1));
  return at + count;
}

/** What the length that ends before `at` says. */
export function backwardLength(bytes: Uint8Array, at: number): number {
  let byte = bytes[at - 1];
  let size = byte & 0x7f;
  for (let position = at - 2, unit = 128; (byte & 0x80) !== 0; position--, unit *= 128) {
    byte = bytes[position];
    size += (byte & 0x7f) * unit;
  }
  return size;
}

export function readU32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

export function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}
