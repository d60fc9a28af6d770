import {
  addMember,
  createPackedSet,
  createSet,
  type Database,
  intsetCount,
  isIntset,
  KIND_SET,
  SET_INTSET,
  SET_LISTPACK,
  SetCollection,
  SetWalk,
  setLength,
} from '@respite/store';
import type { NewKey } from '../json/kind-format.ts';
import { readLength, writeLength } from './length.ts';
import { ListpackElements } from './listpack-elements.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { readString, writeString } from './rdb-string.ts';
import type { ValueFormat } from './value-format.ts';
import { TYPE_SET, TYPE_SET_INTSET, TYPE_SET_LISTPACK } from './value-types.ts';

const walk = new SetWalk();
const listpack = new ListpackElements();

/**
 * ```
 * SET            | count | string | string | ...
 * SET_INTSET     | string: an intset |
 * SET_LISTPACK   | string: a listpack |
 * ```
 */
export const setValue: ValueFormat = {
  kind: KIND_SET,
  types: [TYPE_SET, TYPE_SET_INTSET, TYPE_SET_LISTPACK],

  typeOf({ entries }: Database, entry: number): number {
    if (entries.isCollection(entry)) return TYPE_SET;
    return entries.encoding(entry) === SET_INTSET ? TYPE_SET_INTSET : TYPE_SET_LISTPACK;
  },

  write(output: RdbOutput, type: number, database: Database, entry: number): void {
    const { entries } = database;
    if (type !== TYPE_SET) {
      entries.locate(entry);
      writeString(output, entries.bytes, entries.valueStart, entries.valueEnd);
      return;
    }
    writeLength(output, setLength(database, entry));
    for (walk.begin(database, entry); walk.next(); ) {
      walk.toText();
      writeString(output, walk.bytes, walk.start, walk.end);
    }
  },

  read(input: RdbInput, type: number, key: NewKey): number {
    if (type === TYPE_SET) return readMembers(input, key);
    readString(input);
    return type === TYPE_SET_INTSET ? readIntset(input, key) : readListpack(input, key);
  },
};

function readMembers(input: RdbInput, key: NewKey): number {
  const { database, bytes, length, limits, expiry } = key;
  const count = readLength(input);
  if (count === 0) input.fail('a set without members');
  let entry = 0;
  for (let i = 0; i < count; i++) {
    readString(input);
    const { string, stringStart, stringEnd } = input;
    if (i === 0) {
      database.find(bytes, 0, length);
      if (count > limits.setMaxIntsetEntries) {
        const collection = new SetCollection(database.collections);
        entry = database.putCollection(0, KIND_SET, bytes, 0, length, collection, expiry);
      } else entry = createSet(database, 0, limits, bytes, 0, length, string, stringStart, stringEnd, 1, expiry);
    }
    entry = add(input, key, entry, string, stringStart, stringEnd);
  }
  return entry;
}

function readIntset(input: RdbInput, { database, bytes, length, limits, expiry }: NewKey): number {
  const { string, stringStart, stringEnd } = input;
  if (!isIntset(string, stringStart, stringEnd)) input.fail('Intset integrity check failed');
  const count = intsetCount(string, stringStart);
  if (count === 0) input.fail('a set without members');
  database.find(bytes, 0, length);
  const entry = database.add(KIND_SET, SET_INTSET, bytes, 0, length, stringEnd - stringStart, expiry);
  database.entries.bytes.set(string.subarray(stringStart, stringEnd), database.entries.valueStart);
  if (count <= limits.setMaxIntsetEntries) return entry;
  const collection = new SetCollection(database.collections);
  for (walk.begin(database, entry); walk.next(); ) {
    walk.toText();
    collection.add(walk.bytes, walk.start, walk.end);
  }
  return database.setCollection(entry, collection);
}

function readListpack(input: RdbInput, key: NewKey): number {
  const { database, bytes, length, limits, expiry } = key;
  const { string, stringStart, stringEnd } = input;
  if (!listpack.open(string, stringStart, stringEnd)) input.fail('Set listpack integrity check failed');
  if (listpack.count === 0) input.fail('a set without members');
  database.find(bytes, 0, length);
  let entry: number;
  if (listpack.count > limits.setMaxListpackEntries) {
    const collection = new SetCollection(database.collections);
    entry = database.putCollection(0, KIND_SET, bytes, 0, length, collection, expiry);
  } else entry = createPackedSet(database, 0, SET_LISTPACK, bytes, 0, length, expiry);
  while (listpack.next()) entry = add(input, key, entry, listpack.bytes, listpack.start, listpack.end);
  return entry;
}

function add(
  input: RdbInput,
  { database, limits }: NewKey,
  entry: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const fresh = addMember(database, entry, limits, bytes, start, end);
  return fresh === 0 ? input.fail('a member that the set has already') : fresh;
}
