import { SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../../limits.ts';
import type { Segments } from '../../memory/segments.ts';
import type { StreamId } from './stream-id.ts';
import type { StreamMemory } from './stream-memory.ts';

/**
 * What is known of an entry that a consumer has got and not acknowledged, a record in a block of 48 bytes:
 *
 * ```
 * word 0                             4                   6             8          9      10         11
 * | msHigh msLow seqHigh seqLow |    delivery time f64 | count u64 | consumer | next | previous | - |
 * ```
 *
 * The time is in milliseconds of Unix time, the count says how often the entry was delivered. `next` and `previous` chain the records
 * of a group by time, the longest idle first.
 */
const RECORD_BYTES = 44;
const TIME = 4;
const COUNT_LOW = 6;
const COUNT_HIGH = 7;
const CONSUMER = 8;
const NEXT = 9;
const PREVIOUS = 10;

/** The records of one group's pending entries, and their order by time. */
export class PendingRecords {
  readonly #memory: StreamMemory;
  readonly #segments: Segments;
  /** The record of the longest idle entry, 0: there is none. */
  oldest = 0;
  #newest = 0;

  constructor(memory: StreamMemory) {
    this.#memory = memory;
    this.#segments = memory.segments;
  }

  /** A record of an entry delivered for the first time. */
  create(id: StreamId, time: number, consumer: number): number {
    const record = this.#memory.allocate(RECORD_BYTES);
    const words = this.#words(record);
    const word = wordOf(record);
    words[word] = id.msHigh;
    words[word + 1] = id.msLow;
    words[word + 2] = id.seqHigh;
    words[word + 3] = id.seqLow;
    words[word + COUNT_LOW] = 1;
    words[word + COUNT_HIGH] = 0;
    words[word + CONSUMER] = consumer;
    this.#writeTime(record, time);
    this.#link(record, time);
    return record;
  }

  free(record: number): void {
    this.#unlink(record);
    this.#memory.free(record);
  }

  /** As `free`, where the whole group goes. */
  drop(record: number): void {
    this.#memory.free(record);
  }

  readId(record: number, id: StreamId): void {
    const words = this.#words(record);
    const word = wordOf(record);
    id.set(words[word], words[word + 1], words[word + 2], words[word + 3]);
  }

  /** The number of the consumer in its group. */
  consumerOf(record: number): number {
    return this.#words(record)[wordOf(record) + CONSUMER];
  }

  setConsumer(record: number, consumer: number): void {
    this.#words(record)[wordOf(record) + CONSUMER] = consumer;
  }

  timeOf(record: number): number {
    return this.#segments.views[record >>> SEGMENT_SHIFT].getFloat64(
      (record & SEGMENT_UNIT_MASK) * 16 + TIME * 4,
      true,
    );
  }

  setTime(record: number, time: number): void {
    this.#unlink(record);
    this.#writeTime(record, time);
    this.#link(record, time);
  }

  /** How often the entry was delivered; above 2^53 rounded. */
  countOf(record: number): number {
    const words = this.#words(record);
    const word = wordOf(record);
    return words[word + COUNT_HIGH] * 0x1_0000_0000 + words[word + COUNT_LOW];
  }

  /** As `countOf`, exact. */
  exactCountOf(record: number): bigint {
    const words = this.#words(record);
    const word = wordOf(record);
    return (BigInt(words[word + COUNT_HIGH]) << 32n) | BigInt(words[word + COUNT_LOW]);
  }

  setCount(record: number, count: number | bigint): void {
    const words = this.#words(record);
    const word = wordOf(record);
    words[word + COUNT_LOW] = typeof count === 'bigint' ? Number(count & 0xffff_ffffn) : count;
    words[word + COUNT_HIGH] = typeof count === 'bigint' ? Number(count >> 32n) : count / 0x1_0000_0000;
  }

  countDelivery(record: number): void {
    const words = this.#words(record);
    const word = wordOf(record);
    words[word + COUNT_LOW]++;
    if (words[word + COUNT_LOW] === 0) words[word + COUNT_HIGH]++;
  }

  /** The record that follows by time, or 0. */
  nextByTime(record: number): number {
    return this.#words(record)[wordOf(record) + NEXT];
  }

  #words(record: number): Uint32Array {
    return this.#segments.words[record >>> SEGMENT_SHIFT];
  }

  #writeTime(record: number, time: number): void {
    this.#segments.views[record >>> SEGMENT_SHIFT].setFloat64((record & SEGMENT_UNIT_MASK) * 16 + TIME * 4, time, true);
  }

  /** Puts a record behind all that are not younger. The newest is mostly older, or as old. */
  #link(record: number, time: number): void {
    let before = this.#newest;
    while (before !== 0 && this.timeOf(before) > time) before = this.#words(before)[wordOf(before) + PREVIOUS];
    const after = before === 0 ? this.oldest : this.nextByTime(before);
    const words = this.#words(record);
    words[wordOf(record) + PREVIOUS] = before;
    words[wordOf(record) + NEXT] = after;
    if (before === 0) this.oldest = record;
    else this.#words(before)[wordOf(before) + NEXT] = record;
    if (after === 0) this.#newest = record;
    else this.#words(after)[wordOf(after) + PREVIOUS] = record;
  }

  #unlink(record: number): void {
    const words = this.#words(record);
    const before = words[wordOf(record) + PREVIOUS];
    const after = words[wordOf(record) + NEXT];
    if (before === 0) this.oldest = after;
    else this.#words(before)[wordOf(before) + NEXT] = after;
    if (after === 0) this.#newest = before;
    else this.#words(after)[wordOf(after) + PREVIOUS] = before;
  }
}

function wordOf(record: number): number {
  return (record & SEGMENT_UNIT_MASK) << 2;
}
