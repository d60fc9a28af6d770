import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import type { Client } from '../session/client.ts';
import { ChangedKeys } from './changed-keys.ts';

test('each key is there once, with who changed it last, in the order of bytes', () => {
  const random = seededRandom('changed keys');
  const changed = new ChangedKeys();
  const people = [undefined, { id: 1 } as Client, { id: 2 } as Client];
  for (let turn = 0; turn < 200; turn++) {
    const model = new Map<string, Client | undefined>();
    const count = random.nextInt(random.pick([5, 100, 3000]));
    for (let i = 0; i < count; i++) {
      const key = random.bytes(random.nextInt(4));
      const by = random.pick(people);
      // Few hashes, so that different keys have the same.
      const hash = key.length === 0 ? 0 : (key[0] & 7) - 4;
      changed.add(hash, Uint8Array.of(9, ...key), 1, 1 + key.length, by);
      model.set(Buffer.from(key).toString('latin1'), by);
    }
    const found = [...changed.sorted()].map((index) => [
      Buffer.from(changed.bytes.subarray(changed.startOf(index), changed.endOf(index))).toString('latin1'),
      changed.byWhom(index),
    ]);
    expect(found).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
    changed.clear();
    expect(changed.count).toBe(0);
  }
});
