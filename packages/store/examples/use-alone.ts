import { locateString, NO_EXPIRY, Store, setString } from '@respite/store';

const store = new Store({ databases: 1 });
const [database] = store.databases;
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Keys and values are slices of bytes; what is stored is copied. An expiry is a moment in milliseconds of Unix time. */
function set(name: string, text: string, expiry = NO_EXPIRY): void {
  const key = encode(name);
  const value = encode(text);
  const old = database.find(key, 0, key.length);
  setString(database, old, key, 0, key.length, value, 0, value.length, expiry);
}

/** What `find` returns is good until the next call that may move the entry; 0 means that there is none. */
function get(name: string): string | undefined {
  const key = encode(name);
  const entry = database.find(key, 0, key.length);
  if (entry === 0) return undefined;
  const { entries } = database;
  locateString(entries, entry);
  return decode(entries.bytes.subarray(entries.valueStart, entries.valueEnd));
}

set('city', 'Ulm');
set('number', '42');
set('gone', 'soon', Date.now() - 1);
console.log(get('city'), get('number'), get('gone'), database.size); // prints: Ulm 42 undefined 2

const key = encode('city');
console.log(database.delete(key, 0, key.length), get('city')); // prints: true undefined
