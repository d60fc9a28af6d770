import { FakeClock, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Store } from './store.ts';
import { NO_EXPIRY } from './structures/entry-format.ts';

const MIB = 1024 * 1024;
const encoder = new TextEncoder();

function storeWith(seed: string) {
  const random = seededRandom(seed);
  const store = new Store({ databases: 2, clock: new FakeClock(), random: () => random.nextFloat() });
  const [database] = store.databases;
  const model = new Map<string, number>();
  return {
    random,
    store,
    database,
    put(name: string, length: number) {
      const key = encoder.encode(name);
      const byte = random.nextInt(256);
      database.put(1, 0, key, 0, key.length, length, NO_EXPIRY);
      const { bytes, valueStart, valueEnd } = database.entries;
      bytes.fill(byte, valueStart, valueEnd);
      model.set(name, byte);
    },
    remove(name: string) {
      const key = encoder.encode(name);
      if (database.delete(key, 0, key.length) !== model.delete(name)) expect.fail(`${name} was not as it should be`);
    },
    check() {
      expect(database.size).toBe(model.size);
      for (const [name, byte] of model) {
        const key = encoder.encode(name);
        const entry = database.find(key, 0, key.length);
        if (entry === 0) expect.fail(`${name} is lost`);
        database.entries.locate(entry);
        const { bytes, valueStart, valueEnd } = database.entries;
        if (bytes[valueStart] !== byte || bytes[valueEnd - 1] !== byte) expect.fail(`${name} has changed`);
      }
    },
  };
}

test('what a peak leaves behind comes back, a segment at each look, and every entry is where it was', () => {
  const { random, store, database, put, remove, check } = storeWith('slack');
  const { slack } = store;
  for (let i = 0; i < 40_000; i++) put(`key:${i}`, 100);
  const before = store.heldBytes;
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 150_000; i++) put(`more:${i}`, 30 + random.nextInt(100));
    const peak = store.heldBytes;
    for (let i = 0; i < 150_000; i++) remove(`more:${i}`);
    const tables = database.keys.usedBytes;
    slack.tidyTables(() => true);
    expect(database.keys.usedBytes).toBeLessThan(tables * 0.6);
    for (let look = 0; look < 10; look++) slack.look(Number.POSITIVE_INFINITY);
    while (store.compactor.giveBack());
    expect(peak - before).toBeGreaterThan(15 * MIB);
    expect(store.heldBytes - before).toBeLessThan(4 * MIB);
    check();
  }
  for (let i = 0; i < 40_000; i++) if (random.chance(0.5)) remove(`key:${i}`);
  check();
});

test('pages that were free for less than a second, and much that others would wait for, are let be', () => {
  const { store, put, remove } = storeWith('slack, in use');
  const { slack, segments } = store;
  for (let i = 0; i < 20_000; i++) put(`key:${i}`, 1000);
  slack.look(64);
  for (let i = 8_000; i < 20_000; i++) remove(`key:${i}`);
  const held = segments.touchedBytes;
  // They became free since the last look.
  slack.look(Number.POSITIVE_INFINITY);
  expect(segments.touchedBytes).toBe(held);
  // Eight thousand entries would be copied.
  slack.look(64);
  expect(segments.touchedBytes).toBe(held);
  slack.look(Number.POSITIVE_INFINITY);
  expect(segments.touchedBytes).toBeLessThan(held - 10 * MIB);
});

test('a store that is being walked keeps its memory where it is', () => {
  const { store, database, put, remove } = storeWith('slack, walked');
  for (let i = 0; i < 20_000; i++) put(`key:${i}`, 1000);
  for (let i = 100; i < 20_000; i++) remove(`key:${i}`);
  database.observer = { beforeChange() {}, beforeClear() {} };
  const held = store.segments.touchedBytes;
  store.slack.giveBackAll();
  expect(store.segments.touchedBytes).toBe(held);
  database.observer = undefined;
  store.slack.giveBackAll();
  expect(store.segments.touchedBytes).toBeLessThan(held / 4);
});
