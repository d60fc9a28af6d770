import { FakeClock, type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Store } from '../store.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import type { Database } from './database.ts';

const MIB = 1024 * 1024;
const encoder = new TextEncoder();

/** Keys of some databases, each with a value of one byte over and over. */
class Filled {
  readonly clock = new FakeClock();
  readonly store: Store;
  readonly random: SeededRandom;
  /** By database and key: the byte, the length, the expiry and the access clock. */
  readonly models = new Map<Database, Map<string, readonly [number, number, number, number]>>();

  constructor(random: SeededRandom, databases: number) {
    this.random = random;
    this.store = new Store({ databases, clock: this.clock, random: () => random.nextFloat() });
    for (const database of this.store.databases) this.models.set(database, new Map());
  }

  put(database: Database, name: string, length: number): void {
    const { random } = this;
    const key = encoder.encode(name);
    const [byte, clock] = [random.nextInt(256), random.nextInt(2 ** 24)];
    const expiry = random.chance(0.3) ? this.clock.nowMs() + 1000 + random.nextInt(1000) : NO_EXPIRY;
    const entry = database.put(1, 0, key, 0, key.length, length, expiry);
    const { bytes, valueStart, valueEnd } = database.entries;
    bytes.fill(byte, valueStart, valueEnd);
    database.entries.setAccessClock(entry, clock);
    this.models.get(database)!.set(name, [byte, length, expiry, clock]);
  }

  remove(database: Database, name: string): void {
    const key = encoder.encode(name);
    expect(database.delete(key, 0, key.length)).toBe(this.models.get(database)!.delete(name));
  }

  check(): void {
    for (const [database, models] of this.models) {
      const { entries } = database;
      expect(database.size).toBe(models.size);
      let expiring = 0;
      for (const [name, [byte, length, expiry, clock]] of models) {
        const key = encoder.encode(name);
        const entry = database.find(key, 0, key.length);
        if (entry === 0) expect.fail(`${name} is lost`);
        entries.locate(entry);
        const { bytes, valueStart, valueEnd } = entries;
        if (expiry !== NO_EXPIRY) expiring++;
        const isAsItWas =
          valueEnd - valueStart === length &&
          entries.expiryOf(entry) === expiry &&
          entries.accessClock(entry) === clock &&
          (length === 0 || (bytes[valueStart] === byte && bytes[valueEnd - 1] === byte));
        if (!isAsItWas) expect.fail(`${name} has changed`);
      }
      expect(database.expires.size).toBe(expiring);
    }
  }
}

test('memory comes back, and every entry is where its key leads', () => {
  const random = seededRandom('compactor');
  const filled = new Filled(random, 3);
  const { store } = filled;
  const length = () => (random.chance(0.01) ? random.nextInt(100_000) : 100 + random.nextInt(2000));
  for (let i = 0; i < 60_000; i++) filled.put(store.databases[i % 3], `key:${i}`, length());
  const full = store.compactor.heldBytes;
  expect(full).toBeGreaterThan(60 * MIB);
  for (let i = 0; i < 60_000; i++) if (i % 8 !== 0) filled.remove(store.databases[i % 3], `key:${i}`);
  expect(store.compactor.heldBytes).toBe(full);
  expect(store.compactor.urgency).toBe(0.25);
  let steps = 0;
  while (store.compactor.step(1 + random.nextInt(200))) {
    expect(++steps).toBeLessThan(100_000);
    // Life goes on in between.
    const database = random.pick(store.databases);
    for (let i = random.nextInt(4); i > 0; i--) filled.put(database, `new:${random.nextInt(2000)}`, length());
    const name = `key:${random.nextInt(60_000)}`;
    if (filled.models.get(database)!.has(name)) filled.remove(database, name);
    if (steps % 100 === 0) filled.check();
  }
  filled.check();
  expect(store.compactor.urgency).toBe(0);
  const used = store.databases.reduce((sum, { entries }) => sum + entries.arena.usedBytes, 0);
  expect(store.compactor.wastedBytes).toBe(store.compactor.heldBytes - used);
  expect(store.compactor.heldBytes).toBeLessThan(full / 2);
  expect(store.compactor.wastedBytes).toBeLessThan(32 * MIB);
});

test('databases may be emptied, exchanged, and detached meanwhile', () => {
  const random = seededRandom('compactor, databases');
  const filled = new Filled(random, 3);
  const { store } = filled;
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 30_000; i++) filled.put(random.pick(store.databases), `key:${i}`, 1000 + random.nextInt(500));
    for (const [database, models] of filled.models) {
      for (const name of [...models.keys()]) if (random.chance(0.85)) filled.remove(database, name);
    }
    for (let i = 0; i < 3; i++) expect(store.compactor.step(50)).toBe(true);
    const [first, second, third] = random.shuffle([...store.databases]);
    let detached: Database | undefined;
    if (round === 0) {
      first.clear();
      filled.models.get(first)!.clear();
    } else if (round === 1) {
      store.swap(first.index, second.index);
    } else if (round === 2) {
      first.exchange(second);
      const models = filled.models.get(first)!;
      filled.models.set(first, filled.models.get(second)!);
      filled.models.set(second, models);
    } else {
      detached = third.detach();
      filled.models.get(third)!.clear();
    }
    let steps = 0;
    while (store.compactor.step(50)) expect(++steps).toBeLessThan(10_000);
    filled.check();
    detached?.clear();
    while (store.compactor.step(50)) expect(++steps).toBeLessThan(10_000);
    filled.check();
  }
  for (const database of store.databases) database.clear();
  store.compactor.step(1);
  expect(store.compactor.heldBytes).toBeLessThan(5 * MIB);
});

test('a store without waste, or with little, is let be', () => {
  const filled = new Filled(seededRandom('compactor, no waste'), 1);
  const [database] = filled.store.databases;
  expect(filled.store.compactor.step(100)).toBe(false);
  for (let i = 0; i < 10_000; i++) filled.put(database, `key:${i}`, 1000);
  expect(filled.store.compactor.step(100)).toBe(false);
  for (let i = 0; i < 10_000; i += 2) filled.remove(database, `key:${i}`);
  expect(filled.store.compactor.urgency).toBe(0);
  expect(filled.store.compactor.step(100)).toBe(false);
  filled.check();
});
