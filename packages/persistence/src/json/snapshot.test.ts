import { type Database, KEEP_EXPIRY, NO_EXPIRY, Store, setString } from '@respite/store';
import { FakeClock, SeededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import type { AccessData } from './access-data.ts';
import { contents, load, savedBytes } from './saved-text.cases.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const clock = new FakeClock();

function set(database: Database, key: string | Uint8Array, value: string | Uint8Array, expiry = NO_EXPIRY): number {
  const k = typeof key === 'string' ? encoder.encode(key) : key;
  const v = typeof value === 'string' ? encoder.encode(value) : value;
  return setString(database, database.find(k, 0, k.length), k, 0, k.length, v, 0, v.length, expiry);
}

function newStore(): Store {
  return new Store({ clock });
}

function saved(store: Store): string {
  return decoder.decode(savedBytes(store));
}

test('one line per key, in order, with what a person can read', () => {
  const store = newStore();
  const [first, second] = store.databases;
  set(first, 'zebra', 'stripes');
  set(first, 'apple', '42');
  set(first, 'session', 'abc', 1_800_000_000_000);
  set(first, 'quote "and" \\', 'a\tb\nc\u0001');
  set(first, 'größe', '日本語 \u{1f600}');
  set(first, Uint8Array.of(0xff, 0), Uint8Array.of(0x80));
  set(first, 'empty', '');
  set(second, '', 'the empty key');
  const text = saved(store);
  expect(text).toBe(`{"format": "respite-snapshot", "version": 1, "respite": "0.1.0",
"databases": {
"0": {
"apple": "42",
"base64:/wA=": "base64:gA==",
"empty": "",
"größe": "日本語 \u{1f600}",
"quote \\"and\\" \\\\": "a\\tb\\nc\\u0001",
"session": {"expires": 1800000000000, "string": "abc"},
"zebra": "stripes"
},
"1": {
"": "the empty key"
}
},
"checksum": "${/"checksum": "(\w+)"/.exec(text)?.[1]}",
"keys": 8
}
`);
  expect(JSON.parse(text).databases['0'].zebra).toBe('stripes');
  const other = newStore();
  const reader = load(encoder.encode(text), other);
  expect([reader.keys, reader.expired, reader.checked]).toEqual([8, 0, true]);
  expect(contents(other)).toEqual(contents(store));
});

test('an empty store', () => {
  const text = saved(newStore());
  expect(JSON.parse(text)).toMatchObject({ databases: {}, keys: 0 });
  expect(load(encoder.encode(text), newStore()).checked).toBe(true);
});

test('the same data gives the same file, whatever the hash', () => {
  const texts = [1, 2].map((seed) => {
    const random = new SeededRandom(seed);
    const store = new Store({ clock, random: () => random.nextFloat() });
    for (let i = 0; i < 3000; i++) set(store.databases[i % 3], `key:${(i * 7919) % 3000}`, `value ${i}`);
    return saved(store);
  });
  expect(texts[0]).toBe(texts[1]);
});

test('more keys than are sorted, of all lengths', () => {
  const store = newStore();
  const [first, , third] = store.databases;
  for (let i = 0; i < 12_000; i++) set(first, `key:${i}`, i % 3 === 0 ? String(i * 1e6) : `value ${i}`);
  for (let i = 0; i < 100; i++)
    set(
      third,
      'k'.repeat(i * 37),
      Uint8Array.from({ length: i * 211 }, (_, j) => j * i),
    );
  set(third, 'long text', 'ü"\\\u0002'.repeat(100_000));
  set(third, '9223372036854775807', '-9223372036854775808');
  const bytes = savedBytes(store);
  for (const pieceBytes of [Number.POSITIVE_INFINITY, 5000]) {
    const other = newStore();
    const reader = load(bytes, other, pieceBytes);
    expect([reader.keys, reader.checked]).toEqual([12_102, true]);
    expect(contents(other)).toEqual(contents(store));
  }
});

test('so much text that sorting is given up', () => {
  const store = newStore();
  for (let i = 0; i < 18; i++) set(store.databases[0], `key ${i}`, 'x'.repeat(1024 * 1024));
  set(store.databases[1], 'after', 'all');
  const other = newStore();
  expect(load(savedBytes(store), other).keys).toBe(19);
  expect(contents(other)).toEqual(contents(store));
});

test('text that looks like base64, or would be longer than it', () => {
  const store = newStore();
  const [database] = store.databases;
  for (const text of ['base64:', 'base64:YQ==', 'base64', 'base64:!', '\0'.repeat(100), `${'a'.repeat(500)}\0`]) {
    set(database, text, text);
  }
  const text = saved(store);
  expect(text).toContain('"base64:YmFzZTY0OllRPT0="');
  expect(text).toContain(`"${'a'.repeat(500)}\\u0000"`);
  expect(text).not.toContain('\\u0000\\u0000');
  const other = newStore();
  load(encoder.encode(text), other);
  expect(contents(other)).toEqual(contents(store));
});

test('keys whose time has come are left out', () => {
  const store = newStore();
  const [database] = store.databases;
  set(database, 'now', 'gone', clock.nowMs() - 1);
  set(database, 'later', 'there', clock.nowMs() + 1000);
  set(database, 'always', 'there', KEEP_EXPIRY);
  const other = newStore();
  const reader = load(savedBytes(store), other);
  expect([reader.keys, reader.expired, other.databases[0].size]).toEqual([3, 1, 2]);
});

test('what an eviction policy knows', () => {
  const access: AccessData = {
    member: 'lastUsed',
    get: (entries, entry) => entries.accessClock(entry),
    set: (entries, entry, value) => entries.setAccessClock(entry, value),
  };
  const store = newStore();
  const [database] = store.databases;
  database.entries.setAccessClock(set(database, 'a', '1'), 1234);
  database.entries.setAccessClock(set(database, 'b', 'text', 1_900_000_000_000), 99);
  const bytes = savedBytes(store, access);
  expect(decoder.decode(bytes)).toContain('"b": {"expires": 1900000000000, "lastUsed": 99, "string": "text"}');
  const clocks = [access, undefined, { ...access, member: 'frequency' } as AccessData].map((wanted) => {
    const other = newStore();
    load(bytes, other, undefined, wanted);
    const [loaded] = other.databases;
    return ['a', 'b'].map((key) => loaded.entries.accessClock(loaded.find(encoder.encode(key), 0, 1)));
  });
  expect(clocks).toEqual([
    [1234, 99],
    [0, 0],
    [0, 0],
  ]);
});
