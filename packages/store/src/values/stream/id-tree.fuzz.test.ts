import { KeyedHash } from '@respite/bytes';
import { type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { ElementMemory } from '../../collections/element-memory.ts';
import { Segments } from '../../memory/segments.ts';
import { IdCursor } from './id-cursor.ts';
import { IdTree } from './id-tree.ts';
import { NODE_ENTRIES_MAX } from './id-tree-node.ts';
import { StreamId } from './stream-id.ts';
import { StreamMemory } from './stream-memory.ts';

const id = new StreamId();

function toId(key: bigint): StreamId {
  const word = (shift: bigint): number => Number((key >> shift) & 0xffffffffn);
  return id.set(word(96n), word(64n), word(32n), word(0n));
}

function keyOf(from: StreamId): bigint {
  return [from.msHigh, from.msLow, from.seqHigh, from.seqLow].reduce(
    (key, word) => (key << 32n) | BigInt(word >>> 0),
    0n,
  );
}

/** IDs as they come, in order, and here and there any. */
function nextKey(random: SeededRandom, last: bigint): bigint {
  if (random.chance(0.6)) return last + BigInt(1 + random.nextInt(3));
  if (random.chance(0.5)) return (BigInt(random.nextInt(40)) << 64n) | BigInt(random.nextInt(40));
  let key = 0n;
  for (let i = 0; i < 4; i++) key = (key << 32n) | BigInt(random.chance(0.3) ? 0xffffffff : random.nextUint32());
  return key;
}

test('a tree does as a sorted map', () => {
  const random = seededRandom('id-tree');
  const shared = new ElementMemory(new Segments(), new KeyedHash(1, 2));
  const memory = new StreamMemory(shared);
  const tree = new IdTree(memory);
  const model = new Map<bigint, number>();
  const cursor = new IdCursor();
  let last = 5n << 64n;
  const values = new Uint32Array(NODE_ENTRIES_MAX);

  const checkAll = (): void => {
    const sorted = [...model.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(tree.size).toBe(sorted.length);
    const forwards: bigint[] = [];
    for (let ok = cursor.first(tree); ok; ok = cursor.next()) {
      cursor.readId(id);
      forwards.push(keyOf(id));
    }
    expect(forwards).toEqual(sorted);
    const backwards: bigint[] = [];
    for (let ok = cursor.last(tree); ok; ok = cursor.previous()) {
      cursor.readId(id);
      backwards.push(keyOf(id));
    }
    expect(backwards).toEqual(sorted.reverse());
    expect(memory.usedBytes).toBe(shared.usedBytes);
  };

  for (let step = 0; step < 30_000; step++) {
    const keys = step % 50 === 0 ? [...model.keys()] : undefined;
    if (random.chance(0.5 + 0.3 * Math.sin(step / 3000))) {
      const key = nextKey(random, last);
      if (key > last && key < 1n << 100n) last = key;
      const value = 1 + random.nextInt(2 ** 32 - 1);
      const old = model.get(key);
      expect(tree.insert(toId(key), value)).toBe(old ?? 0);
      if (old === undefined) model.set(key, value);
    } else if (model.size > 0) {
      // The oldest as a rule, as acknowledging does.
      const [first] = model.keys();
      const key = keys !== undefined ? random.pick(keys) : random.chance(0.2) ? nextKey(random, last) : first;
      expect(tree.remove(toId(key))).toBe(model.get(key) ?? 0);
      model.delete(key);
    }
    if (step % 20 === 0) {
      const key =
        random.chance(0.5) && keys !== undefined && keys.length > 0 ? random.pick(keys) : nextKey(random, last);
      expect(tree.find(toId(key))).toBe(model.get(key) ?? 0);
      let after: bigint | undefined;
      let before: bigint | undefined;
      for (const other of model.keys()) {
        if (other >= key && (after === undefined || other < after)) after = other;
        if (other <= key && (before === undefined || other > before)) before = other;
      }
      const found = cursor.atOrAfter(tree, toId(key));
      expect(found).toBe(after !== undefined);
      if (found) {
        cursor.readId(id);
        expect(keyOf(id)).toBe(after);
        expect(cursor.value).toBe(model.get(after as bigint));
      }
      const foundBefore = cursor.atOrBefore(tree, toId(key));
      expect(foundBefore).toBe(before !== undefined);
      if (foundBefore) {
        cursor.readId(id);
        expect(keyOf(id)).toBe(before);
      }
    }
    if (step % 5000 === 0) checkAll();
  }
  checkAll();
  for (;;) {
    const count = tree.takeLeaf(values);
    if (count === 0) break;
    for (let i = 0; i < count; i++) {
      const key = [...model].find(([, value]) => value === values[i])?.[0];
      model.delete(key as bigint);
    }
    if (random.chance(0.2)) checkAll();
  }
  expect(model.size).toBe(0);
  expect(tree.nodeCount).toBe(0);
  expect(memory.usedBytes).toBe(0);
});

test('entries in order fill their nodes', () => {
  const memory = new StreamMemory(new ElementMemory(new Segments(), new KeyedHash(1, 2)));
  const tree = new IdTree(memory);
  for (let i = 0; i < 100_000; i++) tree.insert(id.set(0, i, 0, 0), 1);
  expect(memory.usedBytes / 100_000).toBeLessThan(21.5);
});
