import { appendString, type Database, LiveWalk, NO_EXPIRY, overwriteString, Store, setString } from '@respite/store';
import { concatBytes, FakeClock, type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { CHUNK_BYTES } from './checked-chunks.ts';
import { contents, load } from './saved-text.cases.ts';
import { SnapshotWriter } from './snapshot-writer.ts';

/** It takes some seconds, and more on a busy machine. */
const MINUTE_MS = 60_000;

const encoder = new TextEncoder();
const clock = new FakeClock();

/** Short as a rule; some are so long that they are written in several steps, as text, with escapes, or in base64. */
function randomValue(random: SeededRandom, names: number): Uint8Array {
  if (!random.chance(names < 10 ? 0.4 : 0.02)) return random.bytes(random.nextInt(30));
  const bytes = new Uint8Array(200_000 + random.nextInt(500_000));
  const unit = random.pick([encoder.encode('x'), encoder.encode('"\\ü日'), random.bytes(7), new Uint8Array(3)]);
  for (let i = 0; i < bytes.length; i++) bytes[i] = unit[i % unit.length];
  return bytes;
}

function change(random: SeededRandom, database: Database, names: number): void {
  const key = encoder.encode(`key:${random.nextInt(names)}`);
  const entry = database.find(key, 0, key.length);
  const value = randomValue(random, names);
  const action = random.nextInt(10);
  if (entry === 0 || action < 4) {
    const expiry = random.chance(0.8) ? NO_EXPIRY : clock.nowMs() + 1000;
    setString(database, entry, key, 0, key.length, value, 0, value.length, expiry);
  } else if (action < 6) {
    database.delete(key, 0, key.length);
  } else if (action === 6) {
    appendString(database, entry, value, 0, Math.min(10, value.length));
  } else if (action === 7) {
    overwriteString(database, entry, random.nextInt(5), value, 0, value.length);
  } else if (action === 8) {
    database.setExpiry(entry, random.chance(0.5) ? NO_EXPIRY : clock.nowMs() + 5000);
  } else if (random.chance(0.01)) {
    database.clear();
  }
}

test(
  'the file shows the moment at which the save began, whatever happens while it is written',
  () => {
    const random = seededRandom('live snapshot');
    for (let round = 0; round < 25; round++) {
      const names = random.pick([5, 100, 15_000]);
      const store = new Store({ databases: 3, clock });
      for (let i = random.nextInt(names * 2); i > 0; i--) {
        const short = encoder.encode(`key:${random.nextInt(names)}`);
        const [first] = store.databases;
        setString(first, first.find(short, 0, short.length), short, 0, short.length, short, 0, short.length, NO_EXPIRY);
      }
      for (let i = 0; i < 150; i++) change(random, random.pick(store.databases), names);

      const expected = contents(store);
      const chunks: Uint8Array[] = [];
      const take = (bytes: Uint8Array, length: number) => {
        chunks.push(bytes.slice(0, length));
        return new Uint8Array(CHUNK_BYTES);
      };
      const writer = new SnapshotWriter({ take }, { version: '0.1.0' });
      const walk = new LiveWalk(store);
      expect(walk.prepare()).toBe(true);
      walk.begin(writer);
      writer.begin(walk);
      const perStep = random.pick([0, 1, 10]);
      while (writer.step()) {
        for (let i = random.nextInt(perStep + 1); i > 0; i--) change(random, random.pick(store.databases), names);
      }
      walk.end();

      const other = new Store({ databases: 3, clock });
      const reader = load(concatBytes(chunks), other);
      expect([reader.checked, reader.keys]).toEqual([true, expected.length]);
      expect(contents(other)).toEqual(expected);
    }
  },
  MINUTE_MS,
);
