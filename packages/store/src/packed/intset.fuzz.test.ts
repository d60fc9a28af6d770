import { narrowInteger } from '@respite/bytes';
import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Store } from '../store.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { addToIntset, deleteFromIntset } from '../values/inline-intset.ts';
import { KIND_SET } from '../values/value-kind.ts';
import {
  EMPTY_INTSET_BYTES,
  findInIntset,
  initialiseIntset,
  intsetAt,
  intsetBytes,
  intsetCount,
  isIntset,
} from './intset.ts';

test('an intset in an entry holds what a sorted array holds', () => {
  const random = seededRandom('intsets');
  const database = new Store({ databases: 1 }).databases[0];
  const { entries } = database;
  const key = Buffer.from('a key');
  let bits = 0;
  const randomInteger = () => {
    const word = (BigInt(random.nextInt(2 ** 32)) << 32n) | BigInt(random.nextInt(2 ** 32));
    return narrowInteger(BigInt.asIntN(random.chance(0.95) ? bits : 64, word));
  };
  for (let round = 0; round < 150; round++) {
    bits = random.pick([5, 8, 16, 17, 32, 33, 53, 54, 55, 64]);
    let entry = database.put(KIND_SET, 0, key, 0, key.length, EMPTY_INTSET_BYTES, NO_EXPIRY);
    initialiseIntset(entries.bytes, entries.valueStart);
    let model: (number | bigint)[] = [];
    for (let step = 0; step < 100; step++) {
      const value = random.chance(0.1) && model.length > 0 ? random.pick(model) : randomInteger();
      entries.locate(entry);
      const place = findInIntset(entries.bytes, entries.valueStart, value);
      expect(place).toBe(model.includes(value) ? model.indexOf(value) : ~model.filter((other) => other < value).length);
      if (place < 0) {
        entry = addToIntset(database, entry, ~place, value);
        model.splice(~place, 0, value);
      } else {
        entry = deleteFromIntset(database, entry, place);
        model = model.filter((other) => other !== value);
      }
      entries.locate(entry);
      const { bytes, valueStart, valueEnd } = entries;
      expect(isIntset(bytes, valueStart, valueEnd)).toBe(true);
      expect(intsetBytes(bytes, valueStart)).toBe(valueEnd - valueStart);
      expect(intsetCount(bytes, valueStart)).toBe(model.length);
      expect(model.map((_, i) => intsetAt(bytes, valueStart, i))).toEqual(model);
    }
  }
});

test('the bytes are those of Redis: the width grows with the widest integer', () => {
  const database = new Store({ databases: 1 }).databases[0];
  const { entries } = database;
  const key = Buffer.from('k');
  let entry = database.put(KIND_SET, 0, key, 0, 1, EMPTY_INTSET_BYTES, NO_EXPIRY);
  initialiseIntset(entries.bytes, entries.valueStart);
  const hex = () => Buffer.from(entries.bytes.subarray(entries.valueStart, entries.valueEnd)).toString('hex');
  const add = (value: number | bigint) => {
    entries.locate(entry);
    entry = addToIntset(database, entry, ~findInIntset(entries.bytes, entries.valueStart, value), value);
  };
  add(5);
  add(-2);
  expect(hex()).toBe('0200000002000000feff0500');
  add(32768);
  expect(hex()).toBe('0400000003000000feffffff0500000000800000');
  add(-(2n ** 63n));
  expect(hex()).toBe('08000000040000000000000000000080feffffffffffffff05000000000000000080000000000000');
});
