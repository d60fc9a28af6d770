import type { Database } from '../keyspace/database.ts';
import { setString } from '../values/string-value.ts';

/**
 * Makes a key with a string again, encoded as SET would.
 * @param expiry milliseconds of Unix time, or NO_EXPIRY
 * @returns the entry; 0 if the key exists already, which no snapshot says twice
 */
export function restoreString(
  database: Database,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: Uint8Array,
  start: number,
  end: number,
  expiry: number,
): number {
  if (database.find(key, keyStart, keyEnd) !== 0) return 0;
  return setString(database, 0, key, keyStart, keyEnd, value, start, end, expiry);
}
