/**
 * Fletcher's checksum over 32-bit words, in the field of integers modulo the prime p = 2^32 - 5.
 *
 * ```
 * bytes    w0 w0 w0 w0 | w1 w1 w1 w1 | ...         words are little-endian, the last one is filled up with zero bytes
 * a        w0 + w1 + ... + wn-1                mod p
 * b        n*w0 + (n-1)*w1 + ... + 1*wn-1      mod p
 * digest   b, a as 8 hexadecimal digits each
 * ```
 *
 * Why not a CRC? This one is made of additions of numbers, several GB/s in JavaScript against one for a CRC with tables. Its promises
 * are as good: any damage to two words is found, any other goes unnoticed once in 2^64 times. And it does what no CRC of 64 bits can:
 * where a single word was damaged it tells which one, since both sums are off by the same difference, the second one as many times
 * as words follow. So a flipped bit can be told by its line.
 *
 * Source: J. G. Fletcher, "An arithmetic checksum for serial transmissions" (IEEE Transactions on Communications, 1982).
 */

const PRIME = 4294967291;

if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1)
  throw new Error('checksum: little-endian words, as in the store');

/** Additions before the sums are reduced: b stays below 2^53 then. */
const BLOCK_WORDS = 1024;

export class Checksum {
  #a = 0;
  #b = 0;
  #words = 0;
  #buffer: ArrayBufferLike | undefined;
  #view: Uint32Array = new Uint32Array(0);

  /** Adds `bytes[start, end)`: whole words, at a multiple of 4 in memory that begins with `bytes`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (bytes.buffer !== this.#buffer) {
      this.#buffer = bytes.buffer;
      this.#view = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
    }
    const view = this.#view;
    let a = this.#a;
    let b = this.#b;
    const last = end >>> 2;
    for (let at = start >>> 2; at < last; ) {
      const stop = Math.min(at + BLOCK_WORDS, last);
      for (; at + 4 <= stop; at += 4) {
        const w0 = view[at];
        const w1 = view[at + 1];
        const w2 = view[at + 2];
        const w3 = view[at + 3];
        b += 4 * a + (4 * w0 + 3 * w1) + (2 * w2 + w3);
        a += w0 + w1 + (w2 + w3);
      }
      for (; at < stop; at++) {
        a += view[at];
        b += a;
      }
      a %= PRIME;
      b %= PRIME;
    }
    this.#a = a;
    this.#b = b;
    this.#words += (end - start) >>> 2;
  }

  /** Adds the last bytes, of any number. Nothing can be added afterwards. */
  addLast(bytes: Uint8Array, start: number, end: number): void {
    const whole = start + ((end - start) & ~3);
    this.add(bytes, start, whole);
    if (whole === end) return;
    const word = new Uint8Array(4);
    word.set(bytes.subarray(whole, end));
    this.add(word, 0, 4);
  }

  /** 16 lower-case hexadecimal digits. */
  digest(): string {
    return hex(this.#b) + hex(this.#a);
  }

  /**
   * Where the only damaged word is, if there is only one.
   * @param expected the digest before the damage
   * @returns the number of the word, counted from 0, and what to subtract from it (modulo 2^32 - 5) to have it as it was; undefined
   * if the damage is of another kind
   */
  findDamage(expected: string): { word: number; difference: number } | undefined {
    const b = BigInt(this.#b) - BigInt(`0x${expected.slice(0, 8)}`);
    const a = BigInt(this.#a) - BigInt(`0x${expected.slice(8)}`);
    const prime = BigInt(PRIME);
    if (a % prime === 0n) return undefined;
    const fromEnd = Number(modulo(b * inverse(modulo(a, prime), prime), prime));
    if (fromEnd < 1 || fromEnd > this.#words) return undefined;
    return { word: this.#words - fromEnd, difference: Number(modulo(a, prime)) };
  }
}

/** Whether the text could be a digest. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** Words as they were before the difference was added. */
export function undamaged(word: number, difference: number): number {
  return (word - difference + PRIME) % PRIME;
}

function hex(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}

function modulo(value: bigint, prime: bigint): bigint {
  return ((value % prime) + prime) % prime;
}

/** The inverse by Fermat's little theorem: value^(prime - 2). */
function inverse(value: bigint, prime: bigint): bigint {
  let result = 1n;
  let power = value;
  for (let exponent = prime - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * power) % prime;
    power = (power * power) % prime;
  }
  return result;
}
