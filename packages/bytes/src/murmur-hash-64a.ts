/** The multiplier 0xc6a4a7935bd1e995 in halves, and its low half in quarters. */
const M_HIGH = 0xc6a4a793;
const M_LOW = 0x5bd1e995;
const M_LOW_1 = M_LOW >>> 16;
const M_LOW_0 = M_LOW & 0xffff;

/**
 * MurmurHash64A (Austin Appleby, https://github.com/aappleby/smhasher, MurmurHash2.cpp), of little-endian words. Its 64-bit
 * arithmetic is done on 32-bit halves, since bigints would be garbage per hash; the result stands in two fields.
 */
export class MurmurHash64A {
  readonly #seed: number;
  /** The hash made last: its low and its high 32 bits, as int32. */
  low = 0;
  high = 0;

  /** @param seed 32 bits */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Hashes `bytes[start, end)`. */
  hash(bytes: Uint8Array, start: number, end: number): void {
    // h = seed ^ (length * m)
    this.low = end - start;
    this.high = 0;
    this.#multiply();
    let low = this.low ^ this.#seed;
    let high = this.high;
    let at = start;
    for (const last = end - 7; at < last; at += 8) {
      // k *= m; k ^= k >> 47; k *= m
      this.low = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      this.high = bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24);
      this.#multiply();
      this.low ^= this.high >>> 15;
      this.#multiply();
      // h ^= k; h *= m
      this.low ^= low;
      this.high ^= high;
      this.#multiply();
      low = this.low;
      high = this.high;
    }
    this.low = low;
    this.high = high;
    const rest = end - at;
    if (rest > 0) {
      for (let i = 0; i < rest; i++) {
        if (i < 4) this.low ^= bytes[at + i] << (8 * i);
        else this.high ^= bytes[at + i] << (8 * (i - 4));
      }
      this.#multiply();
    }
    this.low ^= this.high >>> 15;
    this.#multiply();
    this.low ^= this.high >>> 15;
  }

  /** Multiplies the two halves by m, modulo 2^64: the product of the low halves in full, of the others the low 32 bits. */
  #multiply(): void {
    const { low } = this;
    const low0 = low & 0xffff;
    const low1 = low >>> 16;
    const product00 = Math.imul(low0, M_LOW_0);
    const product10 = (Math.imul(low1, M_LOW_0) + (product00 >>> 16)) >>> 0;
    const product01 = (Math.imul(low0, M_LOW_1) + (product10 & 0xffff)) >>> 0;
    const carry = Math.imul(low1, M_LOW_1) + (product10 >>> 16) + (product01 >>> 16);
    this.high = (carry + Math.imul(this.high, M_LOW) + Math.imul(low, M_HIGH)) | 0;
    this.low = (product01 << 16) | (product00 & 0xffff);
  }
}
