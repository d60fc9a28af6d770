import { FakeClock, type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Store } from '../store.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { type Database, KEEP_EXPIRY } from './database.ts';

/** What a key should have. */
interface Model {
  kind: number;
  value: Uint8Array;
  expiry: number;
}

const encoder = new TextEncoder();

function randomName(random: SeededRandom): string {
  const name = `key:${random.nextInt(300)}`;
  if (random.chance(0.03)) return name.padEnd(400, '.');
  return random.chance(0.005) ? name.padEnd(40_000, '.') : name;
}

function randomLength(random: SeededRandom): number {
  return random.chance(0.02) ? random.nextInt(60_000) : random.nextInt(random.pick([10, 300, 2000]));
}

/** Two databases of a store beside two Maps. */
class Checked {
  readonly clock = new FakeClock();
  readonly expired: string[] = [];
  readonly store: Store;
  readonly models: Map<string, Model>[] = [new Map(), new Map()];
  readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
    this.store = new Store({
      databases: 2,
      clock: this.clock,
      random: () => random.nextFloat(),
      listener: {
        expired: ({ entries, index }, entry) => {
          entries.locate(entry);
          const name = new TextDecoder().decode(entries.bytes.subarray(entries.keyStart, entries.keyEnd));
          const model = this.models[index].get(name);
          if (model === undefined || !(this.clock.nowMs() > model.expiry)) expect.fail(`${name} must not expire`);
          this.models[index].delete(name);
        },
      },
    });
  }

  randomExpiry(): number {
    return this.random.chance(0.5) ? NO_EXPIRY : this.clock.nowMs() + this.random.nextInt(3000);
  }

  find(index: number, name: string): number {
    const key = encoder.encode(name);
    return this.store.databases[index].find(key, 0, key.length);
  }

  write(database: Database, value: Uint8Array): void {
    const { bytes, valueStart, valueEnd } = database.entries;
    if (valueEnd - valueStart !== value.length) expect.fail('there is not the right room for the value');
    bytes.set(value, valueStart);
  }

  /** The key is there as the model says, or is not there. */
  checkKey(index: number, name: string): void {
    const entry = this.find(index, name);
    const model = this.models[index].get(name);
    if (entry === 0 || model === undefined) {
      if (entry !== 0 || model !== undefined) expect.fail(`${name}: entry ${entry}, but ${JSON.stringify(model)}`);
      return;
    }
    const { entries } = this.store.databases[index];
    entries.locate(entry);
    const { bytes, valueStart, valueEnd } = entries;
    if (Buffer.compare(bytes.subarray(valueStart, valueEnd), model.value) !== 0) expect.fail(`${name}: another value`);
    expect(entries.kind(entry)).toBe(model.kind);
    expect(entries.expiryOf(entry)).toBe(model.expiry);
  }

  check(): void {
    for (const [index, model] of this.models.entries()) {
      for (const name of [...model.keys()]) this.checkKey(index, name);
      const database = this.store.databases[index];
      expect(database.size).toBe(model.size);
      expect(database.expires.size).toBe([...model.values()].filter(({ expiry }) => expiry !== NO_EXPIRY).length);
    }
  }

  step(): void {
    const { random, clock } = this;
    const index = random.nextInt(2);
    const database = this.store.databases[index];
    const models = this.models[index];
    const name = randomName(random);
    const key = encoder.encode(name);
    const entry = database.find(key, 0, key.length);
    const model = models.get(name);
    if ((entry === 0) !== (model === undefined)) expect.fail(`${name}: entry ${entry}, model ${model}`);
    switch (random.nextInt(14)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        const value = random.bytes(randomLength(random));
        const kind = 1 + random.nextInt(6);
        const expiry = random.chance(0.2) ? KEEP_EXPIRY : this.randomExpiry();
        const due = expiry === KEEP_EXPIRY ? (model?.expiry ?? NO_EXPIRY) : expiry;
        if (random.chance(0.3)) database.put(kind, 0, key, 0, key.length, value.length, expiry);
        else if (entry === 0) database.add(kind, 0, key, 0, key.length, value.length, expiry);
        else database.replace(entry, kind, 0, key, 0, key.length, value.length, expiry);
        this.write(database, value);
        models.set(name, { kind, value, expiry: due });
        break;
      }
      case 4:
      case 5: {
        if (model === undefined) break;
        const length = random.chance(0.7) ? model.value.length + random.nextInt(30) : randomLength(random);
        const value = random.bytes(length);
        value.set(model.value.subarray(0, length));
        database.resizeValue(entry, length);
        const kept = Math.min(length, model.value.length);
        database.entries.bytes.set(value.subarray(kept), database.entries.valueStart + kept);
        model.value = value;
        break;
      }
      case 6:
      case 7:
        if (model === undefined) break;
        model.expiry = this.randomExpiry();
        database.setExpiry(entry, model.expiry);
        break;
      case 8:
        expect(database.delete(key, 0, key.length)).toBe(models.delete(name));
        break;
      case 9: {
        if (model === undefined) break;
        // To another name, another database, or both; what is there goes first.
        const target = random.nextInt(2);
        const newName = target === index || random.chance(0.5) ? `${randomName(random)}!` : name;
        const newKey = encoder.encode(newName);
        const other = this.store.databases[target];
        const overwritten = other.find(newKey, 0, newKey.length);
        if (overwritten !== 0) other.remove(overwritten);
        if (random.chance(0.5)) {
          database.moveTo(other, entry, newKey, 0, newKey.length);
          models.delete(name);
        } else {
          database.copyTo(other, entry, newKey, 0, newKey.length);
        }
        this.models[target].set(newName, { ...model });
        break;
      }
      case 10:
        if (entry !== 0) database.relocate(entry);
        break;
      case 11: {
        clock.advance(random.nextInt(20));
        const { removed, sampled } = database.expireStep(1 + random.nextInt(10));
        expect(removed).toBeLessThanOrEqual(sampled);
        break;
      }
      case 12: {
        const drawn = database.randomEntry(() => random.nextFloat());
        expect(drawn === 0).toBe(models.size === 0);
        break;
      }
      default: {
        const rare = random.nextInt(1000);
        if (rare < 5) {
          database.clear();
          models.clear();
        } else if (rare < 15) {
          this.store.swap(0, 1);
          this.models.reverse();
        } else if (rare < 20) {
          database.detach().clear();
          models.clear();
        }
      }
    }
    this.checkKey(index, name);
  }
}

test('databases hold what was put into them, and what expires goes', () => {
  const checked = new Checked(seededRandom('database'));
  for (let step = 0; step < 25_000; step++) {
    checked.step();
    if (step % 1000 === 0) checked.check();
  }
  checked.check();
  // Once all keys are due, the expire cycle alone empties what has an expiry.
  checked.clock.advance(10_000);
  for (const database of checked.store.databases)
    while (!database.expireStep(10).finished && database.expires.size > 0);
  checked.check();
  for (const { expires } of checked.store.databases) expect(expires.size).toBe(0);
  for (const database of checked.store.databases) database.clear();
  const [first, second] = checked.store.databases;
  expect(first.usedBytes).toBe(second.usedBytes);
  expect(first.entries.arena.usedBytes + first.entries.large.usedBytes).toBe(0);
});
