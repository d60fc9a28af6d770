import type { Database } from '../keyspace/database.ts';
import { insertIntoIntset, intsetGrowth, removeFromIntset } from '../packed/intset.ts';

/**
 * Intsets that are the value of a key, changed together with the length of the entry's value. Both functions return the entry, maybe
 * another, and leave it located. `database.beforeChange(entry)` has been called by whoever changes the value.
 */

/** @param index where the integer belongs: `~findInIntset` of it */
export function addToIntset(database: Database, entry: number, index: number, value: number | bigint): number {
  const { entries } = database;
  entries.locate(entry);
  const growth = intsetGrowth(entries.bytes, entries.valueStart, value);
  const fresh = database.resizeValue(entry, entries.valueEnd - entries.valueStart + growth);
  insertIntoIntset(entries.bytes, entries.valueStart, index, value);
  return fresh;
}

export function deleteFromIntset(database: Database, entry: number, index: number): number {
  const { entries } = database;
  entries.locate(entry);
  const length = entries.valueEnd - entries.valueStart;
  return database.resizeValue(entry, length - removeFromIntset(entries.bytes, entries.valueStart, index));
}
