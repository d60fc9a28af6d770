import type { Collection } from '../collections/collection.ts';
import type { ChangeObserver, Database } from '../keyspace/database.ts';
import type { Store } from '../store.ts';
import type { EntryVisitor } from '../structures/hash-table.ts';
import { EntryBatch } from './entry-batch.ts';
import { BEGUN, NOT_NOW, type SnapshotVisitor, type SnapshotWalk, type WalkedDatabase } from './walk.ts';

/**
 * A snapshot of the store as it is when `begin` is called, taken while it goes on changing between the steps.
 *
 * How does an entry change and the snapshot still show it as it was? `begin` turns the epoch, so that all entries are of the old one.
 * The walk visits those and lets them join the new one. An entry of the old epoch that is about to change is visited just before.
 * Entries made after the beginning are of the new epoch and never visited.
 *
 * What if tables grow and shrink? The scan meets every entry that is there throughout, some maybe twice, when they have joined.
 * What if a database is emptied? The walk takes its entries over and gives their memory back when it has seen them.
 * What if databases are swapped? The walk knows them, and their numbers, from the beginning.
 *
 * What about large collections? Their elements have epochs of their own, which turn at the same moment: see `ElementWalk`.
 *
 * After `abandon`, some entries are of the new epoch and some of the old, and those are told apart no more; before the next walk
 * `prepare` has to bring them all into the present one.
 */
export class LiveWalk implements SnapshotWalk, ChangeObserver {
  readonly isLive = true;
  databases: readonly WalkedDatabase[] = [];
  readonly #store: Store;
  #sources: Source[] = [];
  readonly #positions = new Map<Database, number>();
  /** Databases whose entries are of both epochs. */
  readonly #mixed = new Set<Database>();
  #mixedCursor = 0;
  /** The same for the elements of collections: which may still have some of the old epoch. */
  #mixedElements: Generator<undefined> | undefined;
  readonly #batch = new EntryBatch();
  #visitor: SnapshotVisitor | undefined;
  /** What the visitor goes on reading: where it was located. Compaction may move the entry, but not this. */
  #begun: { database: Database; bytes: Uint8Array; collection: Collection | undefined } | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  get running(): boolean {
    return this.#visitor !== undefined;
  }

  /** To be called until it says that the walk may begin: work that an abandoned walk left. Other work may happen in between. */
  prepare(): boolean {
    for (const database of this.#mixed) {
      const { entries, keys } = database;
      this.#mixedCursor = keys.scan(this.#mixedCursor, { visit: (entry) => entries.joinEpoch(entry) });
      if (this.#mixedCursor === 0) this.#mixed.delete(database);
      return false;
    }
    if (this.#mixedElements === undefined || this.#mixedElements.next().done) return true;
    return false;
  }

  /** Fixes the moment that the snapshot shows. From now on `visitor` may be called at any change. */
  begin(visitor: SnapshotVisitor): void {
    this.#visitor = visitor;
    this.#mixedElements = undefined;
    this.#store.collections.memory.entries.turnEpoch();
    this.#sources = this.#store.databases.filter(({ size }) => size > 0).map((database) => new Source(database));
    this.databases = this.#sources.map(({ database: { index, size } }) => ({ index, keys: size }));
    for (const [position, { database }] of this.#sources.entries()) {
      database.entries.turnEpoch();
      database.observer = this;
      this.#positions.set(database, position);
    }
  }

  visitSome(position: number): boolean {
    const source = this.#sources[position];
    const { database } = source;
    const { entries } = database;
    const visitor = this.#visitor!;
    const batch = this.#batch;
    let { cursor } = source;
    this.#begun = undefined;
    batch.clear();
    do cursor = database.keys.scan(cursor, batch);
    while (cursor !== 0 && !batch.full);
    batch.touch(entries);
    for (let i = 0; i < batch.length; i++) {
      const entry = batch.entries[i];
      if (entries.isOfEpoch(entry)) continue;
      // After a pause the same buckets are scanned again.
      if (visitor.wantsPause()) return true;
      const outcome = visitor.entry(position, database, entry, true);
      if (outcome === NOT_NOW) return true;
      entries.joinEpoch(entry);
      if (outcome === BEGUN) {
        const collection = entries.isCollection(entry) ? database.collectionOf(entry) : undefined;
        entries.locate(entry);
        this.#begun = { database, bytes: entries.bytes, collection };
        return true;
      }
    }
    source.cursor = cursor;
    if (cursor !== 0) return true;
    this.#finish(source);
    return false;
  }

  /** Gives up. */
  abandon(): void {
    for (const source of this.#sources) {
      if (source.finished) continue;
      if (!source.detached) this.#mixed.add(source.database);
      this.#finish(source);
    }
    this.#mixedElements = this.#joinElements();
    this.end();
  }

  /** Brings all elements into the present epoch, some at each step. */
  *#joinElements(): Generator<undefined> {
    const { collections } = this.#store;
    const { entries } = collections.memory;
    const visitor: EntryVisitor = { visit: (element) => entries.joinEpoch(element) };
    for (const collection of collections.live()) {
      const { elements } = collection;
      if (elements === undefined) continue;
      let cursor = 0;
      collections.pin(collection);
      do {
        cursor = elements.scan(cursor, visitor);
        yield undefined;
      } while (cursor !== 0);
      collections.unpin(collection);
    }
  }

  /** To be called when all databases have been visited: the store is not observed any more. */
  end(): void {
    this.#begun = undefined;
    this.#sources = [];
    this.databases = [];
    this.#positions.clear();
    this.#visitor = undefined;
  }

  beforeChange(database: Database, entry: number): void {
    const { entries } = database;
    if (entries.isOfEpoch(entry) && this.#begun?.database !== database) return;
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = entries;
    if (!entries.isOfEpoch(entry)) {
      entries.joinEpoch(entry);
      this.#visitor!.entry(this.#positions.get(database)!, database, entry, false);
    } else if (this.#isBegun(database, entry)) {
      this.#begun = undefined;
      this.#visitor!.takeCopy();
    }
    entries.bytes = bytes;
    entries.keyStart = keyStart;
    entries.keyEnd = keyEnd;
    entries.valueStart = valueStart;
    entries.valueEnd = valueEnd;
  }

  #isBegun(database: Database, entry: number): boolean {
    const { bytes, collection } = this.#begun!;
    const { entries } = database;
    if (collection !== undefined) return entries.isCollection(entry) && database.collectionOf(entry) === collection;
    entries.locate(entry);
    return entries.bytes === bytes;
  }

  beforeClear(database: Database): void {
    const source = this.#sources[this.#positions.get(database)!];
    database.observer = undefined;
    this.#positions.delete(database);
    // What is detached does not change.
    if (this.#begun?.database === database) this.#begun = undefined;
    source.database = database.detach();
    source.detached = true;
  }

  #finish(source: Source): void {
    source.finished = true;
    source.database.observer = undefined;
    this.#positions.delete(source.database);
    if (source.detached) source.database.dispose();
  }
}

/** Where a walk stands in one database. */
class Source {
  /** Another one, with its keys, after it was emptied. */
  database: Database;
  detached = false;
  finished = false;
  cursor = 0;

  constructor(database: Database) {
    this.database = database;
  }
}
