import type { Database } from './database.ts';

/** Buckets of expiring keys looked at before it is asked whether that is worth going on with: some 20 keys, as Redis samples. */
const BUCKETS_PER_ROUND = 3;
/** In percent: keys found due, of those looked at, above which a database is looked at again at once. */
const ACCEPTABLE_STALE = 10;

/**
 * Removes keys whose time has come although nobody asks for them. Each run looks at a few expiring keys of every database, and at more
 * of a database for as long as many of them turn out to be due.
 *
 * Effort 0 to 9 (active-expire-effort less 1) makes a round longer, and less of what is due good enough, as in Redis.
 */
export class ExpireCycle {
  readonly #databases: readonly Database[];
  #next = 0;
  /** Keys looked at, and keys removed, in the last run. */
  sampled = 0;
  removed = 0;

  constructor(databases: readonly Database[]) {
    this.#databases = databases;
  }

  /**
   * @param isOver whether the time for this run is over; asked after every round
   * @returns whether it was over before there was no more to do
   */
  run(effort: number, isOver: () => boolean): boolean {
    this.sampled = 0;
    this.removed = 0;
    for (let i = 0; i < this.#databases.length; i++) {
      // The next run begins where this one is cut short, so that no database waits for ever.
      const database = this.#databases[this.#next % this.#databases.length];
      this.#next = (this.#next + 1) % this.#databases.length;
      if (this.#expireIn(database, effort, isOver)) return true;
    }
    return false;
  }

  #expireIn(database: Database, effort: number, isOver: () => boolean): boolean {
    const buckets = BUCKETS_PER_ROUND + Math.ceil((BUCKETS_PER_ROUND * effort) / 4);
    while (database.expires.size > 0) {
      const { sampled, removed } = database.expireStep(buckets);
      this.sampled += sampled;
      this.removed += removed;
      if (sampled > 0 && removed * 100 <= sampled * (ACCEPTABLE_STALE - effort)) return false;
      if (isOver()) return true;
    }
    return false;
  }
}
