import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Store } from '../store.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import {
  addListpack,
  appendReserved,
  appendToListpack,
  deleteFromListpack,
  insertIntoListpack,
  prependToListpack,
  replaceInListpack,
} from '../values/inline-listpack.ts';
import { KIND_LIST } from '../values/value-kind.ts';
import {
  EMPTY_LISTPACK_BYTES,
  findElement,
  firstElement,
  isListpack,
  lastElement,
  listpackCount,
  nextElement,
  previousElement,
  seekElement,
} from './listpack.ts';
import { ElementEncoder, ElementReader, LISTPACK_END } from './listpack-element.ts';

const random = seededRandom('listpacks');
const element = new ElementEncoder();
const reader = new ElementReader();

function randomText(): string {
  if (random.chance(0.5)) {
    const magnitude = BigInt.asUintN(
      random.nextInt(64),
      (BigInt(random.nextInt(2 ** 32)) << 32n) | BigInt(random.nextInt(2 ** 32)),
    );
    return String(random.chance(0.5) ? magnitude : -magnitude);
  }
  if (random.chance(0.2))
    return random.pick(['', '-', '-0', '007', '9223372036854775808', '1.5', '-9223372036854775809', ' 1']);
  return random.pick(['a', 'b', 'xyz']).repeat(random.nextInt(random.pick([3, 3, 30, 100, 6000])));
}

function set(text: string): ElementEncoder {
  const bytes = Buffer.from(text);
  element.set(bytes, 0, bytes.length);
  return element;
}

test('a listpack in an entry holds what an array holds', () => {
  const database = new Store({ databases: 1 }).databases[0];
  const { entries } = database;
  const key = Buffer.from('a key');
  let entry = 0;
  let model: string[] = [];
  for (let round = 0; round < 8_000; round++) {
    if (model.length > random.pick([40, 40, 300]) || entry === 0) {
      if (entry !== 0) database.remove(entry);
      model = [randomText(), randomText()];
      const growth = set(model[0]).size + set(model[1]).size;
      entry = addListpack(database, KIND_LIST, 0, key, 0, key.length, growth, NO_EXPIRY);
      for (const text of model) appendReserved(database, set(text));
    }
    entries.locate(entry);
    const place = random.nextInt(model.length + 1);
    const at =
      place === model.length
        ? -1
        : seekElement(entries.bytes, entries.valueStart, random.pick([place, place - model.length]));
    expect(at === -1).toBe(place === model.length);
    const offset = at - entries.valueStart;
    const text = randomText();
    switch (random.nextInt(6)) {
      case 0:
        entry = appendToListpack(database, entry, set(text));
        model.push(text);
        break;
      case 1:
        entry = prependToListpack(database, entry, set(text));
        model.unshift(text);
        break;
      case 2:
      case 3:
        if (at === -1) break;
        entry = insertIntoListpack(database, entry, offset, set(text));
        model.splice(place, 0, text);
        break;
      case 4:
        if (at === -1) break;
        entry = replaceInListpack(database, entry, offset, set(text));
        model[place] = text;
        break;
      default: {
        if (at === -1) break;
        const count = random.nextInt(5);
        entry = deleteFromListpack(database, entry, offset, count);
        model.splice(place, count);
      }
    }
    check(entry, model);
  }

  function check(of: number, expected: string[]): void {
    entries.locate(of);
    const { bytes, valueStart, valueEnd } = entries;
    expect(isListpack(bytes, valueStart, valueEnd)).toBe(true);
    expect(listpackCount(bytes, valueStart)).toBe(expected.length);
    const texts: string[] = [];
    for (let at = firstElement(valueStart); bytes[at] !== LISTPACK_END; at = nextElement(bytes, at)) {
      reader.readText(bytes, at);
      const text = Buffer.from(reader.bytes.subarray(reader.start, reader.end)).toString();
      reader.read(bytes, at);
      if (reader.isInteger) expect(String(reader.integer)).toBe(text);
      texts.push(text);
    }
    expect(texts).toEqual(expected);
    let backward = expected.length;
    for (let at = lastElement(bytes, valueStart); at !== -1; at = previousElement(bytes, valueStart, at)) backward--;
    expect(backward).toBe(0);
    const sought = random.chance(0.7) && expected.length > 0 ? random.pick(expected) : randomText();
    const soughtBytes = Buffer.from(sought);
    const found = findElement(bytes, firstElement(valueStart), soughtBytes, 0, soughtBytes.length, 0);
    const index = expected.indexOf(sought);
    expect(found).toBe(index === -1 ? -1 : seekElement(bytes, valueStart, index));
    if (expected.length % 2 === 0) {
      const foundKey = findElement(bytes, firstElement(valueStart), soughtBytes, 0, soughtBytes.length, 1);
      const pair = expected.findIndex((text, i) => i % 2 === 0 && text === sought);
      expect(foundKey).toBe(pair === -1 ? -1 : seekElement(bytes, valueStart, pair));
    }
    expect(valueEnd - valueStart).toBeGreaterThanOrEqual(EMPTY_LISTPACK_BYTES);
    expect(seekElement(bytes, valueStart, expected.length)).toBe(-1);
    expect(seekElement(bytes, valueStart, -expected.length - 1)).toBe(-1);
  }
});
