import { FakeClock, type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { isListpack } from '../../packed/listpack.ts';
import { Store } from '../../store.ts';
import { encodingName, KIND_SORTED_SET } from '../value-kind.ts';
import { LargeSortedSet } from './large-sorted-set.ts';
import { putSortedSet } from './put-sorted-set.ts';
import { SortedSet, type SortedSetLimits } from './sorted-set.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const key = encoder.encode('key');

/** A sorted set at a key beside a Map. */
class Checked {
  readonly random: SeededRandom;
  readonly store: Store;
  readonly limits: SortedSetLimits = { zsetMaxListpackEntries: 40, zsetMaxListpackValue: 64 };
  readonly set = new SortedSet();
  readonly other = new SortedSet();
  readonly model = new Map<string, number>();
  readonly #anyScore: () => number;

  constructor(random: SeededRandom, anyScore: (random: SeededRandom) => number) {
    this.random = random;
    this.store = new Store({ databases: 1, clock: new FakeClock(), random: () => random.nextFloat() });
    this.#anyScore = () => anyScore(random);
  }

  get database() {
    return this.store.databases[0];
  }

  sorted(): [string, number][] {
    return [...this.model].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
  }

  name(): string {
    const { random } = this;
    if (random.chance(0.3)) return String(random.nextInt(60) - 30);
    return `member:${random.nextInt(60)}`.padEnd(random.chance(0.001) ? 65 + random.nextInt(40_000) : 0, '.');
  }

  change(): void {
    const { random, set, model, limits, database } = this;
    const entry = database.find(key, 0, key.length);
    expect(entry !== 0).toBe(model.size > 0);
    const name = this.name();
    const bytes = encoder.encode(name);
    const score = this.#anyScore();
    if (entry === 0) {
      set.create(database, key, 0, key.length, bytes, 0, bytes.length, score, 1 + random.nextInt(45), limits);
      model.set(name, score);
    } else {
      set.open(database, entry);
      if (random.chance(0.03)) {
        const rank = random.nextInt(model.size);
        const count = 1 + random.nextInt(model.size - rank);
        const gone = this.sorted().slice(rank, rank + count);
        set.removeRange(rank, count);
        for (const [member] of gone) model.delete(member);
      } else if (set.find(bytes, 0, bytes.length)) {
        expect(set.score).toBe(model.get(name));
        if (random.chance(0.4)) {
          set.removeFound();
          model.delete(name);
        } else {
          set.changeFound(bytes, 0, bytes.length, score);
          model.set(name, score);
        }
      } else {
        expect(model.has(name)).toBe(false);
        set.insert(bytes, 0, bytes.length, score, limits);
        model.set(name, score);
      }
    }
    expect(set.length).toBe(model.size);
    if (model.size === 0) database.remove(set.entry);
    else expect(set.entry).toBe(database.find(key, 0, key.length));
  }

  check(): void {
    const { set, model, database, random } = this;
    if (model.size === 0) return;
    set.open(database, database.find(key, 0, key.length));
    const sorted = this.sorted();
    const seen: [string, number][] = [];
    for (let on = set.goTo(0); on; on = set.next()) seen.push([this.#member(), set.score]);
    expect(seen).toEqual(sorted);
    const backwards: [string, number][] = [];
    for (let on = set.goTo(model.size - 1); on; on = set.previous()) backwards.push([this.#member(), set.score]);
    expect(backwards.reverse()).toEqual(sorted);
    const rank = random.nextInt(sorted.length);
    const [name, score] = sorted[rank];
    const bytes = encoder.encode(name);
    expect(set.find(bytes, 0, bytes.length)).toBe(true);
    expect(set.rankOfFound()).toBe(rank);
    expect(set.countBelow(score, false)).toBe(sorted.filter(([, other]) => other < score).length);
    expect(set.countBelow(score, true)).toBe(sorted.filter(([, other]) => other <= score).length);
    set.goToRandom(() => random.nextFloat());
    expect(model.get(this.#member())).toBe(set.score);
    const { entries } = database;
    entries.locate(set.entry);
    if (!entries.isCollection(set.entry)) {
      expect(isListpack(entries.bytes, entries.valueStart, entries.valueEnd)).toBe(true);
      expect(model.size).toBeLessThanOrEqual(40);
    }
  }

  #member(): string {
    return decoder.decode(this.set.bytes.subarray(this.set.start, this.set.end));
  }
}

const scoreSources: Record<string, (random: SeededRandom) => number> = {
  integers: (random) => random.nextInt(50) - 20,
  'doubles of all kinds': (random) =>
    random.pick([
      random.nextFloat(),
      -random.nextFloat() * 1e-10,
      random.nextFloat() * 1e25,
      random.nextInt(1000) / 8,
      2 ** 60 + random.nextInt(10) * 256,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1 / 3,
      1 / 3 + 2 ** -54,
    ]),
};

for (const [label, anyScore] of Object.entries(scoreSources)) {
  test(`a sorted set is a sorted Map, small or large; scores: ${label}`, () => {
    const checked = new Checked(seededRandom(`sorted set, ${label}`), anyScore);
    for (let i = 0; i < 6000; i++) {
      checked.change();
      if (i % 20 === 0) checked.check();
    }
  });
}

test('a sorted set that was made apart is packed if it is small, copies are equal, and all memory comes back', () => {
  const random = seededRandom('sorted set, made apart');
  const checked = new Checked(random, (from) => from.nextFloat());
  const { store, database, limits, model } = checked;
  const before = store.usedBytes;
  for (const count of [1, 40, 41, 3000, 5]) {
    const large = new LargeSortedSet(store.collections);
    model.clear();
    for (let i = 0; i < count; i++) {
      const bytes = encoder.encode(`m${i}`);
      expect(large.find(bytes, 0, bytes.length)).toBe(0);
      const score = random.nextFloat();
      large.addUnordered(bytes, 0, bytes.length, score);
      model.set(`m${i}`, score);
    }
    large.order();
    const entry = putSortedSet(database, key, 0, key.length, large, limits);
    const { entries } = database;
    expect(entries.kind(entry)).toBe(KIND_SORTED_SET);
    expect(encodingName(KIND_SORTED_SET, entries.encoding(entry))).toBe(count > 40 ? 'skiplist' : 'listpack');
    checked.check();
    const copyKey = encoder.encode('copy');
    database.delete(copyKey, 0, copyKey.length);
    database.copyTo(database, entry, copyKey, 0, copyKey.length);
    database.delete(key, 0, key.length);
    const copy = database.find(copyKey, 0, copyKey.length);
    database.find(key, 0, key.length);
    database.moveTo(database, copy, key, 0, key.length);
    checked.check();
  }
  database.delete(key, 0, key.length);
  while (store.collections.freeSome(100));
  expect(store.usedBytes).toBe(before);
});
