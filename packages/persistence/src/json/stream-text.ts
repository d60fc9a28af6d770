import {
  EntryIterator,
  IdCursor,
  NEVER,
  type Stream,
  type StreamGroup,
  StreamId,
  streamIdText,
  UNKNOWN_COUNT,
} from '@respite/store';
import { writeJsonString } from './json-string.ts';
import type { LiveText } from './live-text.ts';
import { PutAside } from './put-aside.ts';
import type { TextOutput } from './text-output.ts';

/** Entries, or pending ones, that are written in one step. */
const ENTRIES_PER_STEP = 256;

const least = new StreamId().setLeast();
const most = new StreamId().setMost();

/** What is written to; it may be exchanged between two steps. */
interface Target {
  output: TextOutput;
}

/** The whole text of a stream that does not change. */
export function writeStream(output: TextOutput, stream: Stream): void {
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
export class StreamText implements LiveText {
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
