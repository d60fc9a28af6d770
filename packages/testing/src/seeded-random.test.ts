import { afterEach, expect, test, vi } from 'vitest';
import { SeededRandom, seededRandom } from './seeded-random.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number) => {
    const random = new SeededRandom(seed);
    return Array.from({ length: 20 }, () => random.nextUint32());
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('follows xoshiro128** step for step', () => {
  // The reference algorithm in BigInt, as a second opinion on shifts and signs.
  const mask = 0xffffffffn;
  const rotl = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  let state = 42n;
  const word = () => {
    state = (state + 0x9e3779b9n) & mask;
    let z = state;
    z = ((z ^ (z >> 16n)) * 0x21f0aaadn) & mask;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & mask;
    return z ^ (z >> 15n);
  };
  let [a, b, c, d] = [word(), word(), word(), word()];
  const random = new SeededRandom(42);
  for (let step = 0; step < 1000; step++) {
    const result = (rotl((b * 5n) & mask, 7n) * 9n) & mask;
    const shifted = (b << 9n) & mask;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotl(d, 11n);
    expect(random.nextUint32()).toBe(Number(result));
  }
});

test('nextInt stays in range and favours nobody', () => {
  const random = new SeededRandom(1);
  for (const n of [1, 2, 3, 10, 1000]) {
    const counts = new Array<number>(n).fill(0);
    const draws = n * 1000;
    for (let i = 0; i < draws; i++) {
      const value = random.nextInt(n);
      counts[value]++;
    }
    // 1000 expected in each: six standard deviations are about 190.
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1200);
  }
  expect(random.nextInt(2 ** 32)).toBeLessThan(2 ** 32);
  for (const bad of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => random.nextInt(bad)).toThrow(RangeError);
});

test('nextFloat fills its range evenly', () => {
  const random = new SeededRandom(2);
  let sum = 0;
  for (let i = 0; i < 100_000; i++) {
    const value = random.nextFloat();
    if (value < 0 || value >= 1) throw new Error(`out of range: ${value}`);
    sum += value;
  }
  expect(sum / 100_000).toBeCloseTo(0.5, 2);
});

test('bytes has the length asked for and every value', () => {
  const random = new SeededRandom(3);
  for (const length of [0, 1, 2, 3, 4, 5, 7, 8]) expect(random.bytes(length)).toHaveLength(length);
  expect(new Set(random.bytes(20_000)).size).toBe(256);
  expect(new Set(Array.from({ length: 5000 }, () => random.bytes(3)[2])).size).toBe(256);
});

test('pick takes from the list, shuffle keeps every element', () => {
  const random = new SeededRandom(4);
  expect(['a', 'b']).toContain(random.pick(['a', 'b']));
  expect(() => random.pick([])).toThrow(RangeError);
  const list = Array.from({ length: 100 }, (_, i) => i);
  const shuffled = random.shuffle([...list]);
  expect(shuffled).not.toEqual(list);
  expect(shuffled.sort((x, y) => x - y)).toEqual(list);
});

test('every order of three comes up as often as the others', () => {
  const random = new SeededRandom(5);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = random.shuffle(['a', 'b', 'c']).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  expect(Math.min(...counts.values())).toBeGreaterThan(800);
});

test('RESPITE_SEED decides the seed, and the seed is printed', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.stubEnv('RESPITE_SEED', '0x10');
  expect(seededRandom('hash table').seed).toBe(16);
  expect(log).toHaveBeenCalledWith('hash table: repeat with RESPITE_SEED=16');
  vi.stubEnv('RESPITE_SEED', '');
  const fresh = seededRandom('hash table');
  expect(log).toHaveBeenLastCalledWith(`hash table: repeat with RESPITE_SEED=${fresh.seed}`);
  vi.stubEnv('RESPITE_SEED', 'soup');
  expect(() => seededRandom('hash table')).toThrow(/RESPITE_SEED/);
});
