import { copyBytes, INT64_TEXT_MAX, NOT_AN_INTEGER, parseInt64, writeInt64 } from '@respite/bytes';
import type { Database } from '../keyspace/database.ts';
import { readInteger64, writeInteger64 } from '../packed/integer64.ts';
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

/**
 * Sets a key to a string; one that is the text of a signed 64-bit integer is kept as that.
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
  if (length <= INT64_TEXT_MAX && length > 0 && value[start] <= 0x39) {
    const integer = parseInt64(value, start, end);
    if (integer !== NOT_AN_INTEGER) return setInteger(database, old, key, keyStart, keyEnd, integer, expiry);
  }
  return setText(database, old, key, keyStart, keyEnd, value, start, end, expiry);
}

/** Sets a key to a string as it is, whether or not it is the text of an integer. Parameters as `setString`. */
export function setText(
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

/** The string as a signed 64-bit integer, however it is kept; NOT_AN_INTEGER where it is none. */
export function stringAsInteger(entries: Entries, entry: number): number | bigint | typeof NOT_AN_INTEGER {
  entries.locate(entry);
  if (entries.encoding(entry) === STRING_INTEGER) return readInteger64(entries.bytes, entries.valueStart);
  return parseInt64(entries.bytes, entries.valueStart, entries.valueEnd);
}

/** Where the text of a located integer is written. */
const integerText = new Uint8Array(INT64_TEXT_MAX);

/**
 * Locates the bytes of a string however it is kept: `bytes`, `valueStart` and `valueEnd` of the entries are its text. For an
 * integer the text is made outside the entry and is good until the next call; the key is not located then.
 */
export function locateString(entries: Entries, entry: number): void {
  entries.locate(entry);
  if (entries.encoding(entry) !== STRING_INTEGER) return;
  entries.valueEnd = writeInt64(readInteger64(entries.bytes, entries.valueStart), integerText, 0);
  entries.bytes = integerText;
  entries.valueStart = 0;
}

/** Length of a string in bytes, however it is kept. */
export function stringLength(entries: Entries, entry: number): number {
  locateString(entries, entry);
  return entries.valueEnd - entries.valueStart;
}
