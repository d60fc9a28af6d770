import { copyBytes, NOT_AN_INTEGER, parseInt64 } from '@respite/bytes';
import type { Database } from '../keyspace/database.ts';
import type { Entries } from '../structures/entries.ts';
import { KIND_STRING, STRING_EMBEDDED, STRING_INTEGER, STRING_RAW } from './value-kind.ts';

/**
 * Strings in entries.
 *
 * ```
 * raw, embedded   the bytes
 * integer         | low u32 | high i32 |  little-endian two's complement; only where the text is canonical, so that it can be made again
 * ```
 */

/** Up to here a string that was set whole is called "embstr", as in Redis. */
export const EMBEDDED_MAX = 44;

const INTEGER_BYTES = 8;
/** "-9223372036854775808" */
const INTEGER_TEXT_MAX = 20;

/**
 * Sets a key to a string.
 * @param old what `find` has just returned for the key
 * @param expiry milliseconds of Unix time, NO_EXPIRY or KEEP_EXPIRY
 * @returns the entry
 */
export function setString(
  database: Database,
  old: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: Uint8Array,
  start: number,
  end: number,
  expiry: number,
): number {
  const length = end - start;
  if (length <= INTEGER_TEXT_MAX && length > 0 && value[start] <= 0x39) {
    const integer = parseInt64(value, start, end);
    if (integer !== NOT_AN_INTEGER) return setInteger(database, old, key, keyStart, keyEnd, integer, expiry);
  }
  const encoding = length <= EMBEDDED_MAX ? STRING_EMBEDDED : STRING_RAW;
  const entry = putOver(database, old, encoding, key, keyStart, keyEnd, length, expiry);
  copyBytes(value, start, end, database.entries.bytes, database.entries.valueStart);
  return entry;
}

/** Sets a key to a signed 64-bit integer. Parameters as `setString`. */
export function setInteger(
  database: Database,
  old: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: number | bigint,
  expiry: number,
): number {
  const entry = putOver(database, old, STRING_INTEGER, key, keyStart, keyEnd, INTEGER_BYTES, expiry);
  writeInteger64(database.entries.bytes, database.entries.valueStart, value);
  return entry;
}

function putOver(
  database: Database,
  old: number,
  encoding: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  length: number,
  expiry: number,
): number {
  if (old === 0) return database.add(KIND_STRING, encoding, key, keyStart, keyEnd, length, expiry);
  return database.replace(old, KIND_STRING, encoding, key, keyStart, keyEnd, length, expiry);
}

/** Overwrites an integer in place: the value's encoding is STRING_INTEGER already. */
export function updateInteger(database: Database, entry: number, value: number | bigint): void {
  database.beforeChange(entry);
  database.entries.locate(entry);
  writeInteger64(database.entries.bytes, database.entries.valueStart, value);
}

/** The value of a string entry in integer encoding: a number where that is exact, else a bigint. */
export function integerValue(entries: Entries, entry: number): number | bigint {
  entries.locate(entry);
  return readInteger64(entries.bytes, entries.valueStart);
}

function writeInteger64(bytes: Uint8Array, at: number, value: number | bigint): void {
  let low: number;
  let high: number;
  if (typeof value === 'number') {
    high = Math.floor(value / 0x100000000);
    low = value - high * 0x100000000;
  } else {
    low = Number(value & 0xffffffffn);
    high = Number(value >> 32n);
  }
  bytes[at] = low;
  bytes[at + 1] = low >>> 8;
  bytes[at + 2] = low >>> 16;
  bytes[at + 3] = low >>> 24;
  bytes[at + 4] = high;
  bytes[at + 5] = high >>> 8;
  bytes[at + 6] = high >>> 16;
  bytes[at + 7] = high >>> 24;
}

export function readInteger64(bytes: Uint8Array, at: number): number | bigint {
  const low = (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  const high = bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24);
  // 2^53 in the high word's terms is 2^21.
  if (high >= -0x200000 && high < 0x200000) return high * 0x100000000 + low;
  return (BigInt(high) << 32n) | BigInt(low);
}
