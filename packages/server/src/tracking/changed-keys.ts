import { compareBytes, copyBytes, equalBytes } from '@respite/bytes';
import type { Client } from '../session/client.ts';

/** Room for bytes and keys that is kept from turn to turn; what a larger turn took is given back. */
const KEPT_BYTES = 64 * 1024;
const KEPT_KEYS = 4096;

/**
 * The keys that changed in one turn, each once, and who changed each last.
 *
 * ```
 * #bytes   | key 0 | key 1 | ...      #ends   where each key ends
 * #slots   by hash: number of a key + 1, or 0; twice as many as there is room for keys
 * ```
 */
export class ChangedKeys {
  count = 0;
  bytes = new Uint8Array(256);
  #ends = new Int32Array(16);
  #hashes = new Int32Array(16);
  #slots = new Int32Array(32);
  readonly #by: (Client | undefined)[] = [];

  /** @param by whose command changed it; undefined: the server itself did */
  add(hash: number, key: Uint8Array, start: number, end: number, by: Client | undefined): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let found = this.#slots[slot]; found !== 0; found = this.#slots[slot]) {
      const index = found - 1;
      if (
        this.#hashes[index] === hash &&
        equalBytes(this.bytes, this.startOf(index), this.endOf(index), key, start, end)
      ) {
        this.#by[index] = by;
        return;
      }
      slot = (slot + 1) & mask;
    }
    const at = this.count === 0 ? 0 : this.#ends[this.count - 1];
    const keyEnd = at + end - start;
    if (keyEnd > this.bytes.length) this.#growBytes(keyEnd);
    copyBytes(key, start, end, this.bytes, at);
    this.#ends[this.count] = keyEnd;
    this.#hashes[this.count] = hash;
    this.#by[this.count] = by;
    this.#slots[slot] = ++this.count;
    if (this.count === this.#ends.length) this.#growKeys();
  }

  startOf(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1];
  }

  endOf(index: number): number {
    return this.#ends[index];
  }

  byWhom(index: number): Client | undefined {
    return this.#by[index];
  }

  /** The numbers of the keys in the order of their bytes. */
  sorted(): Int32Array {
    const order = new Int32Array(this.count);
    for (let i = 0; i < order.length; i++) order[i] = i;
    return order.sort((a, b) =>
      compareBytes(this.bytes, this.startOf(a), this.endOf(a), this.bytes, this.startOf(b), this.endOf(b)),
    );
  }

  clear(): void {
    this.count = 0;
    this.#by.length = 0;
    if (this.bytes.length > KEPT_BYTES) this.bytes = new Uint8Array(256);
    if (this.#ends.length > KEPT_KEYS) {
      this.#ends = new Int32Array(16);
      this.#hashes = new Int32Array(16);
      this.#slots = new Int32Array(32);
    } else this.#slots.fill(0);
  }

  #growBytes(least: number): void {
    const bytes = new Uint8Array(least * 2);
    bytes.set(this.bytes);
    this.bytes = bytes;
  }

  #growKeys(): void {
    const ends = new Int32Array(this.count * 2);
    ends.set(this.#ends);
    this.#ends = ends;
    const hashes = new Int32Array(this.count * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const slots = new Int32Array(this.count * 4);
    const mask = slots.length - 1;
    for (let i = 0; i < this.count; i++) {
      let slot = hashes[i] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = i + 1;
    }
    this.#slots = slots;
  }
}
