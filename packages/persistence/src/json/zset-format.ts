import {
  type Collection,
  type Database,
  type ElementTable,
  type Entries,
  KIND_SORTED_SET,
  LargeSortedSet,
  NO_EXPIRY,
  putSortedSet,
  SortedSet,
  type SortedSetLimits,
} from '@respite/store';
import { ElementBuffer } from './element-buffer.ts';
import { ElementText } from './element-text.ts';
import type { JsonInput } from './json-input.ts';
import { writeJsonString } from './json-string.ts';
import type { KindFormat, NewKey } from './kind-format.ts';
import type { LiveText } from './live-text.ts';
import type { TextOutput } from './text-output.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x7b;
const CLOSING = 0x7d;

const set = new SortedSet();
/** Members that were read, with their scores. */
const members = new ElementBuffer();
const scores: number[] = [];
/** Of the members of the large set so far. */
let highestScore = Number.NEGATIVE_INFINITY;
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
    members.clear();
    let large: LargeSortedSet | undefined;
    input.expect(OPENING);
    if (input.accept(CLOSING)) input.fail('a sorted set without members');
    do {
      readMember(input);
      if (large !== undefined) takeMembers(input, large);
      else if (!mayBePacked(limits)) {
        large = new LargeSortedSet(database.collections);
        highestScore = Number.NEGATIVE_INFINITY;
        takeMembers(input, large);
      }
    } while (input.accept(COMMA));
    input.expect(CLOSING);
    if (large !== undefined) {
      const entry = putSortedSet(database, key, 0, length, large, limits);
      return expiry === NO_EXPIRY ? entry : database.setExpiry(entry, expiry);
    }
    const { bytes, starts, ends, count } = members;
    set.create(database, key, 0, length, bytes, 0, ends[0], scores[0], count, limits);
    for (let i = 1; i < count; i++) {
      if (set.find(bytes, starts[i], ends[i])) failTwice(input);
      set.insert(bytes, starts[i], ends[i], scores[i], limits);
    }
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

function readMember(input: JsonInput): void {
  input.readString();
  members.add(input.string, input.stringStart, input.stringEnd);
  input.expect(COLON);
  scores[members.count - 1] = readScore(input);
}

/** Whether the set could be packed if no more members came than were read so far. */
function mayBePacked(limits: SortedSetLimits): boolean {
  const last = members.count - 1;
  if (last >= limits.zsetMaxListpackEntries) return false;
  return members.ends[last] - members.starts[last] <= limits.zsetMaxListpackValue;
}

/** Adds all members that were read to a large set. Those in order, as they are written as a rule, come behind all others at once. */
function takeMembers(input: JsonInput, large: LargeSortedSet): void {
  const { bytes, starts, ends, count } = members;
  for (let i = 0; i < count; i++) {
    if (large.find(bytes, starts[i], ends[i]) !== 0) failTwice(input);
    const score = scores[i];
    if (score > highestScore) {
      large.append(bytes, starts[i], ends[i], score);
      highestScore = score;
    } else {
      large.add(bytes, starts[i], ends[i], score);
    }
  }
  members.clear();
}

function failTwice(input: JsonInput): never {
  return input.fail('a member that the sorted set has already');
}

function readScore(input: JsonInput): number {
  if (input.next() !== QUOTE) return input.readNumber();
  const name = input.readName();
  if (name === 'inf') return Number.POSITIVE_INFINITY;
  if (name === '-inf') return Number.NEGATIVE_INFINITY;
  return input.fail(`"${name}" is not a score`);
}
