import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { type BitCombination, combineBits } from './combine-bits.ts';
import { countBits } from './count-bits.ts';
import { findBit } from './find-bit.ts';

/** Bytes at any place of a buffer, with long runs of the same. */
function randomSlice(random: ReturnType<typeof seededRandom>) {
  const view = new Uint8Array(new ArrayBuffer(12_000), random.nextInt(8), 11_000);
  view.set(random.bytes(view.length));
  const start = random.nextInt(16);
  const end = start + random.pick([0, 1, random.nextInt(40), random.nextInt(300), random.nextInt(10_000)]);
  if (random.chance(0.6)) view.fill(random.pick([0, 0xff]), start, start + random.nextInt(end - start + 1));
  return { bytes: view, start, end };
}

function bitOf(slice: { bytes: Uint8Array; start: number; end: number }, bit: number): number {
  const at = slice.start + (bit >> 3);
  return at < slice.end ? (slice.bytes[at] >> (7 - (bit & 7))) & 1 : 0;
}

test('bits are counted and found as one by one', () => {
  const random = seededRandom('bits counted and found');
  for (let round = 0; round < 400; round++) {
    const slice = randomSlice(random);
    const bits = (slice.end - slice.start) * 8;
    let expected = 0;
    for (let i = 0; i < bits; i++) expected += bitOf(slice, i);
    expect(countBits(slice.bytes, slice.start, slice.end)).toBe(expected);
    for (let i = 0; i < 8; i++) {
      const from = random.nextInt(bits + 1);
      const to = from + random.nextInt(bits - from + 1);
      const bit = random.nextInt(2);
      let first = from;
      while (first < to && bitOf(slice, first) !== bit) first++;
      expect(findBit(slice.bytes, slice.start, from, to, bit)).toBe(first < to ? first : -1);
    }
  }
});

const rules: Record<BitCombination, (x: number, y: number[]) => boolean> = {
  and: (x, y) => x === 1 && y.every((bit) => bit === 1),
  or: (x, y) => x === 1 || y.includes(1),
  xor: (x, y) => y.reduce((sum, bit) => sum + bit, x) % 2 === 1,
  not: (x) => x === 0,
  diff: (x, y) => x === 1 && !y.includes(1),
  diff1: (x, y) => x === 0 && y.includes(1),
  andor: (x, y) => x === 1 && y.includes(1),
  one: (x, y) => y.reduce((sum, bit) => sum + bit, x) === 1,
};

test.each(Object.keys(rules) as BitCombination[])('%s of strings is that of their bits', (combination) => {
  const random = seededRandom(`bits combined by ${combination}`);
  for (let round = 0; round < 40; round++) {
    const sources = [randomSlice(random)];
    if (combination !== 'not') for (let i = random.nextInt(4); i >= 0; i--) sources.push(randomSlice(random));
    const result = combineBits(combination, sources);
    expect(result.length).toBe(Math.max(...sources.map(({ start, end }) => end - start)));
    const wrong = [];
    for (let i = 0; i < result.length * 8; i++) {
      const [x, ...y] = sources.map((source) => bitOf(source, i));
      if (((result[i >> 3] >> (7 - (i & 7))) & 1) !== Number(rules[combination](x, y))) wrong.push(i);
    }
    expect(wrong).toEqual([]);
  }
});
