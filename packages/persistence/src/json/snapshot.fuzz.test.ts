import { NO_EXPIRY, Store, setString } from '@respite/store';
import { concatBytes, type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { SnapshotError } from '../snapshot-error.ts';
import { contents, load, savedBytes } from './saved-text.cases.ts';

const decoder = new TextDecoder();

function randomBytes(random: SeededRandom): Uint8Array {
  if (random.chance(0.2)) return new TextEncoder().encode(String(random.nextInt(1e9)));
  const bytes = random.bytes(random.chance(0.02) ? random.nextInt(70_000) : random.nextInt(30));
  const kind = random.nextInt(4);
  if (kind === 0) return bytes;
  for (let i = 0; i < bytes.length; i++) bytes[i] = kind === 1 ? 0x61 + (bytes[i] % 26) : 0x20 + (bytes[i] & 0x5f);
  return bytes;
}

function randomStore(random: SeededRandom, keys: number): Store {
  const store = new Store({ databases: 3, random: () => random.nextFloat() });
  for (let i = 0; i < keys; i++) {
    const database = random.pick(store.databases);
    const [key, value] = [randomBytes(random), randomBytes(random)];
    const expiry = random.chance(0.8) ? NO_EXPIRY : 4e12 + random.nextInt(1000);
    setString(database, database.find(key, 0, key.length), key, 0, key.length, value, 0, value.length, expiry);
  }
  return store;
}

test('what is saved is valid JSON, and loads as it was, in pieces of any size', () => {
  const random = seededRandom('snapshot');
  for (let round = 0; round < 30; round++) {
    const store = randomStore(random, random.nextInt(400));
    const bytes = savedBytes(store);
    const { databases, keys } = JSON.parse(decoder.decode(bytes));
    expect(keys).toBe(store.databases.reduce((sum, { size }) => sum + size, 0));
    for (const { index, size } of store.databases) expect(Object.keys(databases[index] ?? {}).length).toBe(size);
    const other = new Store({ databases: 3 });
    const reader = load(bytes, other, 1 + random.nextInt(random.pick([10, 5000, 500_000])));
    expect(reader.checked).toBe(true);
    expect(contents(other)).toEqual(contents(store));
    const reformatted = new TextEncoder().encode(JSON.stringify(JSON.parse(decoder.decode(bytes)), null, 2));
    for (const database of other.databases) database.clear();
    expect(load(reformatted, other).checked).toBe(false);
    expect(contents(other)).toEqual(contents(store));
  }
});

test('damage of any kind is told as an error of the snapshot', () => {
  const random = seededRandom('snapshot, damage');
  const store = randomStore(random, 150);
  const bytes = savedBytes(store);
  const other = new Store({ databases: 3 });
  for (let round = 0; round < 200; round++) {
    const parts: Uint8Array[] = [bytes.slice()];
    for (let damages = 1 + random.nextInt(3); damages > 0; damages--) {
      const part = parts[0];
      const at = random.nextInt(part.length);
      const length = random.nextInt(200);
      const kind = random.nextInt(4);
      if (kind === 0) part[at] ^= 1 + random.nextInt(255);
      else if (kind === 1) part.set(random.bytes(Math.min(length, part.length - at)), at);
      else if (kind === 2) parts[0] = concatBytes([part.subarray(0, at), part.subarray(at + length)]);
      else part.copyWithin(at, random.nextInt(part.length), random.nextInt(part.length));
    }
    if (Buffer.compare(parts[0], bytes) === 0) continue;
    for (const database of other.databases) database.clear();
    expect(() => load(parts[0], other)).toThrow(SnapshotError);
  }
});
