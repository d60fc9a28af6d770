const CAPACITY_MIN = 16;
const BYTES_EACH = 12;

/**
 * What is due first: a binary heap of moments, each with the hash of what is due then, in typed arrays.
 *
 * ```
 * times   f64   milliseconds of Unix time
 * hashes  i32   of a key or field
 * ```
 *
 * Why hashes, and not what is due itself? Entries move, are replaced and removed; nobody has to tell the heap. Who takes a moment from
 * it looks whether something of this hash is due then, and if not, the moment was stale. Before stale moments take too much room,
 * `keepOnly` drops them.
 */
export class DueTimes {
  size = 0;
  #times = new Float64Array(0);
  #hashes = new Int32Array(0);

  /** Bytes held, whether in use or not. */
  get heldBytes(): number {
    return this.#times.length * BYTES_EACH;
  }

  /** The earliest moment; Infinity where there is none. */
  get first(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.#times[0];
  }

  /** The hash of the earliest moment. */
  get firstHash(): number {
    return this.#hashes[0];
  }

  add(time: number, hash: number): void {
    if (this.size === this.#times.length) this.#resize(Math.max(CAPACITY_MIN, this.size * 2));
    let place = this.size++;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.#times[above] <= time) break;
      this.#times[place] = this.#times[above];
      this.#hashes[place] = this.#hashes[above];
      place = above;
    }
    this.#times[place] = time;
    this.#hashes[place] = hash;
  }

  /** Takes the earliest moment away. */
  removeFirst(): void {
    const last = --this.size;
    if (last > 0) this.#sink(0, this.#times[last], this.#hashes[last]);
    if (this.#times.length > CAPACITY_MIN && last * 4 < this.#times.length) this.#resize(this.#times.length / 2);
  }

  /** Drops every moment that `isTrue` says is none any more, and all but one of equal ones. */
  keepOnly(isTrue: (time: number, hash: number) => boolean): void {
    const times = this.#times.slice(0, this.size);
    const hashes = this.#hashes.slice(0, this.size);
    const order = Uint32Array.from(times, (_, i) => i).sort((a, b) => times[a] - times[b] || hashes[a] - hashes[b]);
    // What is sorted is a heap.
    let kept = 0;
    for (const place of order) {
      const time = times[place];
      const hash = hashes[place];
      if (kept > 0 && this.#times[kept - 1] === time && this.#hashes[kept - 1] === hash) continue;
      if (!isTrue(time, hash)) continue;
      this.#times[kept] = time;
      this.#hashes[kept++] = hash;
    }
    this.size = kept;
    const capacity = Math.max(CAPACITY_MIN, 2 ** Math.ceil(Math.log2(Math.max(1, kept))));
    if (capacity < this.#times.length) this.#resize(capacity);
  }

  copyFrom(other: DueTimes): void {
    this.size = other.size;
    this.#times = other.#times.slice();
    this.#hashes = other.#hashes.slice();
  }

  clear(): void {
    this.size = 0;
    this.#times = new Float64Array(0);
    this.#hashes = new Int32Array(0);
  }

  #sink(from: number, time: number, hash: number): void {
    const times = this.#times;
    const hashes = this.#hashes;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.size) break;
      if (below + 1 < this.size && times[below + 1] < times[below]) below++;
      if (times[below] >= time) break;
      times[place] = times[below];
      hashes[place] = hashes[below];
      place = below;
    }
    times[place] = time;
    hashes[place] = hash;
  }

  #resize(capacity: number): void {
    const times = new Float64Array(capacity);
    const hashes = new Int32Array(capacity);
    times.set(this.#times.subarray(0, this.size));
    hashes.set(this.#hashes.subarray(0, this.size));
    this.#times = times;
    this.#hashes = hashes;
  }
}
