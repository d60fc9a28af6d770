import { NOT_AN_INTEGER, parseInt64 } from '@respite/bytes';
import {
  type Database,
  HASH_LISTPACK,
  type HashCollection,
  HashCursor,
  HashWalk,
  KIND_HASH,
  NO_EXPIRY,
} from '@respite/store';
import { ElementBuffer } from '../json/element-buffer.ts';
import type { NewKey } from '../json/kind-format.ts';
import { readLength, readLength64, writeLength, writeLength64 } from './length.ts';
import { ListpackElements } from './listpack-elements.ts';
import type { PackedElements } from './packed-elements.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { readString, writeString } from './rdb-string.ts';
import type { ValueFormat } from './value-format.ts';
import {
  TYPE_HASH,
  TYPE_HASH_LISTPACK,
  TYPE_HASH_LISTPACK_EX,
  TYPE_HASH_METADATA,
  TYPE_HASH_ZIPLIST,
  TYPE_HASH_ZIPMAP,
} from './value-types.ts';
import { ZiplistElements } from './ziplist-elements.ts';
import { ZipmapElements } from './zipmap-elements.ts';

/** Times of fields are below this: 48 bits. */
const EXPIRY_END = 2 ** 48;

/** For what does not change. */
const noLimits = { hashMaxListpackEntries: 0, hashMaxListpackValue: 0 };

const walk = new HashWalk();
const cursor = new HashCursor();
const listpack = new ListpackElements();
const ziplist = new ZiplistElements();
const zipmap = new ZipmapElements();
/** A field and its value. */
const pair = new ElementBuffer();

/**
 * ```
 * HASH               | count | string: a field | string: its value | ...
 * HASH_ZIPMAP        | string: a zipmap |
 * HASH_ZIPLIST       | string: a ziplist: field, value, field, value ... |
 * HASH_LISTPACK      | string: a listpack: field, value, field, value ... |
 * HASH_METADATA      | earliest time i64 | count | time | string: a field | string: its value | time | ...
 * HASH_LISTPACK_EX   | earliest time i64 | string: a listpack: field, value, time ... |
 *
 * time   of METADATA: 0 for none, else one more than what it is later than the earliest
 *        of LISTPACK_EX: 0 for none, else itself; milliseconds of Unix time
 * ```
 *
 * The last two are those of Redis 7.4, as readers of its files document them (redis/librdb pull requests 47, 48 and 51).
 */
export const hashValue: ValueFormat = {
  kind: KIND_HASH,
  types: [
    TYPE_HASH,
    TYPE_HASH_ZIPMAP,
    TYPE_HASH_ZIPLIST,
    TYPE_HASH_LISTPACK,
    TYPE_HASH_METADATA,
    TYPE_HASH_LISTPACK_EX,
  ],

  typeOf(database: Database, entry: number): number {
    if (database.entries.isCollection(entry)) {
      return (database.collectionOf(entry) as HashCollection).expiring > 0 ? TYPE_HASH_METADATA : TYPE_HASH;
    }
    if (database.entries.encoding(entry) === HASH_LISTPACK) return TYPE_HASH_LISTPACK;
    // Triples stay triples when no field expires any more.
    return earliestExpiry(database, entry) === NO_EXPIRY ? TYPE_HASH : TYPE_HASH_METADATA;
  },

  write(output: RdbOutput, type: number, database: Database, entry: number): void {
    const { entries } = database;
    if (type === TYPE_HASH_LISTPACK) {
      entries.locate(entry);
      writeString(output, entries.bytes, entries.valueStart, entries.valueEnd);
      return;
    }
    const earliest = type === TYPE_HASH_METADATA ? earliestExpiry(database, entry) : NO_EXPIRY;
    if (type === TYPE_HASH_METADATA) output.integer64(earliest);
    cursor.begin(database, entry, noLimits);
    writeLength(output, cursor.length);
    for (walk.begin(database, entry); walk.next(); ) {
      const { field, value, expiry } = walk;
      if (type === TYPE_HASH_METADATA) {
        writeLength64(output, expiry === NO_EXPIRY ? 0n : BigInt(expiry) - BigInt(earliest) + 1n);
      }
      writeString(output, field.bytes, field.start, field.end);
      writeString(output, value.bytes, value.start, value.end);
    }
  },

  read(input: RdbInput, type: number, key: NewKey): number {
    switch (type) {
      case TYPE_HASH:
      case TYPE_HASH_METADATA:
        readFields(input, key, type === TYPE_HASH_METADATA);
        break;
      case TYPE_HASH_LISTPACK_EX:
        input.integer64();
        readPacked(input, key, listpack, true);
        break;
      default:
        readPacked(
          input,
          key,
          type === TYPE_HASH_LISTPACK ? listpack : type === TYPE_HASH_ZIPLIST ? ziplist : zipmap,
          false,
        );
    }
    return cursor.entry;
  },
};

/** When the first field of the hash expires, or NO_EXPIRY. */
function earliestExpiry(database: Database, entry: number): number {
  let earliest: number = NO_EXPIRY;
  for (walk.begin(database, entry); walk.next(); ) earliest = Math.min(earliest, walk.expiry);
  return earliest;
}

function begin({ database, bytes, length, limits, expiry }: NewKey, count: number): void {
  database.find(bytes, 0, length);
  cursor.create(database, 0, limits, bytes, 0, length, count, expiry);
}

function readFields(input: RdbInput, key: NewKey, withTimes: boolean): void {
  const earliest = withTimes ? Number(input.integer64()) : 0;
  const count = readLength(input);
  if (count === 0) input.fail('a hash without fields');
  begin(key, count);
  for (let i = 0; i < count; i++) {
    const time = withTimes ? Number(readLength64(input)) : 0;
    pair.clear();
    readString(input);
    pair.add(input.string, input.stringStart, input.stringEnd);
    readString(input);
    pair.add(input.string, input.stringStart, input.stringEnd);
    setField(input, time === 0 ? 0 : earliest + time - 1);
  }
}

function readPacked(input: RdbInput, key: NewKey, elements: PackedElements, withTimes: boolean): void {
  readString(input);
  if (!elements.open(input.string, input.stringStart, input.stringEnd))
    input.fail(`${nameOf(elements)} integrity check failed`);
  const { count } = elements;
  const step = withTimes ? 3 : 2;
  if (count === 0 || count % step !== 0)
    input.fail(`${nameOf(elements)} integrity check failed: fields without values, or none`);
  begin(key, count / step);
  for (let i = 0; i < count; i += step) {
    pair.clear();
    elements.next();
    pair.add(elements.bytes, elements.start, elements.end);
    elements.next();
    pair.add(elements.bytes, elements.start, elements.end);
    setField(input, withTimes ? readTime(input, elements) : 0);
  }
}

/** As Redis names it in its log. */
function nameOf({ form }: PackedElements): string {
  return form === 'zipmap' ? 'Zipmap' : `Hash ${form}`;
}

function readTime(input: RdbInput, elements: PackedElements): number {
  elements.next();
  const time = parseInt64(elements.bytes, elements.start, elements.end);
  return time === NOT_AN_INTEGER ? input.fail('a time that is no integer') : Number(time);
}

/** Gives the field of `pair` its value. @param expiry milliseconds of Unix time, or 0 */
function setField(input: RdbInput, expiry: number): void {
  const { bytes, starts, ends } = pair;
  if (expiry < 0 || expiry >= EXPIRY_END) input.fail('a time that no field has');
  if (!cursor.set(bytes, starts[0], ends[0], bytes, starts[1], ends[1], false)) {
    input.fail('a field that the hash has already');
  }
  if (expiry > 0) cursor.setExpiry(expiry);
}
