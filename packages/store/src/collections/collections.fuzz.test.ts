import { FakeClock, type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import type { Database } from '../keyspace/database.ts';
import { Store } from '../store.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { KIND_SET, KIND_STRING } from '../values/value-kind.ts';
import { Collection, type CollectionRegistry } from './collection.ts';
import { ElementTable } from './element-table.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The plainest collection there can be. */
class Members extends Collection {
  readonly table: ElementTable;

  constructor(collections: CollectionRegistry) {
    super(collections);
    this.table = new ElementTable(collections.memory);
  }

  get length(): number {
    return this.table.size;
  }

  get usedBytes(): number {
    return this.table.usedBytes;
  }

  add(member: string): void {
    const bytes = encoder.encode(member);
    if (this.table.find(bytes, 0, bytes.length) === 0) this.table.add(bytes, 0, bytes.length, 0);
  }

  remove(member: string): void {
    const bytes = encoder.encode(member);
    const element = this.table.find(bytes, 0, bytes.length);
    if (element !== 0) this.table.remove(element);
  }

  all(): string[] {
    const found: string[] = [];
    const { entries } = this.table;
    const visitor = {
      visit(element: number) {
        entries.locate(element);
        found.push(decoder.decode(entries.bytes.subarray(entries.keyStart, entries.keyEnd)));
      },
    };
    let cursor = 0;
    do cursor = this.table.scan(cursor, visitor);
    while (cursor !== 0);
    return [...new Set(found)].sort();
  }

  copy(): Collection {
    const copy = new Members(this.collections);
    copy.table.copyFrom(this.table);
    return copy;
  }

  freeSome(budget: number): boolean {
    return this.table.freeSome(budget);
  }
}

/** Collections under keys of two databases, beside Maps of Sets. */
class Checked {
  readonly random: SeededRandom;
  readonly store: Store;
  readonly models: Map<string, Set<string>>[] = [new Map(), new Map()];

  constructor(random: SeededRandom) {
    this.random = random;
    this.store = new Store({ databases: 2, clock: new FakeClock(), random: () => random.nextFloat() });
  }

  change(): void {
    const { random } = this;
    const index = random.nextInt(2);
    const database = this.store.databases[index];
    const model = this.models[index];
    const name = this.#name();
    const key = encoder.encode(name);
    const entry = database.find(key, 0, key.length);
    expect(entry !== 0).toBe(model.has(name));
    const what = random.nextInt(100);
    if (what < 40) this.#grow(database, entry, name, model);
    else if (what < 55 && entry !== 0) this.#shrink(database, entry, model.get(name)!);
    else if (what < 65) {
      database.delete(key, 0, key.length);
      model.delete(name);
    } else if (what < 85 && entry !== 0) this.#carry(index, entry, name, what < 75);
    else if (what < 90 && entry !== 0) {
      // Overwritten by a string, which goes again.
      database.put(KIND_STRING, 0, key, 0, key.length, 5, NO_EXPIRY);
      database.delete(key, 0, key.length);
      model.delete(name);
    } else if (what === 90) {
      database.clear();
      model.clear();
    } else if (what === 91) {
      this.store.swap(0, 1);
      this.models.reverse();
    } else {
      this.store.collections.freeSome(random.nextInt(300));
    }
  }

  #name(): string {
    return `key:${this.random.nextInt(12)}`;
  }

  #grow(database: Database, entry: number, name: string, model: Map<string, Set<string>>): void {
    const { random } = this;
    const key = encoder.encode(name);
    let members = model.get(name);
    let collection: Members;
    if (members === undefined || entry === 0) {
      members = new Set();
      model.set(name, members);
      collection = new Members(this.store.collections);
      database.putCollection(0, KIND_SET, key, 0, key.length, collection, random.chance(0.5) ? 1e15 : NO_EXPIRY);
    } else {
      collection = database.collectionOf(entry) as Members;
    }
    for (let i = random.nextInt(200); i > 0; i--) {
      const member = `${random.nextInt(1000)}`.padEnd(random.chance(0.01) ? 300 : 0, '-');
      members.add(member);
      collection.add(member);
    }
  }

  #shrink(database: Database, entry: number, members: Set<string>): void {
    const collection = database.collectionOf(entry) as Members;
    for (const member of [...members]) {
      if (this.random.chance(0.5)) continue;
      collection.remove(member);
      members.delete(member);
    }
  }

  /** Renames, moves or copies to a key that is free. */
  #carry(index: number, entry: number, name: string, isMove: boolean): void {
    const to = this.random.nextInt(2);
    const freshName = this.#name();
    const key = encoder.encode(freshName);
    const target = this.store.databases[to];
    if (target.find(key, 0, key.length) !== 0) return;
    const members = this.models[index].get(name)!;
    if (isMove) {
      this.store.databases[index].moveTo(target, entry, key, 0, key.length);
      this.models[index].delete(name);
      this.models[to].set(freshName, members);
    } else {
      this.store.databases[index].copyTo(target, entry, key, 0, key.length);
      this.models[to].set(freshName, new Set(members));
    }
  }

  check(): void {
    for (const [index, model] of this.models.entries()) {
      const database = this.store.databases[index];
      expect(database.size).toBe(model.size);
      for (const [name, members] of model) {
        const key = encoder.encode(name);
        const collection = database.collectionOf(database.find(key, 0, key.length)) as Members;
        expect(collection.length).toBe(members.size);
        expect(collection.all()).toEqual([...members].sort());
      }
    }
  }
}

test('collections keep their members wherever their keys go', () => {
  const checked = new Checked(seededRandom('collections'));
  for (let i = 0; i < 1500; i++) {
    checked.change();
    if (i % 50 === 0) checked.check();
  }
  checked.check();
});

test('all memory comes back, a slice at a time', () => {
  const random = seededRandom('freeing');
  const { store } = new Checked(random);
  const empty = store.usedBytes;
  const [database] = store.databases;
  const key = encoder.encode('k');
  const members = new Members(store.collections);
  for (let i = 0; i < 20_000; i++) members.add(`member:${i}`);
  expect(database.find(key, 0, 1)).toBe(0);
  database.putCollection(0, KIND_SET, key, 0, 1, members, NO_EXPIRY);
  expect(members.usedBytes).toBeGreaterThan(20_000 * 20);
  database.delete(key, 0, 1);
  expect(store.collections.pendingCount).toBe(1);
  let steps = 1;
  while (store.collections.freeSome(500)) steps++;
  expect(steps).toBeGreaterThan(20);
  expect(store.collections.pendingCount).toBe(0);
  expect(store.usedBytes).toBe(empty);

  const many = new Checked(random);
  for (let i = 0; i < 300; i++) many.change();
  for (const each of many.store.databases) each.clear();
  while (many.store.collections.freeSome(100));
  expect(many.store.usedBytes).toBe(empty);
});
