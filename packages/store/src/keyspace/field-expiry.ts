import { DueTimes } from '../structures/due-times.ts';
import type { Entries } from '../structures/entries.ts';
import { HASH_LISTPACK_EXPIRY, KIND_HASH, NO_EXPIRY } from '../structures/entry-format.ts';
import type { EntryVisitor, HashTable } from '../structures/hash-table.ts';

/** The keys and entries of a database, seen from here. */
export interface HashKeyspace {
  readonly entries: Entries;
  readonly keys: HashTable;
  collectionOf(entry: number): { readonly nearestExpiry: number };
}

/** Stale moments are tolerated up to this number and as many again as there are hashes. */
const STALE_MIN = 1024;
/** At the end of an inline hash with HASH_LISTPACK_EXPIRY: when its first field is due, f64. */
export const NEAREST_BYTES = 8;

/**
 * Which hashes of a database have fields that expire, and which of them is due first.
 *
 * For every such hash there is a moment in `#due`, with the hash of its key, at which (or before which) its first field is due. The
 * database tells when an entry comes and goes; whoever changes the expiry of fields tells with `changed`.
 */
export class FieldExpiry implements EntryVisitor {
  /** Number of hashes with fields that expire. */
  count = 0;
  readonly #due = new DueTimes();
  // What is sought in a bucket of keys, and what was found there.
  #database!: HashKeyspace;
  #soughtHash = 0;
  #soughtTime = 0;
  #found = 0;

  /** Bytes held outside of the store's memory. */
  get heldBytes(): number {
    return this.#due.heldBytes;
  }

  /** The fields of an entry of this database have another first moment. */
  changed(database: HashKeyspace, entry: number, before: number, after: number): void {
    if (before === after) return;
    if (before === NO_EXPIRY) this.count++;
    if (after === NO_EXPIRY) this.count--;
    else this.#add(database, entry, after);
  }

  /** An entry with the value of a hash has come into the database. */
  entered(database: HashKeyspace, entry: number): void {
    this.changed(database, entry, NO_EXPIRY, nearestFieldExpiry(database, entry));
  }

  /** An entry with the value of a hash is about to leave the database. */
  leaves(database: HashKeyspace, entry: number): void {
    if (this.count > 0 && nearestFieldExpiry(database, entry) !== NO_EXPIRY) this.count--;
  }

  /** A hash with fields that are due, or 0. It is given again until `changed` was told of it. */
  dueEntry(database: HashKeyspace, now: number): number {
    while (this.#due.first < now) {
      const entry = this.#find(database, this.#due.first, this.#due.firstHash);
      if (entry !== 0) return entry;
      this.#due.removeFirst();
    }
    return 0;
  }

  #add(database: HashKeyspace, entry: number, time: number): void {
    this.#due.add(time, database.entries.hashOf(entry, database.keys.hash));
    if (this.#due.size > 2 * this.count + STALE_MIN) {
      this.#due.keepOnly((moment, hash) => this.#find(database, moment, hash) !== 0);
    }
  }

  /** The entry of this key's hash whose first field is due at this moment, or 0. */
  #find(database: HashKeyspace, time: number, hash: number): number {
    this.#database = database;
    this.#soughtHash = hash;
    this.#soughtTime = time;
    this.#found = 0;
    database.keys.scan(hash >>> 0, this);
    return this.#found;
  }

  visit(entry: number): void {
    const database = this.#database;
    const { entries, keys } = database;
    if (entries.kind(entry) !== KIND_HASH || entries.hashOf(entry, keys.hash) !== this.#soughtHash) return;
    if (nearestFieldExpiry(database, entry) === this.#soughtTime) this.#found = entry;
  }
}

/** No field of this hash is due before: milliseconds of Unix time, NO_EXPIRY where no field expires. Locates inline hashes. */
export function nearestFieldExpiry(database: HashKeyspace, entry: number): number {
  const { entries } = database;
  if (entries.isCollection(entry)) return database.collectionOf(entry).nearestExpiry;
  if (entries.encoding(entry) !== HASH_LISTPACK_EXPIRY) return NO_EXPIRY;
  entries.locate(entry);
  return readNearest(entries.bytes, entries.valueEnd);
}

const scratch = new DataView(new ArrayBuffer(NEAREST_BYTES));

/** The moment that stands at the end of a value. */
export function readNearest(bytes: Uint8Array, valueEnd: number): number {
  for (let i = 0; i < NEAREST_BYTES; i++) scratch.setUint8(i, bytes[valueEnd - NEAREST_BYTES + i]);
  return scratch.getFloat64(0, true);
}

export function writeNearest(bytes: Uint8Array, valueEnd: number, time: number): void {
  scratch.setFloat64(0, time, true);
  for (let i = 0; i < NEAREST_BYTES; i++) bytes[valueEnd - NEAREST_BYTES + i] = scratch.getUint8(i);
}
