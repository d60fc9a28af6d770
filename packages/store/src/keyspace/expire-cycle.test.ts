import { FakeClock, SeededRandom } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { Store } from '../store.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { ExpireCycle } from './expire-cycle.ts';

const never = () => false;

let clock: FakeClock;
let store: Store;
let cycle: ExpireCycle;

beforeEach(() => {
  const random = new SeededRandom(1);
  clock = new FakeClock();
  store = new Store({ databases: 4, clock, random: () => random.nextFloat() });
  cycle = new ExpireCycle(store.databases);
});

function fill(database: number, name: string, count: number, expiry: number): void {
  for (let i = 0; i < count; i++) {
    const key = new TextEncoder().encode(`${name}:${i}`);
    store.databases[database].put(1, 0, key, 0, key.length, 3, expiry);
  }
}

describe('the expire cycle', () => {
  test('removes what is due, in all databases, and nothing else', () => {
    fill(0, 'due', 1000, clock.nowMs() + 10);
    fill(0, 'stays', 1000, NO_EXPIRY);
    fill(3, 'due', 500, clock.nowMs() + 10);
    fill(1, 'later', 500, clock.nowMs() + 1000);
    cycle.run(0, never);
    expect(cycle.removed).toBe(0);
    clock.advance(11);
    let removed = 0;
    for (let i = 0; i < 100; i++) {
      expect(cycle.run(0, never)).toBe(false);
      removed += cycle.removed;
    }
    expect(removed).toBe(1500);
    expect(store.databases.map(({ size }) => size)).toEqual([1000, 500, 0, 0]);
  });

  test('goes on at once while many of the keys are due, and not when few are', () => {
    fill(0, 'due', 20_000, clock.nowMs() + 10);
    clock.advance(11);
    cycle.run(0, never);
    expect(cycle.removed).toBeGreaterThan(19_000);
    fill(0, 'due', 100, clock.nowMs() + 10);
    fill(0, 'later', 20_000, clock.nowMs() + 10_000);
    clock.advance(11);
    cycle.run(0, never);
    expect(cycle.sampled).toBeLessThan(400);
  });

  test('more effort looks at more keys, and is content later', () => {
    fill(0, 'due', 1000, clock.nowMs() + 10);
    fill(0, 'later', 14_000, clock.nowMs() + 10_000);
    clock.advance(11);
    const seen = [0, 9].map((effort) => {
      let sampled = 0;
      for (let i = 0; i < 20; i++) {
        cycle.run(effort, never);
        sampled += cycle.sampled;
      }
      return sampled;
    });
    expect(seen[1]).toBeGreaterThan(seen[0] * 2);
  });

  test('stops when its time is over, and begins with the next database then', () => {
    for (let database = 0; database < 4; database++) fill(database, 'due', 5000, clock.nowMs() + 10);
    clock.advance(11);
    for (let i = 0; i < 4; i++) expect(cycle.run(0, () => true)).toBe(true);
    for (const { size } of store.databases) {
      expect(size).toBeLessThan(5000);
      expect(size).toBeGreaterThan(4900);
    }
  });
});
