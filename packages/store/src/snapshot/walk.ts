import type { Database } from '../keyspace/database.ts';

/** What a visitor made of an entry: it has done with it. */
export const DONE = 0;
/** It goes on reading the value, where it lies, until the walk is asked to go on, or `takeCopy` is called. */
export const BEGUN = 1;
/** It would rather see it again later. */
export const NOT_NOW = 2;

/** Receives the entries of a walk. It may read the entry, and locate it, but changes nothing. */
export interface SnapshotVisitor {
  /**
   * @param position of the database in `SnapshotWalk.databases`
   * @param mayWait whether it may be other than DONE; BEGUN only for a value in memory of its own, or a collection
   * @returns DONE, BEGUN or NOT_NOW
   */
  entry(position: number, database: Database, entry: number, mayWait: boolean): number;
  /** The value of the entry that is BEGUN is about to change. */
  takeCopy(): void;
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
  /** Whether the store changes meanwhile. If so, the elements of its collections are of the old epoch. */
  readonly isLive: boolean;
  /** By number; those without keys are left out. */
  readonly databases: readonly WalkedDatabase[];
  /**
   * Visits some entries of the database at `position`. The databases are walked through one after the other.
   * @returns whether more entries of it may be left
   */
  visitSome(position: number, visitor: SnapshotVisitor): boolean;
}
