import { FakeClock, type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import type { Database } from '../keyspace/database.ts';
import { Store } from '../store.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { appendString } from '../values/string-edit.ts';
import { setString } from '../values/string-value.ts';
import { LiveWalk } from './live-walk.ts';
import { StandingWalk } from './standing-walk.ts';
import { BEGUN, DONE, NOT_NOW, type SnapshotVisitor, type SnapshotWalk } from './walk.ts';

/** It takes some seconds, and more on a busy machine. */
const MINUTE_MS = 60_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder('latin1');

/** What a walk has seen, as text: one line per entry. */
class Seen implements SnapshotVisitor {
  readonly lines: string[] = [];
  readonly #walk: SnapshotWalk;
  readonly #random: SeededRandom;
  #indexes: number[] = [];
  #begun: (() => void) | undefined;

  constructor(walk: SnapshotWalk, random: SeededRandom) {
    this.#walk = walk;
    this.#random = random;
  }

  entry(position: number, { entries }: Database, entry: number, mayWait: boolean): number {
    expect(mayWait && this.#begun !== undefined).toBe(false);
    if (this.#indexes.length === 0) this.#indexes = this.#walk.databases.map(({ index }) => index);
    entries.locate(entry);
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = entries;
    const key = decoder.decode(bytes.subarray(keyStart, keyEnd));
    const facts = [entries.kind(entry), entries.encoding(entry), entries.expiryOf(entry), entries.accessClock(entry)];
    const finish = () => {
      const value = decoder.decode(bytes.subarray(valueStart, valueEnd));
      this.lines.push(`${this.#indexes[position]} ${key} ${value} ${facts.join(' ')}`);
    };
    if (mayWait && valueEnd - valueStart > 33_000) {
      if (this.#random.chance(0.3)) return NOT_NOW;
      if (this.#random.chance(0.9)) {
        this.#begun = finish;
        return BEGUN;
      }
    }
    finish();
    return DONE;
  }

  /** Reads the value that was begun, as late as can be. */
  takeCopy(): void {
    expect(this.#begun).toBeDefined();
    this.finish();
  }

  finish(): void {
    this.#begun?.();
    this.#begun = undefined;
  }

  wantsPause(): boolean {
    return this.#random.chance(0.05);
  }
}

class Changes {
  readonly clock = new FakeClock();
  readonly store: Store;
  readonly random: SeededRandom;
  readonly keys: number;

  constructor(random: SeededRandom) {
    this.random = random;
    this.keys = random.pick([20, 300, 3000]);
    this.store = new Store({ databases: 4, clock: this.clock, random: () => random.nextFloat() });
    for (let i = random.nextInt(2 * this.keys); i > 0; i--) this.change(true);
  }

  /** Something that commands, or the server on its own, do. */
  change(gently = false): void {
    const { clock, random, store } = this;
    const database = random.pick(store.databases);
    const key = encoder.encode(this.#name());
    const entry = database.find(key, 0, key.length);
    const action = random.nextInt(gently ? 6 : 15);
    if (action < 6 || entry === 0) {
      const value = this.#value();
      const expiry = random.chance(0.7) ? NO_EXPIRY : clock.nowMs() + random.nextInt(5000);
      const made = setString(database, entry, key, 0, key.length, value, 0, value.length, expiry);
      database.entries.setAccessClock(made, random.nextInt(2 ** 24));
    } else if (action < 9) {
      database.delete(key, 0, key.length);
    } else if (action === 9) {
      database.setExpiry(entry, random.chance(0.3) ? NO_EXPIRY : clock.nowMs() + random.nextInt(5000));
    } else if (action === 10) {
      const more = this.#value();
      appendString(database, entry, more, 0, more.length);
    } else if (action < 13) {
      const target = random.pick(store.databases);
      const name = encoder.encode(this.#name());
      if (target.find(name, 0, name.length) !== 0) return;
      if (action === 11) database.moveTo(target, entry, name, 0, name.length);
      else database.copyTo(target, entry, name, 0, name.length);
    } else if (action === 13) {
      clock.advance(random.nextInt(200));
      database.expireStep(5);
    } else {
      this.#rare(database);
    }
  }

  #rare(database: Database): void {
    const { random, store } = this;
    if (random.chance(0.03)) database.clear();
    else if (random.chance(0.02)) for (const each of store.databases) each.clear();
    else if (random.chance(0.1)) store.swap(random.nextInt(4), random.nextInt(4));
    else store.compactor.step(20);
  }

  /** All that is in the store now. */
  seenStandingStill(): string[] {
    const walk = new StandingWalk(this.store);
    const seen = new Seen(walk, this.random);
    for (let i = 0; i < walk.databases.length; i++) {
      while (walk.visitSome(i, seen)) seen.finish();
    }
    seen.finish();
    return seen.lines.sort();
  }

  #name(): string {
    const name = `key:${this.random.nextInt(this.keys)}`;
    return this.random.chance(0.01) ? name.padEnd(this.random.pick([300, 40_000]), '.') : name;
  }

  #value(): Uint8Array {
    const { random } = this;
    if (random.chance(0.2)) return encoder.encode(String(random.nextUint32()));
    return random.bytes(random.chance(0.01) ? random.nextInt(100_000) : random.nextInt(random.pick([8, 60, 400])));
  }
}

test(
  'a live walk sees everything as it was at its beginning, once, whatever happens meanwhile',
  () => {
    const random = seededRandom('live walk');
    for (let round = 0; round < 50; round++) {
      const changes = new Changes(random);
      const walk = new LiveWalk(changes.store);
      for (let repeat = 0; repeat < 4; repeat++) {
        while (!walk.prepare()) changes.change();
        const seen = new Seen(walk, random);
        const expected = changes.seenStandingStill();
        walk.begin(seen);
        expect(walk.running).toBe(true);
        const perStep = random.pick([0, 1, 30]);
        const abandoned = random.chance(0.3);
        for (let i = 0; i < walk.databases.length && walk.running; i++) {
          do {
            for (let j = random.nextInt(perStep + 1); j > 0; j--) changes.change();
            if (abandoned && random.chance(0.2)) walk.abandon();
            seen.finish();
          } while (walk.running && walk.visitSome(i));
        }
        if (walk.running) {
          walk.end();
          expect(seen.lines.sort()).toEqual(expected);
        }
        expect(changes.store.databases.every(({ observer }) => observer === undefined)).toBe(true);
        for (let j = random.nextInt(30); j > 0; j--) changes.change();
      }
    }
  },
  MINUTE_MS,
);

test(
  'what was emptied gives its memory back when the walk has seen it, or gives up',
  () => {
    const random = seededRandom('live walk, memory');
    for (const abandon of [false, true]) {
      const { store } = new Changes(random);
      const walk = new LiveWalk(store);
      const seen = new Seen(walk, random);
      walk.begin(seen);
      for (const database of store.databases) database.clear();
      if (abandon) walk.abandon();
      for (let i = 0; i < walk.databases.length; i++) {
        while (walk.visitSome(i)) seen.finish();
      }
      walk.end();
      const empty = new Store({ databases: 4 });
      expect(store.segments.pagesInUse).toBe(empty.segments.pagesInUse);
    }
  },
  MINUTE_MS,
);
