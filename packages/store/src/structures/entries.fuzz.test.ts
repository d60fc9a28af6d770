import { KeyedHash } from '@respite/bytes';
import { type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Arena } from '../memory/arena.ts';
import { Segments, ZONE_MOVABLE } from '../memory/segments.ts';
import { Entries } from './entries.ts';
import { NO_EXPIRY } from './entry-format.ts';

/** An entry as it should be. */
interface Model {
  entry: number;
  /** Which of the databases it is in. */
  home: number;
  kind: number;
  encoding: number;
  key: Uint8Array;
  value: Uint8Array;
  expiry: number;
  clock: number;
}

function randomKey(random: SeededRandom): Uint8Array {
  const length = random.pick([0, 1, 16, 40, 253, 254, 255, 256, 1000, random.nextInt(300)]);
  return randomBytes(random, random.chance(0.003) ? 40_000 : length);
}

/** A random beginning, and the rest of one random byte: as good, and faster. */
function randomBytes(random: SeededRandom, length: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(random.nextInt(256));
  bytes.set(random.bytes(Math.min(length, 40)));
  return bytes;
}

/** Around every limit between the forms. */
function randomLength(random: SeededRandom): number {
  const lengths = [0, 8, 254, 255, 256, 257, 1000, 32_700, 32_740, 32_768, 40_000, random.nextInt(300)];
  return random.chance(0.03) ? random.nextInt(100_000) : random.pick(lengths);
}

function randomExpiry(random: SeededRandom): number {
  return random.chance(0.5) ? NO_EXPIRY : random.nextInt(2 ** 31) * 1000 + random.nextInt(1000);
}

test('entries hold what was put into them, in whatever form they are and wherever they move', () => {
  const random = seededRandom('entries');
  const segments = new Segments();
  const homes = [1, 2].map(() => new Entries(segments, new Arena(segments, ZONE_MOVABLE)));
  const hash = new KeyedHash(random.nextUint32(), random.nextUint32());
  const models: Model[] = [];

  const write = (model: Model, value: Uint8Array) => {
    const entries = homes[model.home];
    expect(entries.valueEnd - entries.valueStart).toBe(value.length);
    entries.bytes.set(value, entries.valueStart);
    model.value = value;
  };
  const check = (model: Model) => {
    const { entry, key } = model;
    const entries = homes[model.home];
    entries.locate(entry);
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = entries;
    const problems = {
      key: Buffer.compare(bytes.subarray(keyStart, keyEnd), key) !== 0,
      value: Buffer.compare(bytes.subarray(valueStart, valueEnd), model.value) !== 0,
      kind: entries.kind(entry) !== model.kind,
      encoding: entries.encoding(entry) !== model.encoding,
      expiry: entries.expiryOf(entry) !== model.expiry,
      hasExpiry: entries.hasExpiry(entry) !== (model.expiry !== NO_EXPIRY),
      clock: entries.accessClock(entry) !== model.clock,
      size: entries.sizeOf(entry) < 6 + key.length + model.value.length,
      hash: entries.hashOf(entry, hash) !== hash.of(key, 0, key.length),
      equality: !entries.keyEquals(entry, key, 0, key.length) || entries.keyEquals(entry, key, 0, key.length + 1),
      // Asking for hash and equality leaves alone what is located.
      located: entries.bytes !== bytes || entries.keyStart !== keyStart || entries.valueEnd !== valueEnd,
    };
    if (Object.values(problems).includes(true)) expect(problems).toEqual({});
  };
  const create = () => {
    const home = random.nextInt(2);
    const [kind, encoding] = [1 + random.nextInt(6), random.nextInt(4)];
    const key = randomKey(random);
    const value = randomBytes(random, randomLength(random));
    const expiry = randomExpiry(random);
    const entry = homes[home].create(kind, encoding, key, 0, key.length, value.length, expiry);
    const model = { entry, home, kind, encoding, key, value, expiry, clock: 0 };
    write(model, value);
    models.push(model);
  };

  for (let step = 0; step < 15_000; step++) {
    if (models.length < 5 || (models.length < 60 && random.chance(0.1))) create();
    const model = random.pick(models);
    const entries = homes[model.home];
    const { key } = model;
    check(model);
    switch (random.nextInt(10)) {
      case 0:
      case 1: {
        const value = randomBytes(random, random.chance(0.3) ? model.value.length : randomLength(random));
        model.kind = 1 + random.nextInt(6);
        model.encoding = random.nextInt(4);
        model.expiry = random.chance(0.5) ? model.expiry : randomExpiry(random);
        const { entry, kind, encoding, expiry } = model;
        model.entry = entries.recreate(entry, kind, encoding, key, 0, key.length, value.length, expiry);
        write(model, value);
        break;
      }
      case 2:
      case 3: {
        const length = random.chance(0.5) ? model.value.length + random.nextInt(20) : randomLength(random);
        const value = randomBytes(random, length);
        value.set(model.value.subarray(0, value.length));
        model.entry = entries.resize(model.entry, value.length);
        expect(entries.valueEnd - entries.valueStart).toBe(value.length);
        const kept = Math.min(model.value.length, value.length);
        entries.bytes.set(value.subarray(kept), entries.valueStart + kept);
        model.value = value;
        break;
      }
      case 4:
        model.expiry = randomExpiry(random);
        model.entry = entries.setExpiry(model.entry, model.expiry);
        break;
      case 5: {
        const fresh = entries.relocate(model.entry);
        expect(fresh).not.toBe(model.entry);
        entries.arena.free(model.entry);
        model.entry = fresh;
        break;
      }
      case 6: {
        model.key = randomKey(random);
        model.home = random.nextInt(2);
        const target = homes[model.home];
        model.entry = target.takeFrom(entries, model.entry, model.key, 0, model.key.length);
        model.clock = 0;
        break;
      }
      case 7: {
        if (models.length >= 60) break;
        const copy = { ...model, key: randomKey(random), home: random.nextInt(2), clock: 0 };
        copy.entry = homes[copy.home].copyFrom(entries, model.entry, copy.key, 0, copy.key.length);
        models.push(copy);
        check(copy);
        break;
      }
      case 8:
        model.clock = random.nextInt(2 ** 24);
        entries.setAccessClock(model.entry, model.clock);
        model.encoding = random.nextInt(4);
        entries.setEncoding(model.entry, model.encoding);
        break;
      default:
        if (models.length > 30) {
          entries.free(model.entry);
          models.splice(models.indexOf(model), 1);
          continue;
        }
    }
    check(model);
    if (step % 250 === 0) {
      for (const each of models) check(each);
      for (const [home, each] of homes.entries()) {
        const own = models.filter((model) => model.home === home);
        const size = own.reduce((sum, { entry }) => sum + each.sizeOf(entry), 0);
        expect(each.arena.usedBytes + each.large.usedBytes).toBe(size);
      }
    }
  }
  for (const { entry, home } of models) homes[home].free(entry);
  for (const { arena, large } of homes) expect([arena.usedBytes, large.usedBytes]).toEqual([0, 0]);
});

test('epochs: entries made or moved are of the present one, others until they join', () => {
  const segments = new Segments();
  const entries = new Entries(segments, new Arena(segments, ZONE_MOVABLE));
  const key = new Uint8Array([1, 2, 3]);
  const old = [10, 300, 100_000].map((length) => entries.create(1, 0, key, 0, 3, length, NO_EXPIRY));
  entries.turnEpoch();
  for (const entry of old) expect(entries.isOfEpoch(entry)).toBe(false);
  expect(entries.isOfEpoch(entries.create(1, 0, key, 0, 3, 10, NO_EXPIRY))).toBe(true);
  // To move a block is no change of what it holds.
  for (const entry of old) expect(entries.isOfEpoch(entries.relocate(entry))).toBe(false);
  for (const entry of old) entries.joinEpoch(entry);
  for (const entry of old) expect(entries.isOfEpoch(entry)).toBe(true);
  entries.turnEpoch();
  for (const entry of old) expect(entries.isOfEpoch(entry)).toBe(false);
  expect(entries.isOfEpoch(entries.resize(old[0], 5000))).toBe(true);
  expect(entries.isOfEpoch(entries.setExpiry(old[2], 5))).toBe(true);
});
