import { INT64_TEXT_MAX, NOT_AN_INTEGER, parseInt64, writeInt64 } from '@respite/bytes';
import type { Database } from '../../keyspace/database.ts';
import {
  EMPTY_INTSET_BYTES,
  findInIntset,
  initialiseIntset,
  insertIntoIntset,
  intsetAt,
  intsetCount,
  intsetGrowth,
  removeAllFromIntset,
} from '../../packed/intset.ts';
import {
  deleteElementsAt,
  EMPTY_LISTPACK_BYTES,
  findElement,
  firstElement,
  initialiseListpack,
  insertElement,
  listpackBytes,
  listpackCount,
  listpackEnd,
} from '../../packed/listpack.ts';
import { ElementEncoder, integerElementBytes } from '../../packed/listpack-element.ts';
import { COLLECTION_ENCODING, NO_EXPIRY } from '../../structures/entry-format.ts';
import { addToIntset, deleteFromIntset } from '../inline-intset.ts';
import { appendToListpack, deleteFromListpack } from '../inline-listpack.ts';
import { KIND_SET, SET_INTSET, SET_LISTPACK } from '../value-kind.ts';
import { SetCollection } from './set-collection.ts';
import type { SetMember } from './set-member.ts';
import { SetWalk } from './set-walk.ts';

/**
 * Sets. A small one is one run of bytes in its entry: an intset while all members are integers, else a listpack of members in the
 * order in which they came. A large one is a table. As in Redis, a set that has outgrown a form does not return to it.
 *
 * A set is given by its database and entry. Functions that change it return the entry, maybe another.
 */

/** Up to where a set is kept small. The server's configuration has these properties. */
export interface SetLimits {
  /** Members of an intset. */
  readonly setMaxIntsetEntries: number;
  /** Members of a listpack. */
  readonly setMaxListpackEntries: number;
  /** Bytes of a member of a listpack. */
  readonly setMaxListpackValue: number;
}

const INTSET_ENTRIES_MAX = 2 ** 30;
const LISTPACK_BYTES_MAX = 2 ** 30;

const encoder = new ElementEncoder();
const integerText = new Uint8Array(INT64_TEXT_MAX);
const converted = new SetWalk();

/**
 * Makes an empty set, whose form suits what will be added.
 * @param old what `find` has just returned for the key; a value that is there goes
 * @param member the first member that will be added: its bytes, `start` and `end`
 * @param count how many members will be added, about
 * @param expiry milliseconds of Unix time, NO_EXPIRY or KEEP_EXPIRY
 */
export function createSet(
  database: Database,
  old: number,
  limits: SetLimits,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  member: Uint8Array,
  start: number,
  end: number,
  count: number,
  expiry: number,
): number {
  if (count <= limits.setMaxIntsetEntries && parseInt64(member, start, end) !== NOT_AN_INTEGER) {
    return createPackedSet(database, old, SET_INTSET, key, keyStart, keyEnd, expiry);
  }
  if (count <= limits.setMaxListpackEntries) {
    return createPackedSet(database, old, SET_LISTPACK, key, keyStart, keyEnd, expiry);
  }
  const collection = new SetCollection(database.collections);
  return database.putCollection(old, KIND_SET, key, keyStart, keyEnd, collection, expiry);
}

/** Makes an empty set of this encoding: SET_INTSET or SET_LISTPACK. Parameters as `createSet`. */
export function createPackedSet(
  database: Database,
  old: number,
  encoding: number,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  expiry: number,
): number {
  const length = encoding === SET_INTSET ? EMPTY_INTSET_BYTES : EMPTY_LISTPACK_BYTES;
  const entry =
    old === 0
      ? database.add(KIND_SET, encoding, key, keyStart, keyEnd, length, expiry)
      : database.replace(old, KIND_SET, encoding, key, keyStart, keyEnd, length, expiry);
  const { bytes, valueStart } = database.entries;
  if (encoding === SET_INTSET) initialiseIntset(bytes, valueStart);
  else initialiseListpack(bytes, valueStart);
  return entry;
}

/** Makes a small set large if so many members are about to be added, even if some are there already. @returns the entry */
export function makeRoomInSet(database: Database, entry: number, limits: SetLimits, count: number): number {
  const encoding = database.entries.encoding(entry);
  const isTooMany =
    (encoding === SET_LISTPACK && count > limits.setMaxListpackEntries) ||
    (encoding === SET_INTSET && count > limits.setMaxIntsetEntries);
  if (!isTooMany) return entry;
  database.beforeChange(entry);
  return toTable(database, entry);
}

/** Number of members. */
export function setLength(database: Database, entry: number): number {
  const { entries } = database;
  const encoding = entries.encoding(entry);
  if (encoding === COLLECTION_ENCODING) return database.collectionOf(entry).length;
  entries.locate(entry);
  if (encoding === SET_INTSET) return intsetCount(entries.bytes, entries.valueStart);
  return listpackCount(entries.bytes, entries.valueStart);
}

export function isMember(database: Database, entry: number, member: Uint8Array, start: number, end: number): boolean {
  const { entries } = database;
  const encoding = entries.encoding(entry);
  if (encoding === COLLECTION_ENCODING) {
    return (database.collectionOf(entry) as SetCollection).members.find(member, start, end) !== 0;
  }
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  if (encoding === SET_LISTPACK) return findElement(bytes, firstElement(valueStart), member, start, end, 0) !== -1;
  const integer = parseInt64(member, start, end);
  return integer !== NOT_AN_INTEGER && findInIntset(bytes, valueStart, integer) >= 0;
}

/** As `isMember`, for a member that was read from another set. */
export function holdsMember(database: Database, entry: number, member: SetMember): boolean {
  const { entries } = database;
  if (member.isInteger && entries.encoding(entry) === SET_INTSET) {
    entries.locate(entry);
    return findInIntset(entries.bytes, entries.valueStart, member.integer) >= 0;
  }
  member.toText();
  return isMember(database, entry, member.bytes, member.start, member.end);
}

/** Adds a member. @returns the entry, or 0 if it was a member already */
export function addMember(
  database: Database,
  entry: number,
  limits: SetLimits,
  member: Uint8Array,
  start: number,
  end: number,
): number {
  const { entries } = database;
  const encoding = entries.encoding(entry);
  if (encoding === COLLECTION_ENCODING) {
    const { members } = database.collectionOf(entry) as SetCollection;
    if (members.find(member, start, end) !== 0) return 0;
    database.beforeChange(entry);
    members.add(member, start, end, 0);
    return entry;
  }
  entries.locate(entry);
  if (encoding === SET_LISTPACK) return addToPacked(database, entry, limits, member, start, end);
  const integer = parseInt64(member, start, end);
  if (integer !== NOT_AN_INTEGER) return addInteger(database, entry, limits, integer);
  database.beforeChange(entry);
  entries.locate(entry);
  if (!intsetFitsListpack(entries.bytes, entries.valueStart, limits, end - start)) {
    return addToTable(database, toTable(database, entry), member, start, end);
  }
  const fresh = toListpack(database, entry);
  encoder.set(member, start, end);
  return appendToListpack(database, fresh, encoder);
}

function addToPacked(
  database: Database,
  entry: number,
  limits: SetLimits,
  member: Uint8Array,
  start: number,
  end: number,
): number {
  const { bytes, valueStart } = database.entries;
  if (findElement(bytes, firstElement(valueStart), member, start, end, 0) !== -1) return 0;
  const fits =
    listpackCount(bytes, valueStart) < limits.setMaxListpackEntries &&
    end - start <= limits.setMaxListpackValue &&
    listpackBytes(bytes, valueStart) + end - start <= LISTPACK_BYTES_MAX;
  database.beforeChange(entry);
  if (!fits) return addToTable(database, toTable(database, entry), member, start, end);
  encoder.set(member, start, end);
  return appendToListpack(database, entry, encoder);
}

/** Adds to the located intset. */
function addInteger(database: Database, entry: number, limits: SetLimits, integer: number | bigint): number {
  const { entries } = database;
  const index = findInIntset(entries.bytes, entries.valueStart, integer);
  if (index >= 0) return 0;
  database.beforeChange(entry);
  const fresh = addToIntset(database, entry, ~index, integer);
  const count = intsetCount(entries.bytes, entries.valueStart);
  return count > Math.min(limits.setMaxIntsetEntries, INTSET_ENTRIES_MAX) ? toTable(database, fresh) : fresh;
}

function addToTable(database: Database, entry: number, member: Uint8Array, start: number, end: number): number {
  (database.collectionOf(entry) as SetCollection).add(member, start, end);
  return entry;
}

/** Whether an intset, with a member of `length` bytes besides, may be a listpack. The longest text is the first or the last. */
function intsetFitsListpack(bytes: Uint8Array, base: number, limits: SetLimits, length: number): boolean {
  const count = intsetCount(bytes, base);
  if (count >= limits.setMaxListpackEntries || length > limits.setMaxListpackValue) return false;
  if (count === 0) return true;
  const longest = Math.max(
    writeInt64(intsetAt(bytes, base, 0), integerText, 0),
    writeInt64(intsetAt(bytes, base, count - 1), integerText, 0),
  );
  return longest <= limits.setMaxListpackValue;
}

/** Makes a set large. @returns its entry */
function toTable(database: Database, entry: number): number {
  const collection = new SetCollection(database.collections);
  for (converted.begin(database, entry); converted.next(); ) {
    converted.toText();
    collection.add(converted.bytes, converted.start, converted.end);
  }
  return database.setCollection(entry, collection);
}

/** Makes an intset a listpack. @returns its entry */
function toListpack(database: Database, entry: number): number {
  const { entries } = database;
  const integers: (number | bigint)[] = [];
  let length = EMPTY_LISTPACK_BYTES;
  for (converted.begin(database, entry); converted.next(); ) {
    integers.push(converted.integer);
    length += integerElementBytes(converted.integer);
  }
  const fresh = database.resizeValue(entry, length);
  entries.setEncoding(fresh, SET_LISTPACK);
  const { bytes, valueStart } = entries;
  initialiseListpack(bytes, valueStart);
  for (const integer of integers) {
    encoder.setInteger(integer);
    insertElement(bytes, valueStart, listpackEnd(bytes, valueStart), encoder);
  }
  return fresh;
}

/**
 * Makes a set of integers an intset, unless it has too many members. @param key that of the entry, just found
 * @returns its entry
 */
export function toIntset(
  database: Database,
  entry: number,
  limits: SetLimits,
  key: Uint8Array,
  start: number,
  end: number,
): number {
  const { entries } = database;
  if (entries.encoding(entry) === SET_INTSET) return entry;
  if (setLength(database, entry) > Math.min(limits.setMaxIntsetEntries, INTSET_ENTRIES_MAX)) return entry;
  const integers: (number | bigint)[] = [];
  for (converted.begin(database, entry); converted.next(); ) {
    converted.toText();
    const integer = parseInt64(converted.bytes, converted.start, converted.end);
    if (integer === NOT_AN_INTEGER) return entry;
    integers.push(integer);
  }
  integers.sort((a, b) => (a < b ? -1 : 1));
  let fresh = database.put(KIND_SET, SET_INTSET, key, start, end, EMPTY_INTSET_BYTES, NO_EXPIRY);
  initialiseIntset(entries.bytes, entries.valueStart);
  for (let i = 0; i < integers.length; i++) {
    const growth = intsetGrowth(entries.bytes, entries.valueStart, integers[i]);
    fresh = database.resizeValue(fresh, entries.valueEnd - entries.valueStart + growth);
    insertIntoIntset(entries.bytes, entries.valueStart, i, integers[i]);
  }
  return fresh;
}

/** Removes a member. An empty set is left for the caller to remove. @returns the entry, or 0 if it was none */
export function removeMember(
  database: Database,
  entry: number,
  member: Uint8Array,
  start: number,
  end: number,
): number {
  const { entries } = database;
  const encoding = entries.encoding(entry);
  if (encoding === COLLECTION_ENCODING) {
    const { members } = database.collectionOf(entry) as SetCollection;
    const element = members.find(member, start, end);
    if (element === 0) return 0;
    database.beforeChange(entry);
    members.remove(element);
    return entry;
  }
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  if (encoding === SET_LISTPACK) {
    const at = findElement(bytes, firstElement(valueStart), member, start, end, 0);
    if (at === -1) return 0;
    database.beforeChange(entry);
    return deleteFromListpack(database, entry, at - valueStart, 1);
  }
  const integer = parseInt64(member, start, end);
  const index = integer === NOT_AN_INTEGER ? -1 : findInIntset(bytes, valueStart, integer);
  if (index < 0) return 0;
  database.beforeChange(entry);
  return deleteFromIntset(database, entry, index);
}

/**
 * Removes members of a small set that have been read from it.
 * @param places theirs, ascending
 * @returns the entry
 */
export function removePacked(database: Database, entry: number, places: readonly number[]): number {
  const { entries } = database;
  database.beforeChange(entry);
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  const length = entries.valueEnd - valueStart;
  const lost =
    entries.encoding(entry) === SET_INTSET
      ? removeAllFromIntset(bytes, valueStart, places)
      : deleteElementsAt(bytes, valueStart, places);
  return database.resizeValue(entry, length - lost);
}

/** Removes a member that has just been read from this set; what was read is void then. @returns the entry */
export function removeRead(database: Database, entry: number, member: SetMember): number {
  database.beforeChange(entry);
  const encoding = database.entries.encoding(entry);
  if (encoding === SET_LISTPACK) return deleteFromListpack(database, entry, member.place, 1);
  if (encoding === SET_INTSET) return deleteFromIntset(database, entry, member.place);
  (database.collectionOf(entry) as SetCollection).members.remove(member.place);
  return entry;
}
