import type { Database } from '../keyspace/database.ts';
import type { Store } from '../store.ts';
import type { EntryVisitor } from '../structures/hash-table.ts';
import type { SnapshotVisitor, SnapshotWalk, WalkedDatabase } from './walk.ts';

/** A snapshot while the store stands still: nothing may change from the walk's beginning to its end. */
export class StandingWalk implements SnapshotWalk, EntryVisitor {
  readonly databases: readonly WalkedDatabase[];
  readonly #sources: readonly Database[];
  #position = 0;
  #bucket = 0;
  #visitor!: SnapshotVisitor;

  constructor(store: Store) {
    this.#sources = store.databases.filter(({ size }) => size > 0);
    this.databases = this.#sources.map(({ index, size }) => ({ index, keys: size }));
  }

  visitSome(position: number, visitor: SnapshotVisitor): boolean {
    if (position !== this.#position) this.#bucket = 0;
    this.#position = position;
    this.#visitor = visitor;
    const { keys } = this.#sources[position];
    const end = Math.min(this.#bucket + 512, keys.bucketCount);
    for (; this.#bucket < end; this.#bucket++) keys.visitBucket(this.#bucket, this);
    return end < keys.bucketCount;
  }

  visit(entry: number): void {
    this.#visitor.entry(this.#position, this.#sources[this.#position], entry);
  }
}
