import type { Database } from '../../keyspace/database.ts';
import { NEAREST_BYTES, readNearest, writeNearest } from '../../keyspace/field-expiry.ts';
import {
  EMPTY_LISTPACK_BYTES,
  findElement,
  firstElement,
  initialiseListpack,
  listpackBytes,
  listpackCount,
  listpackEnd,
  nextElement,
  openGap,
  seekElement,
} from '../../packed/listpack.ts';
import { ElementEncoder, ElementReader, integerElement } from '../../packed/listpack-element.ts';
import { COLLECTION_ENCODING, NO_EXPIRY } from '../../structures/entry-format.ts';
import { deleteFromListpack, growListpack, replaceInListpack } from '../inline-listpack.ts';
import { HASH_LISTPACK, HASH_LISTPACK_EXPIRY, KIND_HASH } from '../value-kind.ts';
import { HashCollection } from './hash-collection.ts';
import { dueOffset, earliestTime, NO_TIME, writeTriples } from './hash-triples.ts';
import { HashWalk } from './hash-walk.ts';

/** When a hash becomes large: configuration directives of these names. */
export interface HashLimits {
  /** Fields of a listpack. */
  readonly hashMaxListpackEntries: number;
  /** Bytes of a field or value in a listpack. */
  readonly hashMaxListpackValue: number;
}

/** Fields and values, as slices of one buffer: the arguments of a command. */
export interface FieldSource {
  readonly bytes: Uint8Array;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/** Hears of fields whose time has come, before they go. */
export interface FieldListener {
  /** The slice is the field; the entry may be located. */
  fieldExpired(database: Database, entry: number, field: Uint8Array, start: number, end: number): void;
}

const LISTPACK_BYTES_MAX = 2 ** 30;

const fieldEncoder = new ElementEncoder();
const valueEncoder = new ElementEncoder();
const timeEncoder = new ElementEncoder();
const reader = new ElementReader();
const converted = new HashWalk();

/**
 * Reads and changes one hash, field by field, whatever its form:
 *
 * ```
 * HASH_LISTPACK          listpack: field value  field value ...
 * HASH_LISTPACK_EXPIRY   listpack: field value time  field value time ... | nearest f64
 *                        time: milliseconds of Unix time, 0 for none; nearest: the earliest of them, Infinity where there is none
 * COLLECTION_ENCODING    handle of a HashCollection
 * ```
 *
 *     cursor.begin(database, entry, limits);
 *     if (cursor.find(field, start, end)) reply(cursor.readValue());
 *
 * A found field stays found until the next change of the hash, other than by `setValue` and `setExpiry`. Slices that are read are good
 * until the next call. The entry may become another with each change: `entry` tells. A hash without fields is left for the caller to
 * remove. Fields whose time has come are found as any; `expiry` tells.
 */
export class HashCursor {
  entry = 0;
  /** Of the found field: milliseconds of Unix time, or NO_EXPIRY. */
  expiry: number = NO_EXPIRY;
  /** What `readField` and `readValue` have read. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  #database!: Database;
  #limits!: HashLimits;
  #encoding = 0;
  #collection!: HashCollection;
  /** Elements per field in the listpack. */
  #step = 2;
  #nearest: number = NO_EXPIRY;
  /** The found field: where its element begins in the listpack, or its element in the table. */
  #offset = 0;
  #element = 0;

  begin(database: Database, entry: number, limits: HashLimits): void {
    this.#database = database;
    this.#limits = limits;
    this.entry = entry;
    const { entries } = database;
    const encoding = entries.encoding(entry);
    this.#encoding = encoding;
    if (encoding === COLLECTION_ENCODING) {
      this.#collection = database.collectionOf(entry) as HashCollection;
    } else if (encoding === HASH_LISTPACK) {
      this.#step = 2;
      this.#nearest = NO_EXPIRY;
    } else {
      this.#step = 3;
      entries.locate(entry);
      this.#nearest = readNearest(entries.bytes, entries.valueEnd);
    }
  }

  /**
   * Begins with a hash without fields, at a key that `find` has just been called for.
   * @param old what it returned; a value that is there goes
   * @param fields how many will be added, about
   * @param expiry of the key: milliseconds of Unix time, NO_EXPIRY or KEEP_EXPIRY
   */
  create(
    database: Database,
    old: number,
    limits: HashLimits,
    key: Uint8Array,
    start: number,
    end: number,
    fields: number,
    expiry: number,
  ): void {
    let entry: number;
    if (fields > limits.hashMaxListpackEntries) {
      const collection = new HashCollection(database.collections);
      entry = database.putCollection(old, KIND_HASH, key, start, end, collection, expiry);
    } else {
      entry =
        old === 0
          ? database.add(KIND_HASH, HASH_LISTPACK, key, start, end, EMPTY_LISTPACK_BYTES, expiry)
          : database.replace(old, KIND_HASH, HASH_LISTPACK, key, start, end, EMPTY_LISTPACK_BYTES, expiry);
      initialiseListpack(database.entries.bytes, database.entries.valueStart);
    }
    this.begin(database, entry, limits);
  }

  /**
   * As `create`, at a key that was not found, with fields at once: much faster than one by one. They are `source`'s slices from `first`
   * to `last` (not included), fields and values in turn.
   * @returns the first slice that was not taken: fields that come twice, or do not fit, are left for `set`
   */
  createFrom(
    database: Database,
    limits: HashLimits,
    key: Uint8Array,
    start: number,
    end: number,
    source: FieldSource,
    first: number,
    last: number,
  ): number {
    const { bytes: from, starts, ends } = source;
    const fields = (last - first) >>> 1;
    let size = 0;
    for (let i = first; i < last; i++) {
      if (ends[i] - starts[i] > limits.hashMaxListpackValue || fields > limits.hashMaxListpackEntries) {
        this.create(database, 0, limits, key, start, end, fields, NO_EXPIRY);
        return first;
      }
      size += valueEncoder.set(from, starts[i], ends[i]);
    }
    const length = EMPTY_LISTPACK_BYTES + size;
    const entry = database.add(KIND_HASH, HASH_LISTPACK, key, start, end, length, NO_EXPIRY);
    const { bytes, valueStart } = database.entries;
    initialiseListpack(bytes, valueStart);
    let i = first;
    for (let at = firstElement(valueStart); i < last; i += 2) {
      if (findElement(bytes, firstElement(valueStart), from, starts[i], ends[i], 1) !== -1) break;
      const pair = fieldEncoder.set(from, starts[i], ends[i]) + valueEncoder.set(from, starts[i + 1], ends[i + 1]);
      openGap(bytes, valueStart, at, pair, 2);
      at = valueEncoder.write(bytes, fieldEncoder.write(bytes, at));
    }
    this.begin(database, entry, limits);
    if (i < last) this.entry = database.resizeValue(entry, listpackBytes(bytes, valueStart));
    return i;
  }

  /** Number of fields, with those whose time has come. */
  get length(): number {
    if (this.#encoding === COLLECTION_ENCODING) return this.#collection.length;
    const { entries } = this.#database;
    entries.locate(this.entry);
    const count = listpackCount(entries.bytes, entries.valueStart);
    return this.#step === 2 ? count >>> 1 : count / 3;
  }

  /** No field is due before: milliseconds of Unix time, NO_EXPIRY where none expires. */
  get nearestExpiry(): number {
    return this.#encoding === COLLECTION_ENCODING ? this.#collection.nearestExpiry : this.#nearest;
  }

  find(field: Uint8Array, start: number, end: number): boolean {
    if (this.#encoding === COLLECTION_ENCODING) {
      const { fields } = this.#collection;
      const element = fields.find(field, start, end);
      this.#element = element;
      this.expiry = element === 0 ? NO_EXPIRY : fields.entries.expiryOf(element);
      return element !== 0;
    }
    const { entries } = this.#database;
    entries.locate(this.entry);
    const { bytes, valueStart } = entries;
    const at = findElement(bytes, firstElement(valueStart), field, start, end, this.#step - 1);
    this.expiry = NO_EXPIRY;
    if (at === -1) return false;
    this.#offset = at - valueStart;
    if (this.#step === 3) this.#readExpiry();
    return true;
  }

  /** Finds a field by chance, of a hash that has fields. @param random floats in [0, 1) */
  findRandom(random: () => number): void {
    if (this.#encoding === COLLECTION_ENCODING) {
      const { fields } = this.#collection;
      this.#element = fields.randomElement(random);
      this.expiry = fields.entries.expiryOf(this.#element);
      return;
    }
    this.findNth(Math.floor(random() * this.length));
  }

  /** Finds field number `index` of a hash that is not large. */
  findNth(index: number): void {
    const { entries } = this.#database;
    entries.locate(this.entry);
    this.#offset = seekElement(entries.bytes, entries.valueStart, index * this.#step) - entries.valueStart;
    this.expiry = NO_EXPIRY;
    if (this.#step === 3) this.#readExpiry();
  }

  /** Whether its fields are in a table. */
  get isLarge(): boolean {
    return this.#encoding === COLLECTION_ENCODING;
  }

  /** Distinguishes the found field from all others of this hash, as long as nothing changes. */
  get foundId(): number {
    return this.#encoding === COLLECTION_ENCODING ? this.#element : this.#offset;
  }

  /** The found field. */
  readField(): this {
    if (this.#encoding === COLLECTION_ENCODING) {
      const { entries } = this.#collection.fields;
      entries.locate(this.#element);
      this.bytes = entries.bytes;
      this.start = entries.keyStart;
      this.end = entries.keyEnd;
    } else {
      const { entries } = this.#database;
      entries.locate(this.entry);
      this.#readElement(entries.bytes, entries.valueStart + this.#offset);
    }
    return this;
  }

  /** The value of the found field. */
  readValue(): this {
    if (this.#encoding === COLLECTION_ENCODING) {
      const { entries } = this.#collection.fields;
      entries.locate(this.#element);
      this.bytes = entries.bytes;
      this.start = entries.valueStart;
      this.end = entries.valueEnd;
    } else {
      const { entries } = this.#database;
      entries.locate(this.entry);
      this.#readElement(entries.bytes, nextElement(entries.bytes, entries.valueStart + this.#offset));
    }
    return this;
  }

  #readElement(bytes: Uint8Array, at: number): void {
    reader.readText(bytes, at);
    this.bytes = reader.bytes;
    this.start = reader.start;
    this.end = reader.end;
  }

  /** Of the found field, in the located listpack of triples. */
  #readExpiry(): void {
    const { bytes, valueStart } = this.#database.entries;
    const time = Number(integerElement(bytes, nextElement(bytes, nextElement(bytes, valueStart + this.#offset))));
    this.expiry = time === NO_TIME ? NO_EXPIRY : time;
  }

  /**
   * Gives a field a value. It is found then.
   * @param keepsExpiry a field that is there keeps its expiry, instead of losing it
   * @returns whether it is new
   */
  set(
    field: Uint8Array,
    fieldStart: number,
    fieldEnd: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
    keepsExpiry: boolean,
  ): boolean {
    const database = this.#database;
    database.beforeChange(this.entry);
    if (this.#encoding !== COLLECTION_ENCODING) {
      const longest = this.#limits.hashMaxListpackValue;
      if (fieldEnd - fieldStart > longest || valueEnd - valueStart > longest) this.becomeLarge();
    }
    if (this.find(field, fieldStart, fieldEnd)) {
      if (!keepsExpiry && this.expiry !== NO_EXPIRY) this.setExpiry(NO_EXPIRY);
      this.setValue(value, valueStart, valueEnd);
      return false;
    }
    if (this.#encoding !== COLLECTION_ENCODING) {
      if (this.#hasRoom(fieldEnd - fieldStart + valueEnd - valueStart)) {
        this.#append(field, fieldStart, fieldEnd, value, valueStart, valueEnd);
        return true;
      }
      this.becomeLarge();
      this.find(field, fieldStart, fieldEnd);
    }
    this.#element = this.#collection.add(field, fieldStart, fieldEnd, value, valueStart, valueEnd);
    return true;
  }

  /** Whether the listpack, located by `find`, may have another field, of `bytes` with its value. */
  #hasRoom(bytes: number): boolean {
    const { entries } = this.#database;
    const count = listpackCount(entries.bytes, entries.valueStart);
    if (count >= this.#limits.hashMaxListpackEntries * this.#step) return false;
    return listpackBytes(entries.bytes, entries.valueStart) + bytes < LISTPACK_BYTES_MAX;
  }

  #append(
    field: Uint8Array,
    fieldStart: number,
    fieldEnd: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void {
    const { entries } = this.#database;
    let size = fieldEncoder.set(field, fieldStart, fieldEnd) + valueEncoder.set(value, valueStart, valueEnd);
    if (this.#step === 3) size += timeEncoder.setInteger(NO_TIME);
    this.#offset = listpackEnd(entries.bytes, entries.valueStart) - entries.valueStart;
    this.entry = growListpack(this.#database, this.entry, this.#offset, size, this.#step);
    const behind = fieldEncoder.write(entries.bytes, entries.valueStart + this.#offset);
    const end = valueEncoder.write(entries.bytes, behind);
    if (this.#step === 3) {
      timeEncoder.write(entries.bytes, end);
      writeNearest(entries.bytes, entries.valueEnd, this.#nearest);
    }
  }

  /** Gives the found field another value. */
  setValue(value: Uint8Array, start: number, end: number): void {
    const database = this.#database;
    database.beforeChange(this.entry);
    if (this.#encoding === COLLECTION_ENCODING) {
      this.#element = this.#collection.setValue(this.#element, value, start, end);
      return;
    }
    const { entries } = database;
    entries.locate(this.entry);
    const at = nextElement(entries.bytes, entries.valueStart + this.#offset) - entries.valueStart;
    valueEncoder.set(value, start, end);
    this.entry = replaceInListpack(database, this.entry, at, valueEncoder);
    if (this.#step === 3) writeNearest(entries.bytes, entries.valueEnd, this.#nearest);
  }

  /** Gives the found field an expiry (milliseconds of Unix time), or takes it away with NO_EXPIRY. */
  setExpiry(expiry: number): void {
    if (expiry === this.expiry) return;
    const database = this.#database;
    database.beforeChange(this.entry);
    const before = this.nearestExpiry;
    if (this.#encoding === COLLECTION_ENCODING) {
      this.#element = this.#collection.setExpiry(this.#element, expiry);
    } else {
      if (this.#step === 2) this.#toTriples();
      const { entries } = database;
      entries.locate(this.entry);
      const value = nextElement(entries.bytes, entries.valueStart + this.#offset);
      const at = nextElement(entries.bytes, value) - entries.valueStart;
      timeEncoder.setInteger(expiry === NO_EXPIRY ? NO_TIME : expiry);
      this.entry = replaceInListpack(database, this.entry, at, timeEncoder);
      if (expiry < this.#nearest) this.#nearest = expiry;
      else if (this.expiry === this.#nearest) this.#nearest = earliestTime(entries.bytes, entries.valueStart);
      writeNearest(entries.bytes, entries.valueEnd, this.#nearest);
    }
    this.expiry = expiry;
    database.fieldExpiry.changed(database, this.entry, before, this.nearestExpiry);
  }

  /** Removes the found field. */
  remove(): void {
    const database = this.#database;
    database.beforeChange(this.entry);
    const before = this.nearestExpiry;
    if (this.#encoding === COLLECTION_ENCODING) this.#collection.remove(this.#element);
    else this.#removeAt(this.#offset, this.expiry);
    database.fieldExpiry.changed(database, this.entry, before, this.nearestExpiry);
  }

  #removeAt(offset: number, expiry: number): void {
    this.entry = deleteFromListpack(this.#database, this.entry, offset, this.#step);
    if (this.#step === 2) return;
    const { entries } = this.#database;
    if (expiry === this.#nearest) this.#nearest = earliestTime(entries.bytes, entries.valueStart);
    writeNearest(entries.bytes, entries.valueEnd, this.#nearest);
  }

  /** Removes fields whose time has come, at most `most` of them. @returns how many */
  expireDue(now: number, most: number, listener: FieldListener): number {
    if (this.nearestExpiry >= now) return 0;
    const database = this.#database;
    database.beforeChange(this.entry);
    const before = this.nearestExpiry;
    let count = 0;
    if (this.#encoding === COLLECTION_ENCODING) {
      const { entries } = this.#collection.fields;
      for (; count < most; count++) {
        const element = this.#collection.dueElement(now);
        if (element === 0) break;
        entries.locate(element);
        listener.fieldExpired(database, this.entry, entries.bytes, entries.keyStart, entries.keyEnd);
        this.#collection.remove(element);
      }
    } else {
      let offset = this.#dueOffset(now);
      for (; count < most && offset > 0; count++) {
        this.#offset = offset;
        this.readField();
        listener.fieldExpired(database, this.entry, this.bytes, this.start, this.end);
        this.#removeAt(offset, this.#nearest);
        offset = this.#dueOffset(now);
      }
    }
    database.fieldExpiry.changed(database, this.entry, before, this.nearestExpiry);
    return count;
  }

  /** The offset of a field whose time has come, or -1. */
  #dueOffset(now: number): number {
    const { entries } = this.#database;
    entries.locate(this.entry);
    return dueOffset(entries.bytes, entries.valueStart, now);
  }

  /** The hash gets a table, in which no field is found yet. */
  becomeLarge(): void {
    if (this.#encoding === COLLECTION_ENCODING) return;
    const database = this.#database;
    database.beforeChange(this.entry);
    const collection = new HashCollection(database.collections);
    for (converted.begin(database, this.entry); converted.next(); ) {
      const { field, value } = converted;
      collection.fields.find(field.bytes, field.start, field.end);
      const element = collection.add(field.bytes, field.start, field.end, value.bytes, value.start, value.end);
      if (converted.expiry !== NO_EXPIRY) collection.setExpiry(element, converted.expiry);
    }
    this.entry = database.setCollection(this.entry, collection);
    this.#encoding = COLLECTION_ENCODING;
    this.#collection = collection;
  }

  /** Makes pairs triples. The found field stays found. */
  #toTriples(): void {
    const database = this.#database;
    const { entries } = database;
    entries.locate(this.entry);
    const fields = listpackCount(entries.bytes, entries.valueStart) >>> 1;
    const length = listpackBytes(entries.bytes, entries.valueStart);
    const pairs = entries.bytes.slice(entries.valueStart, entries.valueStart + length);
    const triples = length + fields * 2;
    this.entry = database.resizeValue(this.entry, triples + NEAREST_BYTES);
    entries.setEncoding(this.entry, HASH_LISTPACK_EXPIRY);
    this.#offset = writeTriples(pairs, entries.bytes, entries.valueStart, triples, this.#offset);
    writeNearest(entries.bytes, entries.valueEnd, NO_EXPIRY);
    this.#encoding = HASH_LISTPACK_EXPIRY;
    this.#step = 3;
    this.#nearest = NO_EXPIRY;
  }
}
