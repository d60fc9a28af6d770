/** As many candidates as Redis keeps. */
const PLACES = 16;

/**
 * The best candidates for eviction that samples have shown so far, best first, from one eviction to the next.
 *
 * ```
 * ranks       f64   what they are judged by: the lowest goes first
 * hashes      i32   of the key
 * databases   u32   number of the key's database
 * ```
 *
 * Why hashes, and neither references nor keys? Entries move, are replaced and removed, and nobody has to tell the pool; and a hash is
 * kept without an allocation. Whoever takes a candidate looks whether there still is an entry of that hash with a rank as low.
 */
export class EvictionPool {
  size = 0;
  readonly #ranks = new Float64Array(PLACES);
  readonly #hashes = new Int32Array(PLACES);
  readonly #databases = new Uint32Array(PLACES);

  /** Whether a candidate of this rank would be taken. */
  wants(rank: number): boolean {
    return this.size < PLACES || rank < this.#ranks[PLACES - 1];
  }

  /** Puts a candidate in its place, behind those of the same rank, unless it is there already. The last one goes when it is too many. */
  add(rank: number, hash: number, database: number): void {
    const ranks = this.#ranks;
    const hashes = this.#hashes;
    const databases = this.#databases;
    for (let i = 0; i < this.size; i++) if (hashes[i] === hash && databases[i] === database) return;
    if (this.size < PLACES) this.size++;
    let place = this.size - 1;
    for (; place > 0 && ranks[place - 1] > rank; place--) {
      ranks[place] = ranks[place - 1];
      hashes[place] = hashes[place - 1];
      databases[place] = databases[place - 1];
    }
    ranks[place] = rank;
    hashes[place] = hash;
    databases[place] = database;
  }

  get bestRank(): number {
    return this.#ranks[0];
  }

  get bestHash(): number {
    return this.#hashes[0];
  }

  get bestDatabase(): number {
    return this.#databases[0];
  }

  removeBest(): void {
    this.size--;
    this.#ranks.copyWithin(0, 1);
    this.#hashes.copyWithin(0, 1);
    this.#databases.copyWithin(0, 1);
  }

  clear(): void {
    this.size = 0;
  }
}
