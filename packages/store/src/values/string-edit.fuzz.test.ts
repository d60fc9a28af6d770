import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import type { Database } from '../keyspace/database.ts';
import { Store } from '../store.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { addZeroPadded, appendString, overwriteString } from './string-edit.ts';
import { locateString, setString, setText, stringAsInteger, stringLength } from './string-value.ts';
import { STRING_RAW } from './value-kind.ts';

function contentOf(database: Database, entry: number): Uint8Array {
  locateString(database.entries, entry);
  return database.entries.bytes.slice(database.entries.valueStart, database.entries.valueEnd);
}

test('strings set, appended to and overwritten are what plain bytes would be', () => {
  const random = seededRandom('editing strings');
  const database = new Store({ databases: 1 }).databases[0];
  const keys = Array.from({ length: 5 }, (_, i) => new TextEncoder().encode(`${i}`.repeat(1 + i * 80)));
  const model = new Map<Uint8Array, Uint8Array>();
  // Most are short; some go beyond what a block holds.
  const randomLength = () => random.nextInt(random.pick([4, 4, 30, 300, 300, 50_000]));
  for (let round = 0; round < 20_000; round++) {
    const key = random.pick(keys);
    const value = random.chance(0.3)
      ? new TextEncoder().encode(String(random.nextInt(2 ** 32) * random.pick([1, -1, 1_000_000])))
      : random.bytes(randomLength());
    const old = model.get(key);
    const entry = database.find(key, 0, key.length);
    expect(entry !== 0).toBe(old !== undefined);
    switch (random.nextInt(4)) {
      case 0: {
        const set = random.chance(0.5) ? setString : setText;
        set(database, entry, key, 0, key.length, value, 0, value.length, NO_EXPIRY);
        model.set(key, value);
        break;
      }
      case 1: {
        if (old === undefined) break;
        const fresh = appendString(database, entry, value, 0, value.length);
        expect(database.entries.encoding(fresh)).toBe(STRING_RAW);
        model.set(key, Buffer.concat([old, value]));
        break;
      }
      case 2: {
        const offset = randomLength();
        if (old === undefined) addZeroPadded(database, key, 0, key.length, offset, value, 0, value.length);
        else overwriteString(database, entry, offset, value, 0, value.length);
        const result = new Uint8Array(Math.max(old?.length ?? 0, offset + value.length));
        result.set(old ?? []);
        result.set(value, offset);
        model.set(key, result);
        break;
      }
      default:
        if (!random.chance(0.2)) break;
        database.delete(key, 0, key.length);
        model.delete(key);
    }
    for (const [name, expected] of model) {
      if (expected.length <= 300_000) continue;
      model.delete(name);
      database.delete(name, 0, name.length);
    }
    const expected = model.get(key);
    if (expected === undefined) continue;
    const found = database.find(key, 0, key.length);
    expect(stringLength(database.entries, found)).toBe(expected.length);
    expect(Buffer.compare(contentOf(database, found), expected)).toBe(0);
  }
});

test('integers stay exact, and are integers however they are kept', () => {
  const database = new Store({ databases: 1 }).databases[0];
  const key = new TextEncoder().encode('key');
  for (const text of ['0', '-1', '9007199254740992', '9223372036854775807', '-9223372036854775808']) {
    const value = new TextEncoder().encode(text);
    for (const set of [setString, setText]) {
      const entry = set(database, database.find(key, 0, 3), key, 0, 3, value, 0, value.length, NO_EXPIRY);
      expect(String(stringAsInteger(database.entries, entry))).toBe(text);
      expect(contentOf(database, entry)).toEqual(value);
    }
  }
});
