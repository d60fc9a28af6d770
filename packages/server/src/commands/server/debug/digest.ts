import { SHA1_BYTES, sha1 } from '@respite/bytes';

/**
 * A digest of data: the same for the same keys, values and databases, however they came about and in whatever order they lie. It is
 * the digest that Redis computes, so that data can be compared across the two.
 *
 * ```
 * mix(d, x):  d = sha1(d xor sha1(x))          where order counts
 * add(d, x):  d = d xor sha1(x)                where it does not
 *
 * data set:   d = 0; for each database with keys: mix(d, its number); for each key: add(d, key's digest)
 * key:        d = 0; mix(d, key); mix(d, number of the type); mix(d, value); add(d, "!!expire!!") if it expires
 * ```
 */
export class Digest {
  readonly bytes = new Uint8Array(SHA1_BYTES);
  readonly #hash = new Uint8Array(SHA1_BYTES);

  /** Begins anew. */
  clear(): void {
    this.bytes.fill(0);
  }

  add(bytes: Uint8Array, start = 0, end = bytes.length): void {
    sha1(bytes, start, end, this.#hash);
    for (let i = 0; i < SHA1_BYTES; i++) this.bytes[i] ^= this.#hash[i];
  }

  mix(bytes: Uint8Array, start = 0, end = bytes.length): void {
    this.add(bytes, start, end);
    sha1(this.bytes, 0, SHA1_BYTES, this.bytes);
  }

  mixNumber(value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value);
    this.mix(bytes);
  }

  get text(): string {
    return [...this.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}
