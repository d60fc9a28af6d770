import { type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Store } from '../../store.ts';
import { EntryIterator } from './entry-iterator.ts';
import type { EntryFields } from './entry-writer.ts';
import { IdCursor } from './id-cursor.ts';
import { Stream } from './stream.ts';
import type { StreamGroup } from './stream-group.ts';
import { StreamId } from './stream-id.ts';
import { parseStreamId, streamIdText } from './stream-id-text.ts';
import { TrimBounds, trimStream } from './stream-trim.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function idOf(text: string): StreamId {
  const id = new StreamId();
  const bytes = encoder.encode(text);
  expect(parseStreamId(bytes, 0, bytes.length, id, 0)).toBe(1);
  return id;
}

function fieldsOf(words: readonly string[]): EntryFields {
  const parts = words.map((word) => encoder.encode(word));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  const starts = new Int32Array(parts.length);
  const ends = new Int32Array(parts.length);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    bytes.set(part, at);
    starts[i] = at;
    at += part.length;
    ends[i] = at;
  }
  return { bytes, starts, ends };
}

const edges = [
  '0',
  '-0',
  '127',
  '128',
  '-1',
  '-4096',
  '4095',
  '4096',
  '-4097',
  '32767',
  '-32769',
  '8388607',
  '-8388609',
];
const wide = ['2147483647', '-2147483649', '9007199254740993', '-9223372036854775808', '9223372036854775807', '00', ''];

function randomWord(random: SeededRandom): string {
  if (random.chance(0.3)) return random.pick(edges);
  if (random.chance(0.2)) return random.pick(wide);
  if (random.chance(0.01)) return 'l'.repeat(random.nextInt(50_000));
  return 'v'.repeat(random.nextInt(random.chance(0.1) ? 6000 : 70));
}

interface ModelEntry {
  id: bigint;
  words: string[];
}

/** IDs as the stream gets them: rising, sometimes by much. */
function nextId(random: SeededRandom, last: bigint): bigint {
  const ms = last >> 64n;
  const seq = last & 0xffff_ffff_ffff_ffffn;
  if (random.chance(0.5)) return last + BigInt(1 + random.nextInt(3));
  if (random.chance(0.9)) return ((ms + BigInt(1 + random.nextInt(300))) << 64n) | BigInt(random.nextInt(3));
  if (random.chance(0.9)) return (ms << 64n) | (seq + BigInt(random.nextUint32()));
  return ((ms + (BigInt(random.nextUint32()) << 12n)) << 64n) | (BigInt(random.nextUint32()) << 20n);
}

function textOf(id: bigint): string {
  return `${id >> 64n}-${id & 0xffff_ffff_ffff_ffffn}`;
}

function read(stream: Stream, start: bigint, end: bigint, isReverse: boolean): ModelEntry[] {
  const iterator = new EntryIterator();
  iterator.begin(stream, idOf(textOf(start)), idOf(textOf(end)), isReverse);
  const entries: ModelEntry[] = [];
  while (iterator.next()) {
    const { entry } = iterator;
    const words: string[] = [];
    const { element } = entry;
    // Entries that are not read to their end must not disturb the next.
    const readPairs = entries.length % 7 === 6 ? 0 : entry.pairs;
    for (let i = 0; i < readPairs; i++) {
      entry.readField();
      words.push(decoder.decode(element.bytes.subarray(element.start, element.end)));
      entry.readValue();
      words.push(decoder.decode(element.bytes.subarray(element.start, element.end)));
    }
    const [ms, seq] = streamIdText(entry.id).split('-').map(BigInt);
    entries.push({ id: (ms << 64n) | seq, words });
  }
  return entries;
}

test('a stream does as a list of entries', () => {
  const random = seededRandom('stream');
  const store = new Store({ databases: 1 });
  const { collections } = store.databases[0];
  const before = collections.memory.usedBytes;
  for (let round = 0; round < 12; round++) {
    let stream = new Stream(collections);
    let model: ModelEntry[] = [];
    let last = 0n;
    let added = 0;
    let maxDeleted = 0n;
    const maxBytes = random.pick([0, 200, 4096, 100_000]);
    const maxEntries = random.pick([0, 1, 10, 100]);
    for (let step = 0; step < 1500; step++) {
      if (random.chance(0.75)) {
        const id = nextId(random, last);
        const pairs = 1 + random.nextInt(random.chance(0.1) ? 30 : 3);
        const words = Array.from({ length: pairs * 2 }, (_, i) =>
          i % 2 === 0 && random.chance(0.9) ? `f${i}` : randomWord(random),
        );
        expect(stream.append(idOf(textOf(id)), fieldsOf(words), 0, pairs, maxBytes, maxEntries)).toBe(0);
        model.push({ id, words });
        last = id;
        added++;
      } else if (random.chance(0.7)) {
        const id = model.length > 0 && random.chance(0.8) ? random.pick(model).id : nextId(random, 0n);
        const at = model.findIndex((entry) => entry.id === id);
        expect(stream.has(idOf(textOf(id)))).toBe(at >= 0);
        expect(stream.delete(idOf(textOf(id)))).toBe(at >= 0);
        stream.refreshFirstId();
        if (at >= 0) {
          model.splice(at, 1);
          if (id > maxDeleted) maxDeleted = id;
        }
      } else {
        const bounds = new TrimBounds();
        const isByLength = random.chance(0.5);
        bounds.isApproximate = random.chance(0.4);
        if (bounds.isApproximate && random.chance(0.5)) bounds.limit = 1 + random.nextInt(200);
        const least = model.length > 0 ? random.pick(model).id : 5n;
        if (isByLength) bounds.maxLength = Math.max(0, model.length - random.nextInt(150));
        else bounds.minId.copyFrom(idOf(textOf(least)));
        const kept = isByLength
          ? model.slice(Math.max(0, model.length - bounds.maxLength))
          : model.filter(({ id }) => id >= least);
        const removed = trimStream(stream, bounds);
        if (bounds.isApproximate) {
          expect(removed).toBeLessThanOrEqual(model.length - kept.length);
          if (bounds.limit > 0) expect(removed).toBeLessThanOrEqual(bounds.limit);
          model = model.slice(removed);
        } else {
          expect(removed).toBe(model.length - kept.length);
          model = kept;
        }
      }
      expect(stream.length).toBe(model.length);
      if (step % 100 === 0) {
        if (random.chance(0.2)) {
          const copy = stream.copy();
          while (stream.freeSome(random.nextInt(50)));
          stream = copy;
        }
        const [low, high] = [random, random].map(() => (model.length > 0 ? random.pick(model).id : 1n));
        const start = low - BigInt(random.nextInt(2));
        const end = high + BigInt(random.nextInt(2));
        const wanted = model.filter(({ id }) => id >= start && id <= end);
        const shorten = (entries: ModelEntry[]): ModelEntry[] =>
          entries.map((entry, i) => (i % 7 === 6 ? { id: entry.id, words: [] } : entry));
        expect(read(stream, start, end, false)).toEqual(shorten(wanted));
        expect(read(stream, start, end, true)).toEqual(shorten(wanted.reverse()));
        expect(read(stream, 0n, (1n << 128n) - 1n, false)).toEqual(shorten(model));
        expect(streamIdText(stream.lastId)).toBe(textOf(last));
        expect(streamIdText(stream.firstId)).toBe(textOf(model[0]?.id ?? 0n));
        expect(streamIdText(stream.maxDeletedId)).toBe(textOf(maxDeleted));
        expect(stream.entriesAdded).toBe(added);
        expect(collections.memory.usedBytes - before).toBe(stream.usedBytes);
      }
    }
    while (stream.freeSome(1 + random.nextInt(100)));
    expect(collections.memory.usedBytes).toBe(before);
  }
});

test('a group does as a map of pending entries', () => {
  const random = seededRandom('stream-group');
  const { collections } = new Store({ databases: 1 }).databases[0];
  const before = collections.memory.usedBytes;
  let stream = new Stream(collections);
  let group: StreamGroup = stream.addGroup(encoder.encode('g'));
  const model = new Map<string, { consumer: string; time: number; count: number }>();
  const consumers = new Set<string>();
  const cursor = new IdCursor();
  const consumerOf = (name: string) => {
    const bytes = encoder.encode(name);
    consumers.add(name);
    return group.findConsumer(bytes, 0, bytes.length) ?? group.addConsumer(bytes, 1);
  };

  const check = (): void => {
    const byTime: { id: string; time: number }[] = [];
    const { records } = group;
    for (let record = records.oldest; record !== 0; record = records.nextByTime(record)) {
      const id = new StreamId();
      records.readId(record, id);
      byTime.push({ id: streamIdText(id), time: records.timeOf(record) });
      expect(model.get(streamIdText(id))).toEqual({
        consumer: decoder.decode(group.consumerOf(record).name),
        time: records.timeOf(record),
        count: records.countOf(record),
      });
      expect(group.consumerOf(record).pending.find(id)).toBe(record);
    }
    expect(byTime.length).toBe(model.size);
    expect(byTime.map(({ time }) => time)).toEqual([...model.values()].map(({ time }) => time).sort((a, b) => a - b));
    expect(group.pending.size).toBe(model.size);
    expect([...group.consumers].map(({ name }) => decoder.decode(name))).toEqual([...consumers].sort());
    let ofConsumers = 0;
    for (const { pending } of group.consumers) {
      ofConsumers += pending.size;
      let entries = 0;
      for (let ok = cursor.first(pending); ok; ok = cursor.next()) entries++;
      expect(entries).toBe(pending.size);
    }
    expect(ofConsumers).toBe(model.size);
    expect(collections.memory.usedBytes - before).toBe(stream.usedBytes);
  };

  for (let step = 0; step < 20_000; step++) {
    const key = `${1 + random.nextInt(40)}-${random.nextInt(40)}`;
    const id = idOf(key);
    const consumer = `c${random.nextInt(random.chance(0.1) ? 600 : 5)}`;
    if (random.chance(0.5 + 0.4 * Math.sin(step / 1000))) {
      const time = random.chance(0.9) ? step : random.nextInt(step + 1);
      const record = group.deliver(id, consumerOf(consumer), time);
      const count = random.chance(0.5) ? 2 ** 32 - 1 + random.nextInt(3) : 0;
      group.records.setCount(record, count);
      group.records.countDelivery(record);
      model.set(key, { consumer, time, count: count + 1 });
    } else if (random.chance(0.95)) {
      const id = model.size > 0 && random.chance(0.5) ? [...model.keys()][0] : key;
      expect(group.acknowledge(idOf(id))).toBe(model.delete(id));
    } else {
      group.removeConsumer(consumerOf(consumer));
      consumers.delete(consumer);
      for (const [id, pending] of model) if (pending.consumer === consumer) model.delete(id);
    }
    if (step % 1000 === 0) {
      check();
      if (random.chance(0.3)) {
        const copy = stream.copy();
        while (stream.freeSome(7));
        stream = copy;
        group = stream.findGroup(encoder.encode('g'), 0, 1) as StreamGroup;
        check();
      }
    }
  }
  check();
  stream.removeGroup(group);
  while (stream.freeSome(5));
  expect(collections.memory.usedBytes).toBe(before);
});
