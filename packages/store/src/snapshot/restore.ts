import type { Database } from '../keyspace/database.ts';
import { NO_EXPIRY } from '../structures/entry-format.ts';
import { setString } from '../values/string-value.ts';

/**
 * Makes a key with a string again, encoded as SET would.
 * @param expiry milliseconds of Unix time, or NO_EXPIRY
 * @returns the entry; 0 if the key exists already, which no snapshot says twice
 */
export function restoreString(
  database: Database,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  value: Uint8Array,
  start: number,
  end: number,
  expiry: number,
): number {
  if (database.find(key, keyStart, keyEnd) !== 0) return 0;
  return setString(database, 0, key, keyStart, keyEnd, value, start, end, expiry);
}

const BATCH = 64;

/**
 * Strings without expiry whose keys and values lie in the same bytes, made one after the other.
 *
 * Why not each by itself? The bucket of a key lies anywhere in the memory, and to wait for it takes longer than all the rest. Here the
 * buckets of all the keys are asked for at once, so that the waits overlap.
 */
export class StringBatch {
  /** How many strings are to be made. */
  count = 0;
  /** What was read to have the buckets at hand: kept, so that the reading is not found to be useless. */
  touched = 0;
  readonly #bounds = new Uint32Array(4 * BATCH);
  readonly #hashes = new Int32Array(BATCH);
  #database!: Database;
  #bytes!: Uint8Array;
  #accessClock = 0;

  begin(database: Database, bytes: Uint8Array, accessClock: number): void {
    this.count = 0;
    this.#database = database;
    this.#bytes = bytes;
    this.#accessClock = accessClock;
  }

  get full(): boolean {
    return this.count === BATCH;
  }

  add(keyStart: number, keyEnd: number, valueStart: number, valueEnd: number): void {
    const at = 4 * this.count;
    this.#bounds[at] = keyStart;
    this.#bounds[at + 1] = keyEnd;
    this.#bounds[at + 2] = valueStart;
    this.#bounds[at + 3] = valueEnd;
    this.count++;
  }

  /** Where the key of string number `i` of the last batch begins. */
  keyStart(i: number): number {
    return this.#bounds[4 * i];
  }

  /** Makes all of them; the batch is empty then. @returns how many: fewer if the next one's key exists already */
  restore(): number {
    const database = this.#database;
    const { keys, entries } = database;
    const bytes = this.#bytes;
    const bounds = this.#bounds;
    const hashes = this.#hashes;
    const { count } = this;
    this.count = 0;
    for (let i = 0; i < count; i++) hashes[i] = keys.hashOfKey(bytes, bounds[4 * i], bounds[4 * i + 1]);
    let touched = 0;
    for (let i = 0; i < count; i++) touched += keys.touch(hashes[i]);
    this.touched = touched;
    for (let i = 0; i < count; i++) {
      const keyStart = bounds[4 * i];
      const keyEnd = bounds[4 * i + 1];
      if (database.findHashed(bytes, keyStart, keyEnd, hashes[i]) !== 0) return i;
      const entry = setString(
        database,
        0,
        bytes,
        keyStart,
        keyEnd,
        bytes,
        bounds[4 * i + 2],
        bounds[4 * i + 3],
        NO_EXPIRY,
      );
      entries.setAccessClock(entry, this.#accessClock);
    }
    return count;
  }
}
