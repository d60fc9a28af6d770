import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import type { Database } from '../../keyspace/database.ts';
import { nearestFieldExpiry } from '../../keyspace/field-expiry.ts';
import { Store } from '../../store.ts';
import { NO_EXPIRY } from '../../structures/entry-format.ts';
import { encodingName, KIND_HASH } from '../value-kind.ts';
import { HashCursor } from './hash-cursor.ts';
import { HashWalk } from './hash-walk.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('latin1');
const STEPS = Number(process.env.RESPITE_FUZZ_STEPS ?? 4000);

interface Field {
  value: string;
  expiry: number;
}
type Model = Map<string, Map<string, Field>>;

const limits = { hashMaxListpackEntries: 8, hashMaxListpackValue: 12 };
const cursor = new HashCursor();
const walk = new HashWalk();

function find(database: Database, key: string): number {
  const bytes = encoder.encode(key);
  return database.find(bytes, 0, bytes.length);
}

function read(database: Database, entry: number): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (walk.begin(database, entry); walk.next(); ) {
    const { field, value, expiry } = walk;
    const name = decoder.decode(field.bytes.subarray(field.start, field.end));
    fields.set(name, { value: decoder.decode(value.bytes.subarray(value.start, value.end)), expiry });
  }
  return fields;
}

function check(database: Database, model: Model): void {
  let volatile = 0;
  for (const [key, fields] of model) {
    const entry = find(database, key);
    expect(entry, key).not.toBe(0);
    const found = read(database, entry);
    expect(new Map([...found].sort())).toEqual(new Map([...fields].sort()));
    const earliest = Math.min(NO_EXPIRY, ...[...fields.values()].map(({ expiry }) => expiry));
    const nearest = nearestFieldExpiry(database, entry);
    expect(nearest <= earliest, `${key}: ${nearest} ${earliest}`).toBe(true);
    expect(nearest === NO_EXPIRY).toBe(earliest === NO_EXPIRY);
    if (earliest !== NO_EXPIRY) volatile++;
    cursor.begin(database, entry, limits);
    expect(cursor.length).toBe(fields.size);
  }
  expect(database.size).toBe(model.size);
  expect(database.fieldExpiry.count).toBe(volatile);
}

test('hashes of all forms, with fields that expire, beside a model', () => {
  const random = seededRandom('hashes');
  const store = new Store({ databases: 2, clock: { nowMs: () => 0 }, random: () => random.nextFloat() });
  const models: Model[] = [new Map(), new Map()];
  const seen = new Set<string>();
  let now = 1000;

  /** Makes a hash of some fields at once. */
  function createFrom(database: Database, name: Uint8Array, model: Map<string, Field>): void {
    const texts = Array.from({ length: 2 * random.nextInt(11) }, (_, i) =>
      i % 2 === 0 ? `f${random.nextInt(30)}` : random.chance(0.01) ? 'too long for it' : String(random.nextInt(500)),
    );
    const bytes = encoder.encode(texts.join(''));
    const ends = texts.map((_, i) => texts.slice(0, i + 1).join('').length);
    const starts = [0, ...ends];
    const source = { bytes, starts, ends };
    let i = cursor.createFrom(database, limits, name, 0, name.length, source, 0, texts.length);
    for (; i < texts.length; i += 2) {
      cursor.set(bytes, starts[i], ends[i], bytes, starts[i + 1], ends[i + 1], false);
    }
    for (i = 0; i < texts.length; i += 2) model.set(texts[i], { value: texts[i + 1], expiry: NO_EXPIRY });
  }

  for (let step = 0; step < STEPS; step++) {
    const which = random.nextInt(2);
    const database = store.databases[which];
    const model = models[which];
    const key = `k${random.nextInt(4)}`;
    const name = encoder.encode(key);
    const fieldText = random.pick([
      `f${random.nextInt(14)}`,
      String(random.nextInt(6)),
      random.chance(0.02) ? 'long'.repeat(9) : 'x',
    ]);
    const field = encoder.encode(fieldText);
    const valueText = random.pick([
      String(random.nextInt(1000)),
      'v'.repeat(random.nextInt(12)),
      random.chance(0.02) ? 'w'.repeat(300) : '-7',
    ]);
    const value = encoder.encode(valueText);
    const fields = model.get(key);
    const entry = find(database, key);
    if (entry !== 0) {
      cursor.begin(database, entry, limits);
      seen.add(encodingName(KIND_HASH, database.entries.encoding(entry)));
    }
    const action = random.nextInt(20);
    if (action < 8) {
      const keeps = random.chance(0.5);
      const given = new Map<string, Field>();
      if (entry === 0 && random.chance(0.5)) createFrom(database, name, given);
      else if (entry === 0) cursor.create(database, 0, limits, name, 0, name.length, random.pick([1, 9]), NO_EXPIRY);
      const isNew = cursor.set(field, 0, field.length, value, 0, value.length, keeps);
      const old = (fields ?? given).get(fieldText);
      expect(isNew).toBe(old === undefined);
      const fresh = fields ?? given;
      fresh.set(fieldText, { value: valueText, expiry: keeps && old ? old.expiry : NO_EXPIRY });
      model.set(key, fresh);
    } else if (fields !== undefined && action < 12) {
      const isThere = cursor.find(field, 0, field.length);
      expect(isThere).toBe(fields.has(fieldText));
      if (isThere) {
        const read = cursor.readValue();
        expect(decoder.decode(read.bytes.subarray(read.start, read.end))).toBe(fields.get(fieldText)?.value);
        expect(cursor.expiry).toBe(fields.get(fieldText)?.expiry);
        const expiry = random.chance(0.2) ? NO_EXPIRY : now + random.nextInt(100);
        cursor.setExpiry(expiry);
        (fields.get(fieldText) as Field).expiry = expiry;
      }
    } else if (fields !== undefined && action < 14) {
      if (cursor.find(field, 0, field.length)) cursor.remove();
      fields.delete(fieldText);
      if (fields.size === 0) {
        database.remove(cursor.entry);
        model.delete(key);
      }
    } else if (fields !== undefined && action === 14) {
      cursor.findRandom(() => random.nextFloat());
      const read = cursor.readField();
      expect(fields.has(decoder.decode(read.bytes.subarray(read.start, read.end)))).toBe(true);
    } else if (fields !== undefined && action === 15) {
      const other = `k${random.nextInt(4)}`;
      const target = random.nextInt(2);
      if (models[target].has(other)) continue;
      const bytes = encoder.encode(other);
      if (random.chance(0.5)) {
        database.moveTo(store.databases[target], entry, bytes, 0, bytes.length);
        model.delete(key);
        models[target].set(other, fields);
      } else {
        database.copyTo(store.databases[target], entry, bytes, 0, bytes.length);
        models[target].set(other, new Map([...fields].map(([f, { value, expiry }]) => [f, { value, expiry }])));
      }
    } else if (action === 16) {
      now += random.nextInt(30);
      for (;;) {
        const due = database.fieldExpiry.dueEntry(database, now);
        if (due === 0) break;
        cursor.begin(database, due, limits);
        const gone: [string, string][] = [];
        cursor.expireDue(now, 1 + random.nextInt(3), {
          fieldExpired({ entries }, hash, bytes, start, end) {
            entries.locate(hash);
            const owner = decoder.decode(entries.bytes.subarray(entries.keyStart, entries.keyEnd));
            gone.push([owner, decoder.decode(bytes.subarray(start, end))]);
          },
        });
        for (const [owner, expired] of gone) {
          expect(model.get(owner)?.get(expired)?.expiry).toBeLessThan(now);
          model.get(owner)?.delete(expired);
          if (model.get(owner)?.size === 0) {
            model.delete(owner);
            database.remove(cursor.entry);
          }
        }
      }
      for (const rest of model.values()) for (const { expiry } of rest.values()) expect(expiry >= now).toBe(true);
    } else if (fields !== undefined && action === 17 && random.chance(0.3)) {
      database.remove(entry);
      model.delete(key);
    } else if (action === 18 && random.chance(0.02)) {
      database.clear();
      model.clear();
    } else if (action === 19 && random.chance(0.1)) {
      store.swap(0, 1);
      models.reverse();
    }
    if (step % 16 === 0) for (const i of [0, 1]) check(store.databases[i], models[i]);
  }
  expect([...seen].sort()).toEqual(['hashtable', 'listpack', 'listpackex']);
  for (const database of store.databases) database.clear();
  while (store.collections.freeSome(1000));
  expect(store.collections.memory.outsideBytes).toBe(0);
  expect(store.collections.memory.usedBytes).toBe(0);
});
