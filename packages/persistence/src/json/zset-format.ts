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
} from '@respite/store';
import { ElementBuffer } from './element-buffer.ts';
import { ElementText } from './element-text.ts';
import type { JsonInput } from './json-input.ts';
import { writeJsonString } from './json-string.ts';
import type { KindFormat, NewKey, ValueReader } from './kind-format.ts';
import type { LiveText } from './live-text.ts';
import type { TextOutput } from './text-output.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x7b;
const CLOSING = 0x7d;

const set = new SortedSet();
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

  reader(): ValueReader {
    return new SortedSetReader();
  },
};

class SortedSetReader implements ValueReader {
  entry = 0;
  /** Members that were read, with their scores. */
  readonly #members = new ElementBuffer();
  readonly #scores: number[] = [];
  #input!: JsonInput;
  #key!: NewKey;
  #large: LargeSortedSet | undefined;
  /** Of the members of the large set so far. */
  #highestScore = Number.NEGATIVE_INFINITY;

  begin(input: JsonInput, key: NewKey): boolean {
    if (key.database.find(key.bytes, 0, key.length) !== 0) return false;
    this.#input = input;
    this.#key = key;
    this.#members.clear();
    this.#large = undefined;
    this.#highestScore = Number.NEGATIVE_INFINITY;
    input.expect(OPENING);
    if (input.accept(CLOSING)) input.fail('a sorted set without members');
    return true;
  }

  step(stop: number): boolean {
    const input = this.#input;
    const { collections } = this.#key.database;
    do {
      this.#readMember();
      if (this.#large === undefined && !this.#mayBePacked()) this.#large = new LargeSortedSet(collections);
      if (this.#large !== undefined) this.#takeMembers(this.#large);
      if (input.accept(COMMA)) continue;
      input.expect(CLOSING);
      this.#put();
      return false;
    } while (input.offset < stop);
    return true;
  }

  #readMember(): void {
    const input = this.#input;
    const members = this.#members;
    input.readString();
    members.add(input.string, input.stringStart, input.stringEnd);
    input.expect(COLON);
    this.#scores[members.count - 1] = readScore(input);
  }

  /** Whether the set could be packed if no more members came than were read so far. */
  #mayBePacked(): boolean {
    const { count, starts, ends } = this.#members;
    const { limits } = this.#key;
    const last = count - 1;
    return last < limits.zsetMaxListpackEntries && ends[last] - starts[last] <= limits.zsetMaxListpackValue;
  }

  /** Adds all members that were read to a large set. Those in order, as they are written as a rule, come behind all others at once. */
  #takeMembers(large: LargeSortedSet): void {
    const { bytes, starts, ends, count } = this.#members;
    for (let i = 0; i < count; i++) {
      if (large.find(bytes, starts[i], ends[i]) !== 0) this.#failTwice();
      const score = this.#scores[i];
      if (score > this.#highestScore) {
        large.append(bytes, starts[i], ends[i], score);
        this.#highestScore = score;
      } else {
        large.add(bytes, starts[i], ends[i], score);
      }
    }
    this.#members.clear();
  }

  /** The set is complete: it becomes the key's value. */
  #put(): void {
    const { database, bytes: key, length, expiry, limits } = this.#key;
    const large = this.#large;
    if (large !== undefined) {
      this.#large = undefined;
      this.entry = putSortedSet(database, key, 0, length, large, limits);
    } else {
      const { bytes, starts, ends, count } = this.#members;
      set.create(database, key, 0, length, bytes, 0, ends[0], this.#scores[0], count, limits);
      for (let i = 1; i < count; i++) {
        if (set.find(bytes, starts[i], ends[i])) this.#failTwice();
        set.insert(bytes, starts[i], ends[i], this.#scores[i], limits);
      }
      this.entry = set.entry;
    }
    if (expiry !== NO_EXPIRY) this.entry = database.setExpiry(this.entry, expiry);
  }

  #failTwice(): never {
    return this.#input.fail('a member that the sorted set has already');
  }
}

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
