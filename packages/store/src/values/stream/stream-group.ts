import { IdCursor } from './id-cursor.ts';
import { IdTree } from './id-tree.ts';
import { NODE_ENTRIES_MAX } from './id-tree-node.ts';
import { NameIndex } from './name-index.ts';
import { PendingRecords } from './pending-records.ts';
import { OBJECT_BYTES, StreamConsumer } from './stream-consumer.ts';
import { StreamId } from './stream-id.ts';
import type { StreamMemory } from './stream-memory.ts';

/** How many entries the group has read is not known. */
export const UNKNOWN_COUNT = -1;

const cursor = new IdCursor();
const id = new StreamId();
const values = new Uint32Array(NODE_ENTRIES_MAX);

/** A consumer group: how far it has read, its consumers, and what they have not acknowledged yet. */
export class StreamGroup {
  readonly name: Uint8Array;
  readonly #memory: StreamMemory;
  /** The last entry that was delivered to any of its consumers. */
  readonly lastId = new StreamId();
  /** How many of the entries ever added it has read, or UNKNOWN_COUNT. */
  entriesRead = UNKNOWN_COUNT;
  /** Records by ID. Each is in the tree of its consumer too. */
  readonly pending: IdTree;
  readonly records: PendingRecords;
  readonly consumers = new NameIndex<StreamConsumer>();
  readonly #byNumber: (StreamConsumer | undefined)[] = [];
  readonly #freeNumbers: number[] = [];

  constructor(memory: StreamMemory, name: Uint8Array) {
    this.#memory = memory;
    this.name = name;
    this.pending = new IdTree(memory);
    this.records = new PendingRecords(memory);
    memory.countOutside(OBJECT_BYTES + name.length);
  }

  // Consumers.

  findConsumer(bytes: Uint8Array, start: number, end: number): StreamConsumer | undefined {
    return this.consumers.find(bytes, start, end);
  }

  /** Makes a consumer of a name that is new; the bytes are kept. */
  addConsumer(name: Uint8Array, now: number): StreamConsumer {
    const number = this.#freeNumbers.pop() ?? this.#byNumber.length;
    const consumer = new StreamConsumer(this.#memory, name, number, now);
    this.#byNumber[number] = consumer;
    this.consumers.add(consumer);
    this.#memory.countOutside(OBJECT_BYTES + name.length);
    return consumer;
  }

  /** Removes a consumer with all that is pending for it. */
  removeConsumer(consumer: StreamConsumer): void {
    const { pending } = consumer;
    for (let ok = cursor.first(pending); ok; ok = cursor.next()) {
      cursor.readId(id);
      this.records.free(this.pending.remove(id));
    }
    while (pending.takeLeaf(values) > 0);
    this.consumers.remove(consumer);
    this.#byNumber[consumer.number] = undefined;
    this.#freeNumbers.push(consumer.number);
    this.#memory.countOutside(-OBJECT_BYTES - consumer.name.length);
  }

  /** The consumer who has the entry of a record. */
  consumerOf(record: number): StreamConsumer {
    return this.#byNumber[this.records.consumerOf(record)]!;
  }

  // Pending entries.

  /** Makes an entry pending for a consumer as if it was just delivered, whoever had it before. @returns its record */
  deliver(entry: StreamId, consumer: StreamConsumer, now: number): number {
    const record = this.pending.find(entry);
    if (record === 0) return this.addPending(entry, consumer, now);
    this.assign(record, entry, consumer);
    this.records.setTime(record, now);
    this.records.setCount(record, 1);
    return record;
  }

  /** Makes an entry pending that is not yet. @returns its record */
  addPending(entry: StreamId, consumer: StreamConsumer, time: number): number {
    const record = this.records.create(entry, time, consumer.number);
    this.pending.insert(entry, record);
    consumer.pending.insert(entry, record);
    return record;
  }

  /** Gives a pending entry to a consumer. */
  assign(record: number, entry: StreamId, consumer: StreamConsumer): void {
    if (this.records.consumerOf(record) === consumer.number) return;
    this.consumerOf(record).pending.remove(entry);
    consumer.pending.insert(entry, record);
    this.records.setConsumer(record, consumer.number);
  }

  /** The entry is pending no more. @returns whether it was */
  acknowledge(entry: StreamId): boolean {
    const record = this.pending.remove(entry);
    if (record === 0) return false;
    this.consumerOf(record).pending.remove(entry);
    this.records.free(record);
    return true;
  }

  // Whole groups.

  copyTo(copy: StreamGroup): void {
    copy.lastId.copyFrom(this.lastId);
    copy.entriesRead = this.entriesRead;
    const copies = new Map<StreamConsumer, StreamConsumer>();
    for (const consumer of this.consumers) {
      const twin = copy.addConsumer(consumer.name, consumer.seenTime);
      twin.activeTime = consumer.activeTime;
      copies.set(consumer, twin);
    }
    for (let record = this.records.oldest; record !== 0; record = this.records.nextByTime(record)) {
      this.records.readId(record, id);
      const twin = copies.get(this.consumerOf(record))!;
      const added = copy.addPending(id, twin, this.records.timeOf(record));
      copy.records.setCount(added, this.records.exactCountOf(record));
    }
  }

  /** Frees about `budget` records or nodes. The group is of no use afterwards. @returns whether there is more to free */
  freeSome(budget: number): boolean {
    for (let left = budget; left > 0; ) {
      const count = this.pending.takeLeaf(values);
      if (count === 0) return this.#freeConsumers(left);
      for (let i = 0; i < count; i++) this.records.drop(values[i]);
      left -= count;
    }
    return true;
  }

  #freeConsumers(budget: number): boolean {
    for (let left = budget; left > 0; left--) {
      const consumer = this.consumers.pop();
      if (consumer === undefined) {
        this.#memory.countOutside(-OBJECT_BYTES - this.name.length);
        return false;
      }
      left -= consumer.pending.nodeCount;
      while (consumer.pending.takeLeaf(values) > 0);
      this.#memory.countOutside(-OBJECT_BYTES - consumer.name.length);
    }
    return true;
  }
}
