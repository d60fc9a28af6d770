import {
  APPENDED,
  type Collection,
  type Database,
  EntryIterator,
  IdCursor,
  KIND_STREAM,
  NEVER,
  parseStreamId,
  Stream,
  type StreamConsumer,
  type StreamGroup,
  StreamId,
  streamIdText,
  UNKNOWN_COUNT,
  WHOLE_ID,
} from '@respite/store';
import { ElementBuffer } from './element-buffer.ts';
import type { JsonInput } from './json-input.ts';
import { writeJsonString } from './json-string.ts';
import type { KindFormat, NewKey, ValueLimits, ValueReader } from './kind-format.ts';
import type { LiveText } from './live-text.ts';
import { PutAside } from './put-aside.ts';
import type { TextOutput } from './text-output.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x7b;
const CLOSING = 0x7d;
const OPENING_ARRAY = 0x5b;
const CLOSING_ARRAY = 0x5d;

/** Entries, or pending ones, that are written in one step. */
const ENTRIES_PER_STEP = 256;
/** Likewise, read. */
const VALUES_PER_STEP = 64;

const least = new StreamId().setLeast();
const most = new StreamId().setMost();
const readId = new StreamId();

/** A stream is an object of its entries, its counters and its groups. */
export const streamFormat: KindFormat = {
  name: 'stream',
  kind: KIND_STREAM,

  write(output: TextOutput, database: Database, entry: number): void {
    writeStream(output, database.collectionOf(entry) as Stream);
  },

  writeLive(output: TextOutput, collection: Collection): LiveText {
    return new StreamText(output, collection as Stream);
  },

  reader(): ValueReader {
    return new StreamReader();
  },
};

class StreamReader implements ValueReader {
  entry = 0;
  /** Of one entry. */
  readonly #fields = new ElementBuffer();
  #input!: JsonInput;
  #rest!: Generator<void, void>;

  begin(input: JsonInput, { database, bytes, length, expiry, limits }: NewKey): boolean {
    if (database.find(bytes, 0, length) !== 0) return false;
    const stream = new Stream(database.collections);
    this.entry = database.putCollection(0, KIND_STREAM, bytes, 0, length, stream, expiry);
    this.#input = input;
    this.#rest = readStream(input, stream, limits, this.#fields);
    return true;
  }

  step(stop: number): boolean {
    do if (this.#rest.next().done) return false;
    while (this.#input.offset < stop);
    return true;
  }
}

// Writing.

/** What is written to; it may be exchanged between two steps. */
interface Target {
  output: TextOutput;
}

/** The whole text of a stream that does not change. */
function writeStream(output: TextOutput, stream: Stream): void {
  output.ascii(beginningText(stream));
  const entries = new EntriesText(stream);
  while (entries.writeSome(output));
  const groups = groupsText({ output }, stream);
  while (!groups.next().done);
}

function beginningText({ lastId, maxDeletedId, entriesAdded }: Stream): string {
  const deleted = maxDeletedId.isLeast ? '' : `, "maxDeletedId": "${streamIdText(maxDeletedId)}"`;
  return `{"lastId": "${streamIdText(lastId)}"${deleted}, "entriesAdded": ${counterText(entriesAdded)}, "entries": `;
}

/**
 * The text of a stream as it is at one moment, while it changes. At the first change the blocks of its entries are copied, a few
 * bytes each, and what its groups are is written at once, to be put in later.
 */
class StreamText implements LiveText {
  readonly #stream: Stream;
  readonly #entries: EntriesText;
  /** Where the groups are written to; another one each time, or one that waits. */
  readonly #target: Target;
  readonly #groups: Generator<void>;
  #hasEntries = true;
  #aside: PutAside | undefined;
  #copy: Stream | undefined;

  constructor(output: TextOutput, stream: Stream) {
    output.ascii(beginningText(stream));
    this.#stream = stream;
    this.#entries = new EntriesText(stream);
    this.#target = { output };
    this.#groups = groupsText(this.#target, stream);
  }

  step(output: TextOutput): boolean {
    if (this.#hasEntries) {
      this.#hasEntries = this.#entries.writeSome(output);
      return true;
    }
    if (this.#aside === undefined) {
      this.#target.output = output;
      return !this.#groups.next().done;
    }
    if (this.#aside.giveSome(output)) return true;
    this.abandon();
    return false;
  }

  takeCopy(): void {
    if (this.#aside !== undefined) return;
    if (this.#hasEntries) {
      this.#copy = this.#stream.copyWithoutGroups();
      this.#entries.goOnWith(this.#copy);
    }
    this.#aside = new PutAside();
    this.#target.output = this.#aside.output;
    while (!this.#groups.next().done);
  }

  abandon(): void {
    const copy = this.#copy;
    if (copy === undefined) return;
    this.#copy = undefined;
    // It is freed a slice at a time.
    copy.collections.add(copy);
    copy.collections.discard(copy);
  }
}

/** The entries of a stream as an object, some at each step. */
class EntriesText {
  readonly #iterator = new EntryIterator();
  /** The entry that comes next, or a lower ID. */
  readonly #next = new StreamId();
  #isFirst = true;
  /** The entry with the highest of all IDs was written. */
  #isPastAll = false;

  constructor(stream: Stream) {
    this.#iterator.begin(stream, least, most, false);
  }

  /** Goes on where it stands in a copy of the stream. */
  goOnWith(copy: Stream): void {
    this.#iterator.begin(copy, this.#next, this.#isPastAll ? least : most, false);
  }

  /** @returns whether there may be more */
  writeSome(output: TextOutput): boolean {
    const iterator = this.#iterator;
    for (let i = 0; i < ENTRIES_PER_STEP; i++) {
      if (!iterator.next()) {
        output.ascii(this.#isFirst ? '{}' : '}');
        return false;
      }
      output.ascii(this.#isFirst ? '{' : ', ');
      this.#isFirst = false;
      writeEntry(output, iterator.entry);
      this.#isPastAll = !this.#next.copyFrom(iterator.id).increment();
    }
    return true;
  }
}

function writeEntry(output: TextOutput, entry: EntryIterator['entry']): void {
  output.ascii(`"${streamIdText(entry.id)}": [`);
  for (let i = 0; i < entry.pairs; i++) {
    if (i > 0) output.ascii(', ');
    entry.readField();
    writeElement(output, entry.element);
    output.ascii(', ');
    entry.readValue();
    writeElement(output, entry.element);
  }
  output.ascii(']');
}

/** What comes behind the entries, some at each step. */
function* groupsText(target: Target, stream: Stream): Generator<void> {
  let opening = ', "groups": {';
  for (const group of stream.groups) {
    target.output.ascii(opening);
    opening = ', ';
    yield* groupText(target, group);
  }
  target.output.ascii(opening === ', ' ? '}}' : '}');
}

function* groupText(target: Target, group: StreamGroup): Generator<void> {
  const { output } = target;
  writeJsonString(output, group.name, 0, group.name.length);
  output.ascii(`: {"lastId": "${streamIdText(group.lastId)}"`);
  if (group.entriesRead !== UNKNOWN_COUNT) output.ascii(`, "entriesRead": ${counterText(group.entriesRead)}`);
  let opening = ', "consumers": {';
  for (const consumer of group.consumers) {
    output.ascii(opening);
    opening = ', ';
    writeJsonString(output, consumer.name, 0, consumer.name.length);
    output.ascii(`: {"seen": ${consumer.seenTime}`);
    if (consumer.activeTime !== NEVER) output.ascii(`, "active": ${consumer.activeTime}`);
    output.ascii('}');
  }
  if (opening === ', ') output.ascii('}');
  yield* pendingText(target, group);
  target.output.ascii('}');
}

function* pendingText(target: Target, group: StreamGroup): Generator<void> {
  const cursor = new IdCursor();
  const id = new StreamId();
  let count = 0;
  for (let isThere = cursor.first(group.pending); isThere; isThere = cursor.next()) {
    const { output } = target;
    const record = cursor.value;
    const { records } = group;
    cursor.readId(id);
    output.ascii(count++ === 0 ? ', "pending": {' : ', ');
    output.ascii(`"${streamIdText(id)}": [`);
    const consumer = group.consumerOf(record);
    writeJsonString(output, consumer.name, 0, consumer.name.length);
    output.ascii(`, ${records.timeOf(record)}, ${counterText(records.exactCountOf(record))}]`);
    if (count % ENTRIES_PER_STEP === 0) yield;
  }
  if (count > 0) target.output.ascii('}');
}

/** A counter: beyond what JSON's numbers hold exactly, the text of its digits. */
function counterText(value: number | bigint): string {
  return value > Number.MAX_SAFE_INTEGER ? `"${BigInt(value)}"` : `${value}`;
}

/** A field or value of an entry. */
function writeElement(output: TextOutput, element: EntryIterator['entry']['element']): void {
  writeJsonString(output, element.bytes, element.start, element.end);
}

// Reading.

function* readStream(
  input: JsonInput,
  stream: Stream,
  limits: ValueLimits,
  fields: ElementBuffer,
): Generator<void, void> {
  let lastId: StreamId | undefined;
  let added = -1;
  yield* readMembers(input, 'a stream', {
    lastId: () => {
      lastId = new StreamId().copyFrom(readStreamId(input));
    },
    maxDeletedId: () => {
      stream.maxDeletedId.copyFrom(readStreamId(input));
    },
    entriesAdded: () => {
      added = Number(readCounter(input));
    },
    entries: () => readEntries(input, stream, limits, fields),
    groups: () => readGroups(input, stream),
  });
  if (lastId !== undefined) {
    if (stream.length > 0 && lastId.compare(stream.lastId) < 0) input.fail('"lastId" is below the last entry');
    stream.lastId.copyFrom(lastId);
  }
  if (added >= 0) stream.entriesAdded = added;
}

/** Reads a value; one that may be long pauses now and then. */
type ReadValue = () => Generator<void, void> | void;

function* readMembers(
  input: JsonInput,
  what: string,
  members: Readonly<Record<string, ReadValue>>,
): Generator<void, void> {
  const seen = new Set<string>();
  input.expect(OPENING);
  if (input.accept(CLOSING)) return;
  do {
    const member = input.readName();
    if (!Object.hasOwn(members, member)) input.fail(`"${member}", which ${what} does not have`);
    if (seen.has(member)) input.fail(`a second "${member}"`);
    seen.add(member);
    input.expect(COLON);
    const rest = members[member]();
    if (rest !== undefined) yield* rest;
  } while (input.accept(COMMA));
  input.expect(CLOSING);
}

/** Reads an object whose names are not known, and calls back at each value; its name is `input.string` until then. */
function* readObject(input: JsonInput, readValue: ReadValue): Generator<void, void> {
  input.expect(OPENING);
  if (input.accept(CLOSING)) return;
  let count = 0;
  do {
    const rest = readValue();
    if (rest !== undefined) yield* rest;
    if (++count % VALUES_PER_STEP === 0) yield;
  } while (input.accept(COMMA));
  input.expect(CLOSING);
}

function readStreamId(input: JsonInput): StreamId {
  input.readString();
  const { string, stringStart, stringEnd } = input;
  if (parseStreamId(string, stringStart, stringEnd, readId, 0) !== WHOLE_ID) input.fail('not the ID of a stream entry');
  return readId;
}

function readEntries(
  input: JsonInput,
  stream: Stream,
  limits: ValueLimits,
  fields: ElementBuffer,
): Generator<void, void> {
  const id = new StreamId();
  const maxBytes = limits.streamNodeMaxBytes;
  const maxEntries = limits.streamNodeMaxEntries;
  return readObject(input, () => {
    id.copyFrom(readStreamId(input));
    if (stream.length === 0 ? id.isLeast : id.compare(stream.lastId) <= 0) {
      input.fail('an entry whose ID is not above the one before');
    }
    input.expect(COLON);
    fields.clear();
    input.expect(OPENING_ARRAY);
    do {
      input.readString();
      fields.add(input.string, input.stringStart, input.stringEnd);
    } while (input.accept(COMMA));
    input.expect(CLOSING_ARRAY);
    if (fields.count % 2 === 1) input.fail('a field without a value');
    if (stream.append(id, fields, 0, fields.count / 2, maxBytes, maxEntries) !== APPENDED)
      input.fail('too large an entry');
  });
}

function readGroups(input: JsonInput, stream: Stream): Generator<void, void> {
  return readObject(input, () => {
    input.readString();
    const bytes = input.string.slice(input.stringStart, input.stringEnd);
    if (stream.findGroup(bytes, 0, bytes.length) !== undefined) input.fail('a group that the stream has already');
    const group = stream.addGroup(bytes);
    input.expect(COLON);
    return readMembers(input, 'a group', {
      lastId: () => {
        group.lastId.copyFrom(readStreamId(input));
      },
      entriesRead: () => {
        group.entriesRead = Number(readCounter(input));
      },
      consumers: () => readConsumers(input, group),
      pending: () => readPending(input, group),
    });
  });
}

function readConsumers(input: JsonInput, group: StreamGroup): Generator<void, void> {
  return readObject(input, () => {
    const consumer = readConsumerName(input, group);
    input.expect(COLON);
    return readMembers(input, 'a consumer', {
      seen: () => {
        consumer.seenTime = input.readCount();
      },
      active: () => {
        consumer.activeTime = input.readCount();
      },
    });
  });
}

/** The consumer of the name read next, made if it has not been told of yet: members of a group come in any order. */
function readConsumerName(input: JsonInput, group: StreamGroup): StreamConsumer {
  input.readString();
  const { string, stringStart, stringEnd } = input;
  return (
    group.findConsumer(string, stringStart, stringEnd) ?? group.addConsumer(string.slice(stringStart, stringEnd), 0)
  );
}

/** `"1699999999999-0": ["alice", 1700000000400, 2]` */
function readPending(input: JsonInput, group: StreamGroup): Generator<void, void> {
  const id = new StreamId();
  return readObject(input, () => {
    id.copyFrom(readStreamId(input));
    if (group.pending.find(id) !== 0) input.fail('an entry that is pending already');
    input.expect(COLON);
    input.expect(OPENING_ARRAY);
    const consumer = readConsumerName(input, group);
    input.expect(COMMA);
    const record = group.addPending(id, consumer, input.readCount());
    input.expect(COMMA);
    group.records.setCount(record, readCounter(input));
    input.expect(CLOSING_ARRAY);
  });
}

/** A whole number, or the text of one that is larger than JSON's numbers hold exactly. */
function readCounter(input: JsonInput): number | bigint {
  if (input.next() !== QUOTE) return input.readCount();
  const text = input.readName();
  if (!/^\d{1,20}$/.test(text)) input.fail(`"${text}" in the place of a whole number`);
  return BigInt.asUintN(64, BigInt(text));
}
