import { copyBytes, INT64_TEXT_MAX } from '@respite/bytes';
import type { Database } from '../keyspace/database.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { locateString } from './string-value.ts';
import { KIND_STRING, STRING_INTEGER, STRING_RAW } from './value-kind.ts';

/**
 * Strings changed in part. The value then is raw, whatever it was: an integer becomes its text, and Redis calls a string that was
 * changed in place "raw" however short it is.
 */

/** Adds `value[start, end)` to the end of a string entry. @returns the entry, maybe another. */
export function appendString(database: Database, entry: number, value: Uint8Array, start: number, end: number): number {
  locateString(database.entries, entry);
  const length = database.entries.valueEnd - database.entries.valueStart;
  const fresh = resizeRaw(database, entry, length, length + end - start);
  copyBytes(value, start, end, database.entries.bytes, database.entries.valueStart + length);
  return fresh;
}

/** Writes `value[start, end)` over a string entry from `offset` on; a gap is filled with zeros. @returns the entry, maybe another. */
export function overwriteString(
  database: Database,
  entry: number,
  offset: number,
  value: Uint8Array,
  start: number,
  end: number,
): number {
  locateString(database.entries, entry);
  const length = database.entries.valueEnd - database.entries.valueStart;
  const fresh = resizeRaw(database, entry, length, Math.max(length, offset + end - start));
  const { bytes, valueStart } = database.entries;
  if (offset > length) bytes.fill(0, valueStart + length, valueStart + offset);
  copyBytes(value, start, end, bytes, valueStart + offset);
  return fresh;
}

/** Makes a string of `offset` zeros and `value[start, end)`, at a key that `find` has just not found. @returns the entry. */
export function addZeroPadded(
  database: Database,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  offset: number,
  value: Uint8Array,
  start: number,
  end: number,
): number {
  const length = offset + end - start;
  const entry = database.add(KIND_STRING, STRING_RAW, key, keyStart, keyEnd, length, NO_EXPIRY);
  const { bytes, valueStart } = database.entries;
  bytes.fill(0, valueStart, valueStart + offset);
  copyBytes(value, start, end, bytes, valueStart + offset);
  return entry;
}

const integerText = new Uint8Array(INT64_TEXT_MAX);

/** Gives the located string another length, as raw bytes, and locates it. @returns the entry, maybe another. */
function resizeRaw(database: Database, entry: number, length: number, newLength: number): number {
  const { entries } = database;
  const wasInteger = entries.encoding(entry) === STRING_INTEGER;
  // What is located is gone once somebody hears of the change.
  if (wasInteger) copyBytes(entries.bytes, entries.valueStart, entries.valueEnd, integerText, 0);
  const fresh = database.resizeValue(entry, newLength);
  entries.setEncoding(fresh, STRING_RAW);
  if (wasInteger) copyBytes(integerText, 0, length, entries.bytes, entries.valueStart);
  return fresh;
}
