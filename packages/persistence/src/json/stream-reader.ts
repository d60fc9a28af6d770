import {
  APPENDED,
  KIND_STREAM,
  parseStreamId,
  Stream,
  type StreamConsumer,
  type StreamGroup,
  StreamId,
  WHOLE_ID,
} from '@respite/store';
import { ElementBuffer } from './element-buffer.ts';
import type { JsonInput } from './json-input.ts';
import type { NewKey, ValueLimits, ValueReader } from './kind-format.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x7b;
const CLOSING = 0x7d;
const OPENING_ARRAY = 0x5b;
const CLOSING_ARRAY = 0x5d;

/** Entries, or pending ones, that are read in one step. */
const VALUES_PER_STEP = 64;

const readId = new StreamId();

/** Reads streams. */
export class StreamReader implements ValueReader {
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
