import type { Database } from '../keyspace/database.ts';

/** Receives the entries of a walk. It may read the entry, and locate it, but changes nothing. */
export interface SnapshotVisitor {
  /** @param position of the database in `SnapshotWalk.databases` */
  entry(position: number, database: Database, entry: number): void;
  /** Asked by a walk between two entries: whether it should rather come back to the second one later. */
  wantsPause(): boolean;
}

/** A database that has keys, and its number, as of the moment that a snapshot shows. */
export interface WalkedDatabase {
  readonly index: number;
  readonly keys: number;
}

/** A walk over all entries of a store, as they are at one moment. Each is visited once. */
export interface SnapshotWalk {
  /** By number; those without keys are left out. */
  readonly databases: readonly WalkedDatabase[];
  /**
   * Visits some entries of the database at `position`. The databases are walked through one after the other.
   * @returns whether more entries of it may be left
   */
  visitSome(position: number, visitor: SnapshotVisitor): boolean;
}
