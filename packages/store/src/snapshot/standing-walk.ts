import type { Database } from '../keyspace/database.ts';
import type { Store } from '../store.ts';
import { EntryBatch } from './entry-batch.ts';
import { BEGUN, NOT_NOW, type SnapshotVisitor, type SnapshotWalk, type WalkedDatabase } from './walk.ts';

/** A snapshot while the store stands still: nothing may change from the walk's beginning to its end. */
export class StandingWalk implements SnapshotWalk {
  readonly isLive = false;
  readonly databases: readonly WalkedDatabase[];
  readonly #sources: readonly Database[];
  readonly #batch = new EntryBatch();
  #position = 0;
  #bucket = 0;
  /** Which one of the batch is the next. */
  #next = 0;

  constructor(store: Store) {
    this.#sources = store.databases.filter(({ size }) => size > 0);
    this.databases = this.#sources.map(({ index, size }) => ({ index, keys: size }));
  }

  visitSome(position: number, visitor: SnapshotVisitor): boolean {
    if (position !== this.#position) {
      this.#position = position;
      this.#bucket = 0;
    }
    const database = this.#sources[position];
    const { keys } = database;
    const batch = this.#batch;
    if (this.#next === batch.length) {
      batch.clear();
      this.#next = 0;
      while (this.#bucket < keys.bucketCount && !batch.full) keys.visitBucket(this.#bucket++, batch);
      batch.touch(database.entries);
    }
    while (this.#next < batch.length) {
      const outcome = visitor.entry(position, database, batch.entries[this.#next], true);
      if (outcome === NOT_NOW) return true;
      this.#next++;
      if (outcome === BEGUN) return true;
    }
    return this.#bucket < keys.bucketCount;
  }
}
