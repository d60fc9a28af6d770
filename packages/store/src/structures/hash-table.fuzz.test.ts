import { KeyedHash } from '@respite/bytes';
import { type SeededRandom, seededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { Arena } from '../memory/arena.ts';
import { Segments, ZONE_FIXED, ZONE_MOVABLE } from '../memory/segments.ts';
import { Entries } from './entries.ts';
import { NO_EXPIRY } from './entry-format.ts';
import { HashTable } from './hash-table.ts';

const encoder = new TextEncoder();

/** A table beside a plain Map that says what should be in it. */
class Checked {
  readonly segments = new Segments();
  readonly entries = new Entries(this.segments, new Arena(this.segments, ZONE_MOVABLE));
  readonly tableArena = new Arena(this.segments, ZONE_FIXED);
  readonly table: HashTable;
  readonly map = new Map<string, number>();
  /** The keys of the map, for random picks. */
  readonly names: string[] = [];

  constructor(random: SeededRandom) {
    this.table = new HashTable(this.entries, this.tableArena, new KeyedHash(random.nextUint32(), random.nextUint32()));
  }

  insert(name: string): void {
    const key = encoder.encode(name);
    const entry = this.entries.create(1, 0, key, 0, key.length, 0, NO_EXPIRY);
    this.table.insert(this.table.hashOfKey(key, 0, key.length), entry);
    this.map.set(name, entry);
    this.names.push(name);
  }

  find(name: string): number {
    const key = encoder.encode(name);
    return this.table.find(key, 0, key.length, this.table.hashOfKey(key, 0, key.length));
  }

  removeAt(index: number): void {
    const name = this.names[index];
    const entry = this.map.get(name)!;
    this.table.remove(this.entries.hashOf(entry, this.table.hash), entry);
    this.entries.free(entry);
    this.map.delete(name);
    this.names[index] = this.names[this.names.length - 1];
    this.names.pop();
  }

  move(name: string): void {
    const old = this.map.get(name)!;
    const fresh = this.entries.relocate(old);
    this.table.replace(this.entries.hashOf(old, this.table.hash), old, fresh);
    this.entries.arena.free(old);
    this.map.set(name, fresh);
  }

  /** Every entry is found by its key and is visited in exactly one bucket, and there are no others. */
  check(): void {
    expect(this.table.size).toBe(this.map.size);
    for (const [name, entry] of this.map) if (this.find(name) !== entry) expect.fail(`${name} is not found`);
    const visited: number[] = [];
    const visitor = { visit: (entry: number) => visited.push(entry) };
    for (let bucket = 0; bucket < this.table.bucketCount; bucket++) this.table.visitBucket(bucket, visitor);
    expect(visited.sort()).toEqual([...this.map.values()].sort());
  }
}

function randomName(random: SeededRandom, range: number): string {
  const name = `key:${random.nextInt(range)}`;
  return random.chance(0.02) ? name.padEnd(300, '.') : name;
}

test('a table holds what was put into it, through growth and shrinking', () => {
  const random = seededRandom('hash table');
  const checked = new Checked(random);
  for (const [target, steps] of [
    [20, 500],
    [15_000, 22_000],
    [300, 30_000],
    [6_000, 10_000],
    [0, 12_000],
  ]) {
    for (let step = 0; step < steps; step++) {
      const grows = checked.table.size < target;
      if (random.chance(grows ? 0.9 : 0.15)) {
        const name = randomName(random, 40_000);
        if (checked.find(name) === 0) checked.insert(name);
      } else if (checked.names.length > 0 && random.chance(0.8)) {
        checked.removeAt(random.nextInt(checked.names.length));
      } else if (checked.names.length > 0) {
        checked.move(random.pick(checked.names));
      }
      const name = randomName(random, 40_000);
      expect(checked.find(name)).toBe(checked.map.get(name) ?? 0);
      if (step % 5000 === 0) checked.check();
    }
    checked.check();
  }
  while (checked.names.length > 0) checked.removeAt(0);
  expect(checked.table.bucketCount).toBe(1);
  // One bucket, and room for a second.
  expect(checked.tableArena.usedBytes).toBe(128);
});

test('clear forgets all and gives the memory of the buckets back', () => {
  const random = seededRandom('hash table, clear');
  const checked = new Checked(random);
  for (let i = 0; i < 20_000; i++) checked.insert(`key:${i}`);
  checked.table.clear();
  expect(checked.table.size).toBe(0);
  expect(checked.tableArena.usedBytes).toBe(64);
  expect(checked.find('key:1')).toBe(0);
});

describe('a scan visits all that is there from its beginning to its end', () => {
  test.each([
    ['while nothing changes', 0, 0],
    ['while the table grows', 40, 0],
    ['while the table shrinks', 0, 40],
    ['while the table grows and shrinks', 60, 60],
  ])('%s', (_, inserted, removed) => {
    const random = seededRandom('scan');
    for (let round = 0; round < 10; round++) {
      const checked = new Checked(random);
      const stays = 1 + random.nextInt(400);
      const comesAndGoes = removed > 0 ? 10_000 : 0;
      for (let i = 0; i < stays; i++) checked.insert(`stays:${i}`);
      const fixed = checked.names.splice(0);
      for (let i = 0; i < comesAndGoes / (round + 1); i++) checked.insert(`goes:${i}`);
      const visits = new Map<number, number>();
      const visitor = { visit: (entry: number) => void visits.set(entry, (visits.get(entry) ?? 0) + 1) };
      let cursor = 0;
      let steps = 0;
      do {
        cursor = checked.table.scan(cursor, visitor);
        expect(cursor).toBeGreaterThanOrEqual(0);
        steps++;
        for (let i = random.nextInt(inserted + 1); i > 0 && checked.table.size < 15_000; i--) {
          checked.insert(`new:${round}:${steps}:${i}`);
        }
        for (let i = random.nextInt(removed + 1); i > 0 && checked.names.length > 0; i--) {
          checked.removeAt(random.nextInt(checked.names.length));
        }
      } while (cursor !== 0 && steps < 100_000);
      expect(cursor, 'the scan ends').toBe(0);
      const missed = fixed.filter((name) => !visits.has(checked.map.get(name)!));
      expect(missed).toEqual([]);
      if (inserted === 0 && removed === 0) expect([...visits.values()].every((count) => count === 1)).toBe(true);
    }
  });

  test('a cursor that was never given leads to the end as well', () => {
    const random = seededRandom('scan, any cursor');
    const checked = new Checked(random);
    for (let i = 0; i < 1000; i++) checked.insert(`key:${i}`);
    for (let round = 0; round < 200; round++) {
      let cursor = random.nextUint32();
      let steps = 0;
      do cursor = checked.table.scan(cursor, { visit() {} });
      while (cursor !== 0 && ++steps < 10_000);
      expect(cursor).toBe(0);
    }
  });
});

test.each([1, 2, 11, 30, 100, 513])('of %i entries, each is as likely as the others to be drawn', (count) => {
  const random = seededRandom('random entry');
  const checked = new Checked(random);
  for (let i = 0; i < count; i++) checked.insert(`key:${i}`);
  const drawsEach = 300;
  const drawn = new Map<number, number>([...checked.map.values()].map((entry) => [entry, 0]));
  for (let i = 0; i < count * drawsEach; i++) {
    const entry = checked.table.randomEntry(() => random.nextFloat());
    drawn.set(entry, drawn.get(entry)! + 1);
  }
  let chiSquare = 0;
  for (const draws of drawn.values()) chiSquare += (draws - drawsEach) ** 2 / drawsEach;
  // Its mean is count - 1 and its deviation sqrt(2 (count - 1)); beyond seven of them there is no chance.
  expect(chiSquare).toBeLessThan(count + 7 * Math.sqrt(2 * count));
});
