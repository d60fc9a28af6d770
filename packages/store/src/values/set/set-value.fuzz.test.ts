import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Store } from '../../store.ts';
import { COLLECTION_ENCODING, NO_EXPIRY } from '../../structures/entry-format.ts';
import { SET_INTSET, SET_LISTPACK } from '../value-kind.ts';
import { RandomMember } from './set-random.ts';
import {
  addMember,
  createSet,
  isMember,
  removeMember,
  removePacked,
  removeRead,
  type SetLimits,
  setLength,
  toIntset,
} from './set-value.ts';
import { SetWalk } from './set-walk.ts';

const limits: SetLimits = { setMaxIntsetEntries: 20, setMaxListpackEntries: 12, setMaxListpackValue: 30 };
const walk = new SetWalk();

test('a set holds what a plain set holds, in the form that Redis would give it', () => {
  const random = seededRandom('sets');
  const store = new Store({ databases: 1 });
  const database = store.databases[0];
  const { entries } = database;
  const key = Buffer.from('a key');
  const drawn = new RandomMember(() => random.nextFloat());
  const seenEncodings = new Set<number>();

  function membersOf(entry: number): string[] {
    const members: string[] = [];
    for (walk.begin(database, entry); walk.next(); ) {
      walk.toText();
      members.push(Buffer.from(walk.bytes.subarray(walk.start, walk.end)).toString());
    }
    return members;
  }

  for (let round = 0; round < 150; round++) {
    const kinds = random.pick([1, 2, 3]);
    const randomMember = () =>
      random.chance(kinds === 1 ? 1 : kinds === 2 ? 0.9 : 0.3)
        ? String(random.nextInt(random.pick([10, 30, 100_000])) * random.pick([1, -1, 10_000_000_000]))
        : random.pick(['a', 'b', 'cd', '-', '']).repeat(random.nextInt(random.pick([5, 5, 5, 20]))) + random.nextInt(9);
    const model = new Set<string>();
    let entry = 0;
    let wasLarge = false;
    let wasListpack = false;
    for (let step = 0; step < 150; step++) {
      const member = random.chance(0.4) && model.size > 0 ? random.pick([...model]) : randomMember();
      const bytes = Buffer.from(member);
      if (entry === 0) {
        const old = database.find(key, 0, key.length);
        entry = createSet(database, old, limits, key, 0, key.length, bytes, 0, bytes.length, 1, NO_EXPIRY);
      }
      expect(isMember(database, entry, bytes, 0, bytes.length)).toBe(model.has(member));
      switch (random.nextInt(7)) {
        case 0: {
          const fresh = removeMember(database, entry, bytes, 0, bytes.length);
          expect(fresh !== 0).toBe(model.delete(member));
          entry = fresh || entry;
          break;
        }
        case 1: {
          if (model.size === 0 || random.chance(0.5)) break;
          drawn.begin(database, entry, 1);
          drawn.draw();
          drawn.toText();
          expect(model.delete(Buffer.from(drawn.bytes.subarray(drawn.start, drawn.end)).toString())).toBe(true);
          entry = removeRead(database, entry, drawn);
          break;
        }
        case 2: {
          if (entries.encoding(entry) === COLLECTION_ENCODING || random.chance(0.8)) break;
          const places: number[] = [];
          for (walk.begin(database, entry); walk.next(); ) {
            if (random.chance(0.7)) continue;
            places.push(walk.place);
            walk.toText();
            model.delete(Buffer.from(walk.bytes.subarray(walk.start, walk.end)).toString());
          }
          entry = removePacked(database, entry, places);
          break;
        }
        default: {
          const fresh = addMember(database, entry, limits, bytes, 0, bytes.length);
          expect(fresh === 0).toBe(model.has(member));
          model.add(member);
          entry = fresh || entry;
        }
      }
      expect(setLength(database, entry)).toBe(model.size);
      expect(membersOf(entry).sort()).toEqual([...model].sort());
      const encoding = entries.encoding(entry);
      seenEncodings.add(encoding);
      if (encoding === SET_INTSET) {
        expect(wasListpack || wasLarge).toBe(false);
        expect(model.size).toBeLessThanOrEqual(limits.setMaxIntsetEntries);
        expect([...model].every((text) => /^(-?[1-9]\d*|0)$/.test(text))).toBe(true);
      } else if (encoding === SET_LISTPACK) {
        expect(wasLarge).toBe(false);
        wasListpack = true;
        expect(model.size).toBeLessThanOrEqual(limits.setMaxListpackEntries);
        expect(Math.max(...[...model].map((text) => text.length))).toBeLessThanOrEqual(limits.setMaxListpackValue);
      } else {
        wasLarge = true;
      }
      if (model.size === 0) {
        database.remove(entry);
        entry = 0;
        wasLarge = false;
        wasListpack = false;
      }
    }
    if (entry !== 0) {
      database.find(key, 0, key.length);
      entry = toIntset(database, entry, limits, key, 0, key.length);
      expect(membersOf(entry).sort()).toEqual([...model].sort());
    }
  }
  expect([...seenEncodings].sort()).toEqual([SET_LISTPACK, SET_INTSET, COLLECTION_ENCODING]);
  database.clear();
  while (store.collections.freeSome(1000));
});

test('every member is drawn as often as the others', () => {
  const random = seededRandom('drawing members');
  const database = new Store({ databases: 1 }).databases[0];
  const drawn = new RandomMember(() => random.nextFloat());
  for (const [prefix, size] of [
    ['', 50],
    ['m', 12],
    ['m', 300],
  ] as const) {
    const key = Buffer.from('k');
    const first = Buffer.from(`${prefix}0`);
    let entry = createSet(
      database,
      database.find(key, 0, 1),
      { ...limits, setMaxIntsetEntries: 100 },
      key,
      0,
      1,
      first,
      0,
      first.length,
      1,
      NO_EXPIRY,
    );
    for (let i = 0; i < size; i++) {
      const member = Buffer.from(`${prefix}${i}`);
      entry = addMember(database, entry, { ...limits, setMaxIntsetEntries: 100 }, member, 0, member.length);
    }
    const draws = size * 200;
    const counts = new Map<string, number>();
    drawn.begin(database, entry, draws);
    for (let i = 0; i < draws; i++) {
      drawn.draw();
      drawn.toText();
      const text = Buffer.from(drawn.bytes.subarray(drawn.start, drawn.end)).toString();
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    expect(counts.size).toBe(size);
    // 200 each, with a standard deviation of 14.
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(90);
  }
});
