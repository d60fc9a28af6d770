import { ExpireCycle, NO_EXPIRY, Store, setString } from '@respite/store';

// Time and chance are handed in, so that a test can say what they are.
let now = 1_700_000_000_000;
const store = new Store({
  databases: 1,
  clock: { nowMs: () => now },
  listener: {
    // Told before an entry goes because its time has come, while it can still be read.
    expired({ entries }, entry) {
      entries.locate(entry);
      console.log('expired', new TextDecoder().decode(entries.bytes.subarray(entries.keyStart, entries.keyEnd)));
    },
  },
});
const [database] = store.databases;

const value = new Uint8Array([1, 2, 3]);
for (const [name, expiry] of [
  ['a', now + 100],
  ['b', now + 5000],
  ['c', NO_EXPIRY],
] as const) {
  const key = new TextEncoder().encode(name);
  setString(database, database.find(key, 0, 1), key, 0, 1, value, 0, 3, expiry);
}

// Expired keys go when they are looked up, or when the expire cycle comes by.
const cycle = new ExpireCycle(store.databases);
now += 1000;
cycle.run(0, () => false); // prints: expired a
console.log(database.size, database.expires.size); // prints: 2 1
