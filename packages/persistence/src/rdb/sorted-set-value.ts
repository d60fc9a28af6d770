import { parseDouble } from '@respite/bytes';
import { type Database, KIND_SORTED_SET, NO_EXPIRY, SortedSet } from '@respite/store';
import { ElementBuffer } from '../json/element-buffer.ts';
import type { NewKey } from '../json/kind-format.ts';
import { readLength, writeLength } from './length.ts';
import { ListpackElements } from './listpack-elements.ts';
import type { PackedElements } from './packed-elements.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { readString, writeString } from './rdb-string.ts';
import type { ValueFormat } from './value-format.ts';
import { TYPE_ZSET, TYPE_ZSET_2, TYPE_ZSET_LISTPACK, TYPE_ZSET_ZIPLIST } from './value-types.ts';
import { ZiplistElements } from './ziplist-elements.ts';

/** In the place of the length of a score's text. */
const TEXT_NAN = 253;
const TEXT_INFINITY = 254;
const TEXT_MINUS_INFINITY = 255;

const set = new SortedSet();
const listpack = new ListpackElements();
const ziplist = new ZiplistElements();
/** The member whose score is read next. */
const member = new ElementBuffer();

/**
 * ```
 * ZSET            | count | string: a member | length u8 | score as text | ...     length 253: NaN, 254: inf, 255: -inf
 * ZSET_2          | count | string: a member | score f64, little-endian | ...
 * ZSET_ZIPLIST    | string: a ziplist: member, score, member, score ... |
 * ZSET_LISTPACK   | string: a listpack: member, score, member, score ... |
 * ```
 *
 * ZSET_2 is written from the highest score to the lowest, as Redis does.
 */
export const sortedSetValue: ValueFormat = {
  kind: KIND_SORTED_SET,
  types: [TYPE_ZSET, TYPE_ZSET_2, TYPE_ZSET_ZIPLIST, TYPE_ZSET_LISTPACK],

  typeOf({ entries }: Database, entry: number): number {
    return entries.isCollection(entry) ? TYPE_ZSET_2 : TYPE_ZSET_LISTPACK;
  },

  write(output: RdbOutput, type: number, database: Database, entry: number): void {
    const { entries } = database;
    if (type === TYPE_ZSET_LISTPACK) {
      entries.locate(entry);
      writeString(output, entries.bytes, entries.valueStart, entries.valueEnd);
      return;
    }
    set.open(database, entry);
    writeLength(output, set.length);
    for (let isThere = set.goTo(set.length - 1); isThere; isThere = set.previous()) {
      writeString(output, set.bytes, set.start, set.end);
      output.double(set.score);
    }
  },

  read(input: RdbInput, type: number, key: NewKey): number {
    if (type === TYPE_ZSET_LISTPACK) readPacked(input, key, listpack);
    else if (type === TYPE_ZSET_ZIPLIST) readPacked(input, key, ziplist);
    else readMembers(input, key, type);
    return key.expiry === NO_EXPIRY ? set.entry : key.database.setExpiry(set.entry, key.expiry);
  },
};

function readMembers(input: RdbInput, key: NewKey, type: number): void {
  const count = readLength(input);
  if (count === 0) input.fail('a sorted set without members');
  for (let i = 0; i < count; i++) {
    readString(input);
    member.clear();
    member.add(input.string, input.stringStart, input.stringEnd);
    const score = type === TYPE_ZSET_2 ? input.double() : readScoreText(input);
    add(input, key, i, count, score);
  }
}

function readPacked(input: RdbInput, key: NewKey, elements: PackedElements): void {
  readString(input);
  if (!elements.open(input.string, input.stringStart, input.stringEnd)) {
    input.fail(`Zset ${elements.form} integrity check failed`);
  }
  const { count } = elements;
  if (count === 0 || count % 2 === 1)
    input.fail(`Zset ${elements.form} integrity check failed: members without scores, or none`);
  for (let i = 0; i < count / 2; i++) {
    elements.next();
    member.clear();
    member.add(elements.bytes, elements.start, elements.end);
    elements.next();
    add(input, key, i, count / 2, parseDouble(elements.bytes, elements.start, elements.end));
  }
}

/** Adds `member`, the one of this index among `count`. */
function add(input: RdbInput, key: NewKey, index: number, count: number, score: number): void {
  if (Number.isNaN(score)) input.fail('a score that is no number');
  const { bytes } = member;
  const end = member.ends[0];
  const { database, limits } = key;
  if (index === 0) {
    database.find(key.bytes, 0, key.length);
    set.create(database, key.bytes, 0, key.length, bytes, 0, end, score, count, limits);
  } else {
    if (set.find(bytes, 0, end)) input.fail('a member that the sorted set has already');
    set.insert(bytes, 0, end, score, limits);
  }
}

function readScoreText(input: RdbInput): number {
  const length = input.byte();
  if (length === TEXT_MINUS_INFINITY) return Number.NEGATIVE_INFINITY;
  if (length === TEXT_INFINITY) return Number.POSITIVE_INFINITY;
  if (length === TEXT_NAN) return Number.NaN;
  const at = input.skip(length);
  return parseDouble(input.bytes, at, at + length);
}
