import { compareBytes } from '@respite/bytes';
import {
  entriesUpTo,
  IdCursor,
  NEVER,
  type Stream,
  type StreamConsumer,
  type StreamGroup,
  StreamId,
  UNKNOWN_COUNT,
} from '@respite/store';
import { readLength, readLength64, writeLength, writeLength64 } from './length.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { readString, writeString } from './rdb-string.ts';
import { appendIdBytes, ID_BYTES, readIdBytes, readIdLengths, writeIdLengths } from './stream-ids.ts';
import { TYPE_STREAM_LISTPACKS, TYPE_STREAM_LISTPACKS_3 } from './value-types.ts';

/**
 * A group of a stream: its name, the last entry it was given, how many it has read (not in LISTPACKS; 2^64 - 1: not known), what is
 * pending in it, and its consumers.
 *
 * ```
 * | string: name | last ID: two lengths | entries read |
 * | count | ID: 16 bytes | delivered at i64 | deliveries | ID ...             all that is pending
 * | count | string: name of a consumer | seen at i64 | active at i64 |        active only in LISTPACKS_3; -1: never
 *         | count | ID: 16 bytes | ...                                        what is pending for it
 *         | string ...
 * ```
 *
 * Times are in milliseconds of Unix time. What is pending comes by ascending IDs, and is of one consumer each.
 */

const cursor = new IdCursor();
const id = new StreamId();

export function writeGroup(output: RdbOutput, group: StreamGroup): void {
  const { name, records, pending, consumers } = group;
  writeString(output, name, 0, name.length);
  writeIdLengths(output, group.lastId);
  writeLength64(output, BigInt(group.entriesRead));
  writeLength(output, pending.size);
  for (let isThere = cursor.first(pending); isThere; isThere = cursor.next()) {
    cursor.readId(id);
    appendIdBytes(output, id);
    output.integer64(records.timeOf(cursor.value));
    writeLength64(output, records.exactCountOf(cursor.value));
  }
  writeLength(output, consumers.size);
  for (const consumer of consumers) writeConsumer(output, consumer);
}

function writeConsumer(output: RdbOutput, { name, seenTime, activeTime, pending }: StreamConsumer): void {
  writeString(output, name, 0, name.length);
  output.integer64(seenTime);
  output.integer64(activeTime);
  writeLength(output, pending.size);
  for (let isThere = cursor.first(pending); isThere; isThere = cursor.next()) {
    cursor.readId(id);
    appendIdBytes(output, id);
  }
}

export function readGroup(input: RdbInput, type: number, stream: Stream): void {
  const group = stream.addGroup(
    readNewName(input, 'consumer group', (bytes) => stream.findGroup(bytes, 0, bytes.length)),
  );
  readIdLengths(input, group.lastId);
  if (type === TYPE_STREAM_LISTPACKS) group.entriesRead = entriesUpTo(stream, group.lastId);
  else group.entriesRead = Math.max(UNKNOWN_COUNT, Number(BigInt.asIntN(64, readLength64(input))));
  const pending = new PendingList(input);
  for (let left = readLength(input); left > 0; left--) {
    const consumer = group.addConsumer(
      readNewName(input, 'stream consumer', (bytes) => group.findConsumer(bytes, 0, bytes.length)),
      readTime(input, 0),
    );
    consumer.activeTime = type === TYPE_STREAM_LISTPACKS_3 ? readTime(input, NEVER) : consumer.seenTime;
    for (let entries = readLength(input); entries > 0; entries--) pending.assign(consumer);
  }
  pending.enter(group);
}

function readNewName(input: RdbInput, what: string, find: (bytes: Uint8Array) => unknown): Uint8Array {
  readString(input);
  const name = input.string.slice(input.stringStart, input.stringEnd);
  return find(name) === undefined ? name : input.fail(`Duplicate ${what} detected`);
}

function readTime(input: RdbInput, least: number): number {
  const time = Number(input.integer64());
  return time >= least && Number.isSafeInteger(time) ? time : input.fail('a time of a stream that is no time');
}

/** What is pending in a group, until it is known for whom. */
class PendingList {
  readonly #input: RdbInput;
  /** Where each ID stands, ascending. */
  readonly #ids: number[] = [];
  readonly #times: number[] = [];
  readonly #counts: (number | bigint)[] = [];
  readonly #consumers: (StreamConsumer | undefined)[] = [];

  constructor(input: RdbInput) {
    this.#input = input;
    const { bytes } = input;
    let previous = -1;
    for (let left = readLength(input); left > 0; left--) {
      const at = input.skip(ID_BYTES);
      if (previous >= 0 && compareBytes(bytes, previous, previous + ID_BYTES, bytes, at, at + ID_BYTES) >= 0) {
        input.fail('pending entries that do not ascend');
      }
      previous = at;
      this.#ids.push(at);
      this.#times.push(readTime(input, 0));
      this.#counts.push(readLength64(input));
      this.#consumers.push(undefined);
    }
  }

  /** Reads an ID that is pending for a consumer. */
  assign(consumer: StreamConsumer): void {
    const input = this.#input;
    const index = this.#find(input.skip(ID_BYTES));
    if (index < 0 || this.#consumers[index] !== undefined) {
      input.fail('an entry pending for a consumer, but not in its group, or for two');
    }
    this.#consumers[index] = consumer;
  }

  #find(at: number): number {
    const { bytes } = this.#input;
    let low = 0;
    let high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const place = this.#ids[middle];
      const order = compareBytes(bytes, place, place + ID_BYTES, bytes, at, at + ID_BYTES);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  /** By time, since records are chained so: in any other order each would have to look for its place. */
  enter(group: StreamGroup): void {
    const times = this.#times;
    for (const index of times.map((_, i) => i).sort((a, b) => times[a] - times[b])) {
      const consumer = this.#consumers[index] ?? this.#input.fail('an entry that is pending for nobody');
      readIdBytes(id, this.#input.bytes, this.#ids[index]);
      group.records.setCount(group.addPending(id, consumer, times[index]), this.#counts[index]);
    }
  }
}
