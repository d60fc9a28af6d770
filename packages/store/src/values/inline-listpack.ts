import type { Database } from '../keyspace/database.ts';
import {
  closeGap,
  EMPTY_LISTPACK_BYTES,
  firstElement,
  initialiseListpack,
  insertElement,
  listpackEnd,
  openGap,
  replaceElement,
} from '../packed/listpack.ts';
import { type ElementEncoder, elementBytes, LISTPACK_END } from '../packed/listpack-element.ts';

/**
 * Listpacks that are the value of a key, changed together with the length of the entry's value.
 *
 * - Elements are given by their *offset*: their position less `entries.valueStart`. It stays the same when the entry moves.
 * - Every function returns the entry, maybe another, and leaves it located: its listpack begins at `entries.valueStart` of
 *   `entries.bytes`, and an element at `valueStart` plus its offset.
 * - `database.beforeChange(entry)` has been called by whoever changes the value.
 */

/**
 * Makes the entry of a key that `find` has just not found: a listpack without elements, to which room for `growth` bytes is given at
 * once. That room is not part of the listpack yet; `appendReserved` takes it.
 * @param expiry milliseconds of Unix time, or NO_EXPIRY
 */
export function addListpack(
  database: Database,
  kind: number,
  encoding: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  growth: number,
  expiry: number,
): number {
  const entry = database.add(kind, encoding, key, keyStart, keyEnd, EMPTY_LISTPACK_BYTES + growth, expiry);
  initialiseListpack(database.entries.bytes, database.entries.valueStart);
  return entry;
}

/** Adds an element at the end of the located listpack, in room that its value has already: see `addListpack`. */
export function appendReserved(database: Database, element: ElementEncoder): void {
  const { bytes, valueStart } = database.entries;
  insertElement(bytes, valueStart, listpackEnd(bytes, valueStart), element);
}

/** Makes a gap for `count` elements of `size` bytes, which the caller then writes at `valueStart + offset`. */
export function growListpack(database: Database, entry: number, offset: number, size: number, count: number): number {
  const { entries } = database;
  entries.locate(entry);
  const fresh = database.resizeValue(entry, entries.valueEnd - entries.valueStart + size);
  openGap(entries.bytes, entries.valueStart, entries.valueStart + offset, size, count);
  return fresh;
}

/** Takes `size` bytes at `offset` away, which are `count` elements. */
export function shrinkListpack(database: Database, entry: number, offset: number, size: number, count: number): number {
  const { entries } = database;
  entries.locate(entry);
  const length = entries.valueEnd - entries.valueStart;
  closeGap(entries.bytes, entries.valueStart, entries.valueStart + offset, size, count);
  return database.resizeValue(entry, length - size);
}

/** Inserts an element before the one at `offset`, or at the end. */
export function insertIntoListpack(database: Database, entry: number, offset: number, element: ElementEncoder): number {
  const fresh = growListpack(database, entry, offset, element.size, 1);
  element.write(database.entries.bytes, database.entries.valueStart + offset);
  return fresh;
}

export function appendToListpack(database: Database, entry: number, element: ElementEncoder): number {
  const { entries } = database;
  entries.locate(entry);
  return insertIntoListpack(
    database,
    entry,
    listpackEnd(entries.bytes, entries.valueStart) - entries.valueStart,
    element,
  );
}

export function prependToListpack(database: Database, entry: number, element: ElementEncoder): number {
  return insertIntoListpack(database, entry, firstElement(0), element);
}

/** Puts an element in the place of the one at `offset`. */
export function replaceInListpack(database: Database, entry: number, offset: number, element: ElementEncoder): number {
  const { entries } = database;
  entries.locate(entry);
  const length = entries.valueEnd - entries.valueStart;
  const growth = element.size - elementBytes(entries.bytes, entries.valueStart + offset);
  const grown = growth > 0 ? database.resizeValue(entry, length + growth) : entry;
  replaceElement(entries.bytes, entries.valueStart, entries.valueStart + offset, element);
  return growth < 0 ? database.resizeValue(grown, length + growth) : grown;
}

/** Deletes up to `count` elements from the one at `offset` on. */
export function deleteFromListpack(database: Database, entry: number, offset: number, count: number): number {
  const { entries } = database;
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  let end = valueStart + offset;
  let deleted = 0;
  for (; deleted < count && bytes[end] !== LISTPACK_END; deleted++) end += elementBytes(bytes, end);
  return shrinkListpack(database, entry, offset, end - valueStart - offset, deleted);
}
