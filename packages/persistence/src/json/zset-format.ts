import {
  type Collection,
  type Database,
  type ElementTable,
  type Entries,
  KIND_SORTED_SET,
  NO_EXPIRY,
  SortedSet,
} from '@respite/store';
import { ElementBuffer } from './element-buffer.ts';
import { ElementText } from './element-text.ts';
import type { JsonInput } from './json-input.ts';
import { writeJsonString } from './json-string.ts';
import type { KindFormat, LiveText, NewKey } from './kind-format.ts';
import type { TextOutput } from './text-output.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x7b;
const CLOSING = 0x7d;

const set = new SortedSet();
const member = new ElementBuffer();
const scoreBytes = new DataView(new ArrayBuffer(8));

/** A sorted set is an object of members with their scores. */
export const zsetFormat: KindFormat = {
  name: 'zset',
  kind: KIND_SORTED_SET,

  write(output: TextOutput, database: Database, entry: number): void {
    let opening = '{';
    set.open(database, entry);
    for (let isThere = set.goTo(0); isThere; isThere = set.next()) {
      output.ascii(opening);
      opening = ', ';
      writeJsonString(output, set.bytes, set.start, set.end);
      output.ascii(scoreText(set.score));
    }
    output.ascii('}');
  },

  writeLive(output: TextOutput, collection: Collection): LiveText {
    return new ElementText(output, collection, collection.elements as ElementTable, '{}', writeMember);
  },

  read(input: JsonInput, { database, bytes: key, length, expiry, limits }: NewKey): number {
    if (database.find(key, 0, length) !== 0) return 0;
    let isFirst = true;
    input.expect(OPENING);
    if (input.accept(CLOSING)) input.fail('a sorted set without members');
    do {
      member.clear();
      input.readString();
      member.add(input.string, input.stringStart, input.stringEnd);
      input.expect(COLON);
      const score = readScore(input);
      const { bytes, ends } = member;
      if (isFirst) set.create(database, key, 0, length, bytes, 0, ends[0], score, 1, limits);
      else if (set.find(bytes, 0, ends[0])) input.fail('a member that the sorted set has already');
      else set.insert(bytes, 0, ends[0], score, limits);
      isFirst = false;
    } while (input.accept(COMMA));
    input.expect(CLOSING);
    return expiry === NO_EXPIRY ? set.entry : database.setExpiry(set.entry, expiry);
  },
};

function writeMember(output: TextOutput, entries: Entries, element: number): void {
  entries.locate(element);
  const { bytes, keyStart, keyEnd, valueStart } = entries;
  writeJsonString(output, bytes, keyStart, keyEnd);
  for (let i = 0; i < 8; i++) scoreBytes.setUint8(i, bytes[valueStart + i]);
  output.ascii(scoreText(scoreBytes.getFloat64(0, true)));
}

/** The shortest text that reads back as the same number; JSON has no infinities. */
function scoreText(score: number): string {
  if (score === Number.POSITIVE_INFINITY) return ': "inf"';
  if (score === Number.NEGATIVE_INFINITY) return ': "-inf"';
  return Object.is(score, -0) ? ': -0' : `: ${score}`;
}

function readScore(input: JsonInput): number {
  if (input.next() !== QUOTE) return input.readNumber();
  const name = input.readName();
  if (name === 'inf') return Number.POSITIVE_INFINITY;
  if (name === '-inf') return Number.NEGATIVE_INFINITY;
  return input.fail(`"${name}" is not a score`);
}
