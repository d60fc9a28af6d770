import { type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { BLOCK_BYTES_MAX } from '../limits.ts';
import { Arena } from '../memory/arena.ts';
import { Segments, ZONE_FIXED } from '../memory/segments.ts';
import { ElementEncoder } from '../packed/listpack-element.ts';
import { type ElementSink, SoughtElement } from './element-run.ts';
import type { FrozenNodes } from './frozen-nodes.ts';
import { LargePayloads } from './large-payloads.ts';
import { NodeList } from './node-list.ts';
import type { NodeMemory } from './node-memory.ts';

/** Takes texts, one character for a byte. */
class Texts implements ElementSink {
  readonly all: string[] = [];

  bulk(bytes: Uint8Array, start: number, end: number): void {
    this.all.push(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
  }

  bulkInteger(value: number): void {
    this.all.push(String(value));
  }
}

function newMemory(): NodeMemory {
  const segments = new Segments();
  return {
    arena: new Arena(segments, ZONE_FIXED),
    entries: { large: new LargePayloads(segments.large) },
    outsideBytes: 0,
  };
}

function randomText(random: SeededRandom, large: number): string {
  if (random.chance(large)) {
    const lengths = [BLOCK_BYTES_MAX, BLOCK_BYTES_MAX - 8, BLOCK_BYTES_MAX - 9, 20_000, 9000, 100_000];
    return random.pick(['x', 'y']).repeat(random.pick(lengths) - random.nextInt(3));
  }
  switch (random.nextInt(6)) {
    case 0:
      return String(random.nextInt(3));
    case 1:
      return String((random.nextInt(2) * 2 - 1) * 2 ** random.nextInt(54));
    case 2:
      return random.pick(['9223372036854775807', '-9223372036854775808', '9223372036854775808', '-0', '007', '']);
    case 3:
      return random.pick(['a', 'b', 'c']);
    case 4:
      return Buffer.from(random.bytes(random.nextInt(300))).toString('latin1');
    default:
      return `${'element'.repeat(random.nextInt(4))}:${random.nextInt(50)}`;
  }
}

interface Shape {
  maxBytes: number;
  maxCount: number;
  steps: number;
  large: number;
}

const shapes: Shape[] = [
  { maxBytes: 8185, maxCount: 1e9, steps: 12_000, large: 0.001 },
  { maxBytes: 200, maxCount: 1e9, steps: 12_000, large: 0.002 },
  { maxBytes: 8185, maxCount: 1, steps: 6000, large: 0.002 },
  { maxBytes: 8185, maxCount: 5, steps: 8000, large: 0.001 },
  { maxBytes: 1e9, maxCount: 1e9, steps: 8000, large: 0.02 },
];

function run({ maxBytes, maxCount, steps, large }: Shape): void {
  const random = seededRandom(`node list of ${maxBytes} bytes or ${maxCount} elements`);
  const memory = newMemory();
  let list = new NodeList(memory, maxBytes, maxCount);
  let model: string[] = [];
  const sought = new SoughtElement();

  const read = (from: number, count: number) => {
    const texts = new Texts();
    list.writeRange(texts, from, count);
    return texts.all;
  };
  const readReversed = (from: number, count: number) => {
    const texts = new Texts();
    list.writeRangeReversed(texts, from, count);
    return texts.all;
  };
  const give = (text: string, use: (bytes: Uint8Array, start: number, end: number) => void) => {
    const bytes = Buffer.from(`..${text}.`, 'latin1');
    use(bytes, 2, bytes.length - 1);
  };
  const some = () => (random.chance(0.5) && model.length > 0 ? random.pick(model) : randomText(random, 0));

  let frozen: FrozenNodes | undefined;
  let before: string[] = [];
  const seen = new Texts();

  for (let step = 0; step < steps; step++) {
    if (frozen === undefined && random.chance(0.005)) {
      frozen = list.freeze();
      before = [...model];
      seen.all.length = 0;
    } else if (frozen !== undefined && random.chance(0.05) && !frozen.writeSome(seen, 1 + random.nextInt(5))) {
      expect(seen.all).toEqual(before);
      frozen = undefined;
      list.thaw();
    }
    // Growth and decline take turns.
    const growing = Math.sin(step / 900) > -0.3;
    const action = random.nextInt(growing ? 14 : 18);
    const text = randomText(random, large);
    const index = model.length === 0 ? 0 : random.nextInt(model.length);
    if (action < 4) {
      give(text, (bytes, start, end) => list.pushBack(bytes, start, end));
      model.push(text);
    } else if (action < 8) {
      give(text, (bytes, start, end) => list.pushFront(bytes, start, end));
      model.unshift(text);
    } else if (action === 8) {
      give(text, (bytes, start, end) => list.insert(index, bytes, start, end));
      model.splice(index, 0, text);
    } else if (action === 9 && model.length > 0) {
      give(text, (bytes, start, end) => list.replace(index, bytes, start, end));
      model[index] = text;
    } else if (action === 10) {
      const count = random.nextInt(model.length - index + 1);
      expect(read(index, count)).toEqual(model.slice(index, index + count));
      if (index < model.length) {
        const back = random.nextInt(index + 1);
        expect(readReversed(index, back)).toEqual(model.slice(index + 1 - back, index + 1).reverse());
      }
    } else if (action === 11) {
      const wanted = some();
      const most = random.chance(0.5) ? Number.POSITIVE_INFINITY : random.nextInt(300);
      const backwards = random.chance(0.5);
      const places = [...model.keys()];
      if (backwards) places.reverse();
      const matches = places.slice(0, Math.min(most, places.length)).filter((place) => model[place] === wanted);
      if (random.chance(0.5)) matches.length = Math.min(matches.length, 2);
      const found: number[] = [];
      give(wanted, (bytes, start, end) => {
        sought.set(bytes, start, end);
        list.visitMatches(sought, backwards, most, { match: (place) => found.push(place) < matches.length });
        if (matches.length === 0) found.length = 0;
        expect(found).toEqual(matches);
      });
    } else if (action === 12 && random.chance(0.3)) {
      const wanted = some();
      const most = random.chance(0.5) ? Number.POSITIVE_INFINITY : 1 + random.nextInt(4);
      const backwards = random.chance(0.5);
      give(wanted, (bytes, start, end) => {
        sought.set(bytes, start, end);
        if (backwards) model.reverse();
        let removed = 0;
        model = model.filter((one) => one !== wanted || removed++ >= most);
        if (backwards) model.reverse();
        expect(list.removeEqual(sought, most, backwards)).toBe(Math.min(removed, most));
      });
    } else if (action === 13 && random.chance(0.05)) {
      // A run of its own, as when a packed list grows out of its entry.
      const parts: Uint8Array[] = [];
      const encoder = new ElementEncoder();
      for (let i = random.nextInt(100); i >= 0; i--) {
        const part = randomText(random, large * 5);
        model.push(part);
        give(part, (bytes, start, end) => {
          const packed = new Uint8Array(encoder.set(bytes, start, end));
          encoder.write(packed, 0);
          parts.push(packed);
        });
      }
      const all = Buffer.concat(parts);
      list.pushRunBack(all, 0, all.length, parts.length);
    } else if (action >= 14) {
      const count = random.chance(0.9) ? 1 : random.nextInt(model.length + 1);
      if (count <= model.length) {
        if (action < 16) {
          list.removeFront(count);
          model.splice(0, count);
        } else {
          list.removeBack(count);
          model.length -= count;
        }
      }
    }
    expect(list.length).toBe(model.length);
    if (step % 500 === 0 && frozen === undefined) {
      expect(read(0, model.length)).toEqual(model);
      expect(readReversed(model.length - 1, model.length)).toEqual([...model].reverse());
      expect(memory.arena.usedBytes + memory.entries.large.usedBytes + memory.outsideBytes).toBe(list.usedBytes);
      const copy = list.copy();
      expect(copy.length).toBe(model.length);
      while (list.freeSome(3));
      list = copy;
      expect(memory.arena.usedBytes + memory.entries.large.usedBytes + memory.outsideBytes).toBe(list.usedBytes);
    }
  }
  list.thaw();
  while (list.freeSome(100));
  expect(memory.arena.usedBytes + memory.entries.large.usedBytes + memory.outsideBytes).toBe(0);
}

for (const shape of shapes) {
  test(`a list of nodes of ${shape.maxBytes} bytes or ${shape.maxCount} elements does what an array does`, () => {
    run(shape);
  });
}
