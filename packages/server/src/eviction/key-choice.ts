import type { Database, EntryVisitor, HashTable } from '@respite/store';
import type { EvictionParts } from './eviction-parts.ts';
import type { EvictionPolicy } from './eviction-policy.ts';
import { EvictionPool } from './eviction-pool.ts';

/**
 * Chooses the key that is evicted next.
 *
 * Samples are whole buckets of a hash table, drawn at random. Why is that fair? Every bucket has the same chance, and each key is in
 * one of them; which keys share it is up to their hashes. And it is cheap: a look at one cache line gives some five keys, whose
 * entries can be read at once, where to draw a key at a time would read a bucket for each, and many in vain.
 *
 * Nothing is allocated for a sample: what is read of an entry is its rank, and of those that are good enough the hash of the key.
 */
export class KeyChoice implements EntryVisitor {
  /** Whose the chosen entry is. */
  database!: Database;
  readonly #parts: EvictionParts;
  readonly #pool = new EvictionPool();
  #policy: EvictionPolicy = { order: 'none', onlyVolatile: false };
  /** What is sampled, and how many entries of it were seen. */
  #sampled!: Database;
  #seen = 0;
  readonly #seeker = new HashSeeker();

  constructor(parts: EvictionParts) {
    this.#parts = parts;
  }

  /** Candidates so far were found by another policy, and are forgotten. */
  set policy(policy: EvictionPolicy) {
    this.#policy = policy;
    this.#pool.clear();
  }

  /** The entry that goes next, of `database`; 0 where there is none that may go. It is there still. */
  next(): number {
    const { order } = this.#policy;
    if (order === 'none') return 0;
    return order === 'random' ? this.#nextAtRandom() : this.#nextByRank();
  }

  #tableOf(database: Database): HashTable {
    return this.#policy.onlyVolatile ? database.expires : database.keys;
  }

  /** Any key has the same chance, of whatever database. */
  #nextAtRandom(): number {
    const { store, random } = this.#parts;
    let total = 0;
    for (const database of store.databases) total += this.#tableOf(database).size;
    let left = Math.floor(random() * total);
    for (const database of store.databases) {
      const table = this.#tableOf(database);
      if (left < table.size) {
        this.database = database;
        return table.randomEntry(random);
      }
      left -= table.size;
    }
    return 0;
  }

  #nextByRank(): number {
    const pool = this.#pool;
    for (;;) {
      if (!this.#sample()) return 0;
      while (pool.size > 0) {
        const entry = this.#takeBest();
        if (entry !== 0) return entry;
      }
    }
  }

  /** Offers keys of every database to the pool. @returns whether there were any */
  #sample(): boolean {
    const { config, random, store } = this.#parts;
    const samples = config.maxmemorySamples;
    let hasKeys = false;
    for (const database of store.databases) {
      const table = this.#tableOf(database);
      if (table.size === 0) continue;
      hasKeys = true;
      this.#sampled = database;
      this.#seen = 0;
      while (this.#seen < samples) table.visitBucket(Math.floor(random() * table.bucketCount), this);
    }
    return hasKeys;
  }

  visit(entry: number): void {
    this.#seen++;
    const database = this.#sampled;
    const rank = this.#rankOf(database, entry);
    if (!this.#pool.wants(rank)) return;
    this.#pool.add(rank, database.entries.hashOf(entry, database.keys.hash), database.index);
  }

  /** What the policy judges an entry by: the lowest goes first. */
  #rankOf(database: Database, entry: number): number {
    const { order } = this.#policy;
    if (order === 'ttl') return database.entries.expiryOf(entry);
    const { accessClock } = this.#parts;
    if (order === 'lfu') return accessClock.frequency(database.entries, entry);
    return accessClock.lastUseSeconds(database.entries, entry);
  }

  /** Takes the best candidate out of the pool. @returns its entry, or 0 if it is gone or is not what it was */
  #takeBest(): number {
    const pool = this.#pool;
    const rank = pool.bestRank;
    const database = this.#parts.store.databases[pool.bestDatabase];
    const entry = this.#seeker.find(database, this.#tableOf(database), pool.bestHash);
    pool.removeBest();
    if (entry === 0 || this.#rankOf(database, entry) > rank) return 0;
    this.database = database;
    return entry;
  }
}

/** Finds an entry by the hash of its key. */
class HashSeeker implements EntryVisitor {
  #database!: Database;
  #hash = 0;
  #found = 0;

  find(database: Database, table: HashTable, hash: number): number {
    this.#database = database;
    this.#hash = hash;
    this.#found = 0;
    // A scan from a hash on begins with the bucket in which its keys are.
    table.scan(hash >>> 0, this);
    return this.#found;
  }

  visit(entry: number): void {
    const { entries, keys } = this.#database;
    if (this.#found === 0 && entries.hashOf(entry, keys.hash) === this.#hash) this.#found = entry;
  }
}
