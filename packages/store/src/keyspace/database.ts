import type { KeyedHash } from '@respite/bytes';
import type { Clock } from '../clock.ts';
import type { Collection } from '../collections/collection.ts';
import { CollectionChain } from '../collections/collection-chain.ts';
import type { Collections } from '../collections/collections.ts';
import { Arena } from '../memory/arena.ts';
import { type Segments, ZONE_FIXED, ZONE_MOVABLE } from '../memory/segments.ts';
import { Entries } from '../structures/entries.ts';
import { COLLECTION_ENCODING, KIND_HASH, NO_EXPIRY } from '../structures/entry-format.ts';
import { type EntryVisitor, HashTable } from '../structures/hash-table.ts';
import { FieldExpiry } from './field-expiry.ts';

/** `put`: the key keeps the expiry that it has. */
export const KEEP_EXPIRY = Number.NEGATIVE_INFINITY;

/** What a handle of a collection takes in an entry. */
const HANDLE_BYTES = 4;

/** What becomes of an entry whose time has come when somebody looks it up: it goes, it stays but is not seen, or it is seen. */
export const REMOVE_DUE = 0;
export const HIDE_DUE = 1;
export const SHOW_DUE = 2;

/** Who wants to know what happens to keys of its own accord: told before the entry goes, while it can still be read. */
export interface KeyspaceListener {
  /** The entry's time has come. */
  expired(database: Database, entry: number): void;
  /** REMOVE_DUE unless said otherwise. While entries are hidden, nothing may be written: the hidden ones would be there twice. */
  readonly dueEntries?: number;
}

/** Draws of `randomEntry` that hit hidden entries before it gives one of those. */
const HIDDEN_DRAWS_MAX = 100;

/** Who wants to see entries before they change: a snapshot, while it walks over the keys. */
export interface ChangeObserver {
  /**
   * The entry is about to be overwritten, changed in place, moved or deleted. What the caller has located may be located no more
   * afterwards, the entry itself stays where it is.
   */
  beforeChange(database: Database, entry: number): void;
  /** All entries are about to go. The observer may `detach` them, and thus keep them for itself. */
  beforeClear(database: Database): void;
}

/**
 * One numbered database: keys and their entries, and which of them expire.
 *
 * ```
 * keys      every entry by its key
 * expires   the same entries, those with an expiry, so that the active cycle need not look at the others
 * ```
 *
 * A reference to an entry is good until the next call that may move it (put, resizeValue, setExpiry, remove ... of that key); those
 * return the new one. None outlives a command: in between, compaction moves any.
 *
 * The arena of `entries` holds keys and nothing else, since compaction asks the tables here where each of its blocks is referred to.
 */
export class Database {
  /** Changes when databases are swapped. */
  index: number;
  /** These are others after `exchange` and `detach`. */
  entries: Entries;
  keys: HashTable;
  expires: HashTable;
  /** Which hashes have fields that expire. */
  fieldExpiry = new FieldExpiry();
  #entryArena: Arena;
  #tableArena: Arena;
  /** The large collections of all databases. */
  readonly collections: Collections;
  #chain = new CollectionChain();
  readonly #clock: Clock;
  readonly #listener: KeyspaceListener;
  observer: ChangeObserver | undefined = undefined;
  /** The hash of the key that was looked up last. */
  #hash = 0;
  #expireCursor = 0;
  readonly #due = new DueEntries();

  constructor(
    index: number,
    segments: Segments,
    hash: KeyedHash,
    clock: Clock,
    listener: KeyspaceListener,
    collections: Collections,
  ) {
    this.index = index;
    this.collections = collections;
    this.#clock = clock;
    this.#listener = listener;
    this.#entryArena = new Arena(segments, ZONE_MOVABLE);
    this.#tableArena = new Arena(segments, ZONE_FIXED);
    this.entries = new Entries(segments, this.#entryArena);
    this.keys = new HashTable(this.entries, this.#tableArena, hash);
    this.expires = new HashTable(this.entries, this.#tableArena, hash);
  }

  /** Number of keys, with those that are due but not yet removed. */
  get size(): number {
    return this.keys.size;
  }

  /** Bytes in use: entries and tables, in whole blocks. */
  get usedBytes(): number {
    return this.#entryArena.usedBytes + this.#tableArena.usedBytes + this.outsideBytes;
  }

  /** Bytes in use that lie in no page. */
  get outsideBytes(): number {
    return this.entries.large.usedBytes + this.fieldExpiry.heldBytes;
  }

  /** Bytes of the pages that are held. */
  get heldBytes(): number {
    return this.#entryArena.heldBytes + this.#tableArena.heldBytes + this.outsideBytes;
  }

  /** The entry of a key, or 0 where there is none; one whose time has come is removed first. */
  find(key: Uint8Array, start: number, end: number): number {
    return this.findHashed(key, start, end, this.keys.hashOfKey(key, start, end));
  }

  /** As `find`; `hash` is `keys.hashOfKey` of the key. */
  findHashed(key: Uint8Array, start: number, end: number, hash: number): number {
    return this.#unlessDue(this.keys.find(key, start, end, hash), hash);
  }

  /** As `find`, of the key that was number `index` in the last call of `keys.lookAhead`. */
  findAhead(index: number, key: Uint8Array, start: number, end: number): number {
    return this.#unlessDue(this.keys.findAhead(index, key, start, end), this.keys.hashAhead(index));
  }

  #unlessDue(entry: number, hash: number): number {
    this.#hash = hash;
    if (entry !== 0 && this.entries.hasExpiry(entry) && this.isDue(entry)) {
      const dueEntries = this.#listener.dueEntries ?? REMOVE_DUE;
      if (dueEntries !== REMOVE_DUE) return dueEntries === SHOW_DUE ? entry : 0;
      this.#expire(entry, hash);
      // Whoever heard of it may have looked up other keys.
      this.#hash = hash;
      return 0;
    }
    return entry;
  }

  /** Whether the entry's time has come. */
  isDue(entry: number): boolean {
    return this.#clock.nowMs() > this.entries.expiryOf(entry);
  }

  /**
   * Makes the entry of a key, new or in the place of an old one. The caller then writes the value of `valueLength` bytes at
   * `entries.valueStart` of `entries.bytes`. The key's bytes must not lie in an entry.
   * @param expiry milliseconds of Unix time, NO_EXPIRY or KEEP_EXPIRY
   */
  put(
    kind: number,
    encoding: number,
    key: Uint8Array,
    start: number,
    end: number,
    valueLength: number,
    expiry: number,
  ): number {
    const old = this.find(key, start, end);
    if (old === 0) return this.add(kind, encoding, key, start, end, valueLength, expiry);
    return this.replace(old, kind, encoding, key, start, end, valueLength, expiry);
  }

  /** As `put`, where the caller has just looked the key up with `find` and got `old`, not 0. */
  replace(
    old: number,
    kind: number,
    encoding: number,
    key: Uint8Array,
    start: number,
    end: number,
    valueLength: number,
    expiry: number,
  ): number {
    if (this.observer !== undefined) this.observer.beforeChange(this, old);
    if (this.entries.kind(old) === KIND_HASH) this.fieldExpiry.leaves(this, old);
    if (this.entries.isCollection(old)) this.#dropCollection(old);
    const had = this.entries.hasExpiry(old);
    const due = expiry !== KEEP_EXPIRY ? expiry : had ? this.entries.expiryOf(old) : NO_EXPIRY;
    const entry = this.entries.recreate(old, kind, encoding, key, start, end, valueLength, due);
    if (entry !== old) this.keys.replaceFound(entry);
    if (had || due !== NO_EXPIRY) this.#moveExpiry(this.#hash, old, had, entry, due !== NO_EXPIRY);
    return entry;
  }

  /** As `put`, where the caller has just looked the key up with `find` and got 0. */
  add(
    kind: number,
    encoding: number,
    key: Uint8Array,
    start: number,
    end: number,
    valueLength: number,
    expiry: number,
  ): number {
    const due = expiry === KEEP_EXPIRY ? NO_EXPIRY : expiry;
    const entry = this.entries.create(kind, encoding, key, start, end, valueLength, due);
    if (due !== NO_EXPIRY) this.expires.insert(this.#hash, entry);
    this.keys.insert(this.#hash, entry);
    return entry;
  }

  /** Gives the value another length, keeping the bytes that both have in common. Locates the entry. @returns its reference. */
  resizeValue(entry: number, valueLength: number): number {
    if (this.observer !== undefined) this.observer.beforeChange(this, entry);
    const fresh = this.entries.resize(entry, valueLength);
    if (fresh !== entry) this.#moved(entry, fresh);
    return fresh;
  }

  /** To be called before a value's bytes are changed in place. */
  beforeChange(entry: number): void {
    if (this.observer !== undefined) this.observer.beforeChange(this, entry);
  }

  /** Sets the expiry (milliseconds of Unix time), or takes it away with NO_EXPIRY. @returns the entry's reference. */
  setExpiry(entry: number, expiry: number): number {
    if (this.observer !== undefined) this.observer.beforeChange(this, entry);
    const had = this.entries.hasExpiry(entry);
    const hash = this.entries.hashOf(entry, this.keys.hash);
    const fresh = this.entries.setExpiry(entry, expiry);
    if (fresh !== entry) this.keys.replace(hash, entry, fresh);
    this.#moveExpiry(hash, entry, had, fresh, expiry !== NO_EXPIRY);
    return fresh;
  }

  /**
   * Gives a key of this database another name, or moves it to another database, or both: the value is not copied where it is large.
   * @param entry of this database
   * @param key its new key, which `target` does not have; its bytes do not lie in an entry
   * @returns the reference in `target`
   */
  moveTo(target: Database, entry: number, key: Uint8Array, start: number, end: number): number {
    if (this.observer !== undefined) this.observer.beforeChange(this, entry);
    const hash = this.entries.hashOf(entry, this.keys.hash);
    if (this.entries.kind(entry) === KIND_HASH) this.fieldExpiry.leaves(this, entry);
    this.keys.remove(hash, entry);
    if (this.entries.hasExpiry(entry)) this.expires.remove(hash, entry);
    if (target !== this && this.entries.isCollection(entry)) {
      const collection = this.collectionOf(entry);
      this.#chain.remove(collection);
      target.#chain.add(collection);
    }
    return target.#adopt(target.entries.takeFrom(this.entries, entry, key, start, end));
  }

  /** As `moveTo`, but the entry stays where it is, and what is moved is a copy. */
  copyTo(target: Database, entry: number, key: Uint8Array, start: number, end: number): number {
    const copy = target.entries.copyFrom(this.entries, entry, key, start, end);
    if (target.entries.isCollection(copy)) {
      const collection = this.collectionOf(entry).copy();
      target.entries.setCollectionHandle(copy, this.collections.add(collection));
      target.#chain.add(collection);
    }
    return target.#adopt(copy);
  }

  /** The collection of an entry in collection encoding. May locate the entry. */
  collectionOf(entry: number): Collection {
    return this.collections.get(this.entries.collectionHandle(entry));
  }

  /**
   * Makes the entry of a key whose value is a collection; the caller has just looked the key up with `find` and got `old`, maybe 0. The
   * key's bytes must not lie in an entry.
   * @param expiry milliseconds of Unix time, NO_EXPIRY or KEEP_EXPIRY
   */
  putCollection(
    old: number,
    kind: number,
    key: Uint8Array,
    start: number,
    end: number,
    collection: Collection,
    expiry: number,
  ): number {
    const entry =
      old === 0
        ? this.add(kind, COLLECTION_ENCODING, key, start, end, HANDLE_BYTES, expiry)
        : this.replace(old, kind, COLLECTION_ENCODING, key, start, end, HANDLE_BYTES, expiry);
    this.#enter(entry, collection);
    return entry;
  }

  /** Puts a collection in the place of an entry's value, whose kind stays: a small value has become a large one. @returns its reference */
  setCollection(entry: number, collection: Collection): number {
    const fresh = this.resizeValue(entry, HANDLE_BYTES);
    this.entries.setEncoding(fresh, COLLECTION_ENCODING);
    this.#enter(fresh, collection);
    return fresh;
  }

  /** Puts a value of its own, in `encoding`, in the place of an entry's collection, which is discarded. Locates the entry. @returns its reference */
  setInline(entry: number, encoding: number, valueLength: number): number {
    if (this.observer !== undefined) this.observer.beforeChange(this, entry);
    this.#dropCollection(entry);
    this.entries.setEncoding(entry, encoding);
    return this.resizeValue(entry, valueLength);
  }

  #enter(entry: number, collection: Collection): void {
    this.entries.setCollectionHandle(entry, this.collections.add(collection));
    this.#chain.add(collection);
  }

  #dropCollection(entry: number): void {
    const collection = this.collectionOf(entry);
    this.#chain.remove(collection);
    this.collections.discard(collection);
  }

  /** Enters an entry that was made without the tables' knowledge. */
  #adopt(entry: number): number {
    const hash = this.entries.hashOf(entry, this.keys.hash);
    if (this.entries.hasExpiry(entry)) this.expires.insert(hash, entry);
    this.keys.insert(hash, entry);
    if (this.entries.kind(entry) === KIND_HASH) this.fieldExpiry.entered(this, entry);
    return entry;
  }

  /** Moves an entry to another block, as it is: for compaction. The old reference is void, and nothing is located. */
  relocate(entry: number): void {
    const hash = this.entries.hashOf(entry, this.keys.hash);
    const fresh = this.entries.relocate(entry);
    this.keys.replace(hash, entry, fresh);
    if (this.entries.hasExpiry(fresh)) this.expires.replace(hash, entry, fresh);
    this.entries.arena.free(entry);
  }

  /** Removes an entry if its time has come. @returns whether it did so, or would if entries were not to stay: it is not to be seen */
  expireIfDue(entry: number): boolean {
    if (!this.entries.hasExpiry(entry) || !this.isDue(entry)) return false;
    const dueEntries = this.#listener.dueEntries ?? REMOVE_DUE;
    if (dueEntries !== REMOVE_DUE) return dueEntries === HIDE_DUE;
    this.#expire(entry, this.entries.hashOf(entry, this.keys.hash));
    return true;
  }

  /** Whether the entry's time has come, so that nobody may see it. */
  isHidden(entry: number): boolean {
    return this.entries.hasExpiry(entry) && this.isDue(entry) && this.#listener.dueEntries !== SHOW_DUE;
  }

  /** An entry at random, each with the same chance; 0 in an empty database. @param random floats in [0, 1) */
  randomEntry(random: () => number): number {
    for (let hidden = 0; ; ) {
      const entry = this.keys.randomEntry(random);
      if (entry === 0 || !this.expireIfDue(entry)) return entry;
      if (this.#listener.dueEntries === HIDE_DUE && ++hidden === HIDDEN_DRAWS_MAX) return entry;
    }
  }

  /** Removes an entry. */
  remove(entry: number): void {
    this.#remove(entry, this.entries.hashOf(entry, this.keys.hash));
  }

  /** Removes a key. @returns whether it was there. */
  delete(key: Uint8Array, start: number, end: number): boolean {
    const entry = this.find(key, start, end);
    if (entry === 0) return false;
    this.#remove(entry, this.#hash);
    return true;
  }

  /** Removes all keys, in time by pages of memory, not by keys. */
  clear(): void {
    if (this.observer !== undefined) this.observer.beforeClear(this);
    this.collections.discardAll(this.#chain);
    this.#tableArena.clear();
    this.entries.clear();
    this.keys.forget();
    this.expires.forget();
    this.fieldExpiry = new FieldExpiry();
    this.#expireCursor = 0;
  }

  /** Moves all keys to a database of its own, which nobody observes, in an instant. This one is empty then. */
  detach(): Database {
    const detached = new Database(
      this.index,
      this.#entryArena.segments,
      this.keys.hash,
      this.#clock,
      this.#listener,
      this.collections,
    );
    this.exchange(detached);
    return detached;
  }

  /** Gives all memory back. The database is of no use afterwards. */
  dispose(): void {
    this.collections.discardAll(this.#chain);
    this.#tableArena.clear();
    this.entries.clear();
  }

  /** Exchanges the keys of two databases in an instant. Number and observer stay. */
  exchange(other: Database): void {
    const { entries, keys, expires } = this;
    const entryArena = this.#entryArena;
    const tableArena = this.#tableArena;
    const chain = this.#chain;
    this.#chain = other.#chain;
    other.#chain = chain;
    const { fieldExpiry } = this;
    this.fieldExpiry = other.fieldExpiry;
    other.fieldExpiry = fieldExpiry;
    this.entries = other.entries;
    this.keys = other.keys;
    this.expires = other.expires;
    this.#entryArena = other.#entryArena;
    this.#tableArena = other.#tableArena;
    this.#expireCursor = 0;
    other.entries = entries;
    other.keys = keys;
    other.expires = expires;
    other.#entryArena = entryArena;
    other.#tableArena = tableArena;
    other.#expireCursor = 0;
  }

  /**
   * A step of the active expire cycle: looks at some buckets of the expiring keys and removes those that are due.
   * @param buckets how many buckets to look at
   * @returns how many of how many keys looked at were due: `removed` and `sampled` of the result, which is used again
   */
  expireStep(buckets: number): ExpireStep {
    const step = this.#step;
    step.sampled = 0;
    step.removed = 0;
    step.finished = false;
    const due = this.#due;
    for (let i = 0; i < buckets && this.expires.size > 0; i++) {
      due.begin(this, step);
      this.#expireCursor = this.expires.scan(this.#expireCursor, due);
      for (const entry of due.entries) this.#expire(entry, this.entries.hashOf(entry, this.keys.hash));
      step.removed += due.entries.length;
      if (this.#expireCursor === 0) {
        step.finished = true;
        break;
      }
    }
    return step;
  }

  readonly #step: ExpireStep = { sampled: 0, removed: 0, finished: false };

  #expire(entry: number, hash: number): void {
    this.#listener.expired(this, entry);
    this.#remove(entry, hash);
  }

  #remove(entry: number, hash: number): void {
    if (this.observer !== undefined) this.observer.beforeChange(this, entry);
    if (this.entries.kind(entry) === KIND_HASH) this.fieldExpiry.leaves(this, entry);
    this.keys.remove(hash, entry);
    if (this.entries.hasExpiry(entry)) this.expires.remove(hash, entry);
    if (this.entries.isCollection(entry)) this.#dropCollection(entry);
    this.entries.free(entry);
  }

  #moved(old: number, fresh: number): void {
    const hash = this.entries.hashOf(fresh, this.keys.hash);
    this.keys.replace(hash, old, fresh);
    if (this.entries.hasExpiry(fresh)) this.expires.replace(hash, old, fresh);
  }

  /** Brings `expires` up to date after an entry became another, with or without an expiry before and after. */
  #moveExpiry(hash: number, old: number, had: boolean, fresh: number, has: boolean): void {
    if (had && has) {
      if (old !== fresh) this.expires.replace(hash, old, fresh);
    } else if (had) {
      this.expires.remove(hash, old);
    } else if (has) {
      this.expires.insert(hash, fresh);
    }
  }
}

export interface ExpireStep {
  sampled: number;
  removed: number;
  /** The walk over all expiring keys came round. */
  finished: boolean;
}

/** Collects the due entries of a bucket; they are removed after the visit, since a table must not change under its visitor. */
class DueEntries implements EntryVisitor {
  readonly entries: number[] = [];
  #database!: Database;
  #step!: ExpireStep;

  begin(database: Database, step: ExpireStep): void {
    this.entries.length = 0;
    this.#database = database;
    this.#step = step;
  }

  visit(entry: number): void {
    this.#step.sampled++;
    if (this.#database.isDue(entry)) this.entries.push(entry);
  }
}
