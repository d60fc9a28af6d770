import { type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Store } from '../store.ts';
import { Collection } from './collection.ts';
import { ElementTable } from './element-table.ts';
import { ElementWalk } from './element-walk.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Fields extends Collection {
  readonly table = new ElementTable(this.collections.memory);

  get length(): number {
    return this.table.size;
  }

  get usedBytes(): number {
    return this.table.usedBytes;
  }

  copy(): Collection {
    throw new Error('not needed here');
  }

  freeSome(budget: number): boolean {
    return this.table.freeSome(budget);
  }

  set(name: string, value: string): void {
    const key = encoder.encode(name);
    const bytes = encoder.encode(value);
    const found = this.table.find(key, 0, key.length);
    const element =
      found === 0 ? this.table.add(key, 0, key.length, bytes.length) : this.table.resizeValue(found, bytes.length);
    const { entries } = this.table;
    entries.locate(element);
    entries.bytes.set(bytes, entries.valueStart);
  }

  delete(name: string): void {
    const key = encoder.encode(name);
    const found = this.table.find(key, 0, key.length);
    if (found !== 0) this.table.remove(found);
  }

  read(element: number): string {
    const { entries } = this.table;
    entries.locate(element);
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = entries;
    return `${decoder.decode(bytes.subarray(keyStart, keyEnd))} ${decoder.decode(bytes.subarray(valueStart, valueEnd))}`;
  }
}

function change(fields: Fields, model: Map<string, string>, random: SeededRandom): void {
  const name = `field:${random.nextInt(400)}`;
  if (random.chance(0.3)) {
    fields.delete(name);
    model.delete(name);
    return;
  }
  const value = 'v'.repeat(random.nextInt(random.pick([4, 40, 400])));
  fields.set(name, value);
  model.set(name, value);
}

test('a walk sees the elements as they were when it began, each once', () => {
  const random = seededRandom('element walk');
  const store = new Store();
  const { collections } = store;
  const empty = collections.memory.usedBytes;
  for (let round = 0; round < 40; round++) {
    const fields = new Fields(collections);
    collections.add(fields);
    const model = new Map<string, string>();
    for (let i = random.nextInt(800); i > 0; i--) change(fields, model, random);
    collections.memory.entries.turnEpoch();
    const before = [...model].map(([name, value]) => `${name} ${value}`).sort();
    const seen: string[] = [];
    const walk = new ElementWalk(fields, fields.table, { visit: (element) => seen.push(fields.read(element)) });
    const goesAway = random.chance(0.3);
    do {
      if (goesAway && seen.length > before.length / 2 && fields.handle >= 0) collections.discard(fields);
      for (let i = random.nextInt(30); i > 0 && fields.handle >= 0; i--) change(fields, model, random);
    } while (walk.visitSome(random.nextInt(5)));
    expect(seen.sort()).toEqual(before);
    if (fields.handle >= 0) collections.discard(fields);
    while (collections.freeSome(100));
  }
  expect(collections.memory.usedBytes).toBe(empty);
});
