import type { Database } from '../keyspace/database.ts';
import type { Store } from '../store.ts';
import { EntryBatch } from './entry-batch.ts';
import type { SnapshotVisitor, SnapshotWalk, WalkedDatabase } from './walk.ts';

/** A snapshot while the store stands still: nothing may change from the walk's beginning to its end. */
export class StandingWalk implements SnapshotWalk {
  readonly databases: readonly WalkedDatabase[];
  readonly #sources: readonly Database[];
  readonly #batch = new EntryBatch();
  #position = 0;
  #bucket = 0;

  constructor(store: Store) {
    this.#sources = store.databases.filter(({ size }) => size > 0);
    this.databases = this.#sources.map(({ index, size }) => ({ index, keys: size }));
  }

  visitSome(position: number, visitor: SnapshotVisitor): boolean {
    if (position !== this.#position) this.#bucket = 0;
    this.#position = position;
    const database = this.#sources[position];
    const { keys } = database;
    const batch = this.#batch;
    batch.clear();
    while (this.#bucket < keys.bucketCount && !batch.full) keys.visitBucket(this.#bucket++, batch);
    batch.touch(database.entries);
    for (let i = 0; i < batch.length; i++) visitor.entry(position, database, batch.entries[i]);
    return this.#bucket < keys.bucketCount;
  }
}
