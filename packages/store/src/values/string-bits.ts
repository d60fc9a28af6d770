import { countBits, findBit } from '@respite/bytes';
import type { Database } from '../keyspace/database.ts';
import type { Entries } from '../structures/entries.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { overwriteString } from './string-edit.ts';
import { locateString } from './string-value.ts';
import { KIND_STRING, STRING_RAW } from './value-kind.ts';

/**
 * Strings as arrays of bits:
 *
 * ```
 * byte    0               1
 * bit     0 1 2 3 4 5 6 7 8 9 ...       bit 0 is the highest of byte 0
 * ```
 *
 * Whatever was written to is raw, as after any change in place.
 */

const NO_BYTES = new Uint8Array(0);

/** Bit `offset` of a string, 0 beyond its end. */
export function bitAt(entries: Entries, entry: number, offset: number): number {
  locateString(entries, entry);
  const at = entries.valueStart + Math.floor(offset / 8);
  return at < entries.valueEnd ? (entries.bytes[at] >>> (7 - (offset % 8))) & 1 : 0;
}

/** Makes a string of zero bytes, at a key that `find` has just not found. @returns the entry, located */
export function addZeros(
  database: Database,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  length: number,
): number {
  const entry = database.add(KIND_STRING, STRING_RAW, key, keyStart, keyEnd, length, NO_EXPIRY);
  database.entries.bytes.fill(0, database.entries.valueStart, database.entries.valueEnd);
  return entry;
}

/** Makes a string raw and at least `length` bytes long, with zeros at its end, to be changed in place. @returns the entry, located */
export function openForBits(database: Database, entry: number, length: number): number {
  const { entries } = database;
  database.beforeChange(entry);
  entries.locate(entry);
  if (entries.encoding(entry) === STRING_RAW && entries.valueEnd - entries.valueStart >= length) return entry;
  return overwriteString(database, entry, length, NO_BYTES, 0, 0);
}

/** Sets bit `offset`, which lies inside the located string. @returns what it was */
export function setLocatedBit(entries: Entries, offset: number, bit: number): number {
  const at = entries.valueStart + Math.floor(offset / 8);
  const shift = 7 - (offset % 8);
  const byte = entries.bytes[at];
  entries.bytes[at] = (byte & ~(1 << shift)) | (bit << shift);
  return (byte >>> shift) & 1;
}

/** How many of the bits `[from, to)` of the located string are set. */
export function countLocatedBits(entries: Entries, from: number, to: number): number {
  if (from >= to) return 0;
  const { bytes, valueStart } = entries;
  const first = valueStart + Math.floor(from / 8);
  const end = valueStart + Math.ceil(to / 8);
  // What is before and behind the range in its first and last byte is counted, and taken off again.
  const before = bytes[first] & (0xff00 >>> (from % 8));
  const behind = to % 8 === 0 ? 0 : bytes[end - 1] & (0xff >>> (to % 8));
  return countBits(bytes, first, end) - bitsOfByte(before & 0xff) - bitsOfByte(behind);
}

function bitsOfByte(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The first bit of the given value among the bits `[from, to)` of the located string, or -1. */
export function findLocatedBit(entries: Entries, from: number, to: number, bit: number): number {
  return findBit(entries.bytes, entries.valueStart, from, to, bit);
}
