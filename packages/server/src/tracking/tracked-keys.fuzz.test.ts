import { KeyedHash } from '@respite/bytes';
import { Store } from '@respite/store';
import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { TrackedKeys } from './tracked-keys.ts';

test('keys and the clients that have them are those of a map of sets', () => {
  const random = seededRandom('tracked keys');
  const keys = new TrackedKeys(new Store().segments, new KeyedHash(random.nextInt(2 ** 31), random.nextInt(2 ** 31)));
  const model = new Map<string, Set<number>>();
  const someKey = (): Uint8Array =>
    random.nextInt(20) === 0
      ? new Uint8Array(200 + random.nextInt(100)).fill(random.nextInt(3))
      : random.bytes(random.nextInt(3));
  const someId = (): number =>
    random.nextInt(10) === 0 ? 2 ** 32 + random.nextInt(5) : 1 + random.nextInt(random.pick([5, 300, 100_000]));
  const check = (name: string): void => {
    const expected = [...(model.get(name) ?? [])].sort((a, b) => a - b);
    expect(keys.ids).toEqual(expected);
    model.delete(name);
  };
  for (let round = 0; round < 60_000; round++) {
    const key = someKey();
    const name = Buffer.from(key).toString('latin1');
    const bytes = Uint8Array.of(1, ...key, 2);
    const choice = random.nextInt(100);
    if (choice < 85) {
      const id = someId();
      keys.add(bytes, 1, 1 + key.length, id);
      const ids = model.get(name) ?? new Set();
      model.set(name, ids.add(id));
    } else if (choice < 95) {
      expect(keys.take(bytes, 1, 1 + key.length)).toBe(model.has(name));
      if (model.has(name)) check(name);
    } else if (choice < 99) {
      if (model.size === 0) continue;
      keys.takeRandom(() => random.nextFloat());
      check(Buffer.from(keys.key.subarray(0, keys.keyLength)).toString('latin1'));
    } else if (random.nextInt(20) === 0) {
      keys.clear();
      model.clear();
    }
    expect(keys.size).toBe(model.size);
    if (round % 100 === 0) expect(keys.itemCount).toBe([...model.values()].reduce((sum, ids) => sum + ids.size, 0));
  }
});

test('a million keys of 16 bytes take some 45 bytes each, and none when they are forgotten', () => {
  const keys = new TrackedKeys(new Store().segments, new KeyedHash(1, 2));
  const key = new Uint8Array(16);
  const view = new DataView(key.buffer);
  for (let i = 0; i < 1_000_000; i++) {
    view.setUint32(12, i);
    keys.add(key, 0, 16, 7);
  }
  expect(keys.size).toBe(1_000_000);
  expect(keys.usedBytes / 1_000_000).toBeLessThan(48);
  keys.clear();
  expect(keys.usedBytes).toBeLessThan(1024);
});
