import { expect, test } from 'vitest';
import type { Database } from '../keyspace/database.ts';
import { Store } from '../store.ts';
import { setString } from '../values/string-value.ts';
import { NO_EXPIRY } from './entry-format.ts';

function set(database: Database, key: string, value: Uint8Array): void {
  const bytes = new TextEncoder().encode(key);
  const old = database.find(bytes, 0, bytes.length);
  setString(database, old, bytes, 0, bytes.length, value, 0, value.length, NO_EXPIRY);
}

function lookAhead(database: Database, keys: readonly string[]): boolean[] {
  const bytes = new TextEncoder().encode(keys.join(''));
  const starts = new Int32Array(keys.length);
  const ends = new Int32Array(keys.length);
  let at = 0;
  keys.forEach((key, i) => {
    starts[i] = at;
    at += key.length;
    ends[i] = at;
  });
  database.keys.lookAhead(new DataView(bytes.buffer), starts, ends, keys.length);
  return keys.map((_, i) => database.findAhead(i, bytes, starts[i], ends[i]) !== 0);
}

test('keys that repeat are found, also after memory has gone back in which the last ones were', () => {
  const large = new Store({ databases: 1 }).databases[0];
  const value = new Uint8Array(1000);
  for (let i = 0; i < 100_000; i++) set(large, `key:${i}`, value);
  expect(lookAhead(large, ['key:99999', 'key:99998', 'key:99997'])).toEqual([true, true, true]);
  const small = new Store({ databases: 1 }).databases[0];
  set(small, 'a', value);
  expect(lookAhead(small, ['a', 'a', 'a'])).toEqual([true, true, true]);
  expect(lookAhead(small, ['b', 'b', 'a', 'b'])).toEqual([false, false, true, false]);
});
