// The memory engine without a server: keys and values outside the JavaScript heap, as bytes.
//
//   node scripts/run-ts.mjs examples/store-alone.ts
import { type Database, type EntryVisitor, locateString, NO_EXPIRY, Store, setString } from '@respite/store';

// Time is handed in: here it stands still until it is told to move.
let now = Date.UTC(2026, 0, 1);
const store = new Store({ databases: 1, clock: { nowMs: () => now } });
const [database] = store.databases;

set(database, 'fruit', 'apple');
set(database, 'count', '42');
set(database, 'session', 'ends in a second', now + 1000);
console.log('fruit:  ', get(database, 'fruit'));
console.log('count:  ', get(database, 'count'));
console.log('session:', get(database, 'session'));

now += 1001;
console.log('session:', get(database, 'session'), '(a second later)');
console.log('keys:   ', keysOf(database).sort().join(' '));

for (let i = 0; i < 100_000; i++) set(database, `key:${i}`, `value:${i}`);
console.log(`${database.size} keys in ${Math.round(store.usedBytes / database.size)} bytes each`);

function set(database: Database, key: string, value: string, expiry = NO_EXPIRY): void {
  const keyBytes = Buffer.from(key);
  const valueBytes = Buffer.from(value);
  const old = database.find(keyBytes, 0, keyBytes.length);
  setString(database, old, keyBytes, 0, keyBytes.length, valueBytes, 0, valueBytes.length, expiry);
}

function get(database: Database, key: string): string | undefined {
  const bytes = Buffer.from(key);
  // A reference to an entry: a number, 0 for none. What has expired is removed when it is looked for.
  const entry = database.find(bytes, 0, bytes.length);
  if (entry === 0) return undefined;
  const { entries } = database;
  locateString(entries, entry);
  return Buffer.from(entries.bytes.subarray(entries.valueStart, entries.valueEnd)).toString();
}

/** Walks over the buckets of the table as SCAN does: between two steps anything may happen to the keys. */
function keysOf({ entries, keys }: Database): string[] {
  const found: string[] = [];
  const visitor: EntryVisitor = {
    visit(entry) {
      entries.locate(entry);
      found.push(Buffer.from(entries.bytes.subarray(entries.keyStart, entries.keyEnd)).toString());
    },
  };
  let cursor = 0;
  do cursor = keys.scan(cursor, visitor);
  while (cursor !== 0);
  return found;
}
