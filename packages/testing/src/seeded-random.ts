import { randomInt } from 'node:crypto';

const TWO_32 = 4294967296;

/**
 * Random numbers that a seed repeats exactly: xoshiro128** (Blackman and Vigna, 2018, https://prng.di.unimi.it/),
 * its four words filled from the seed by a 32-bit splitmix.
 */
export class SeededRandom {
  readonly seed: number;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param seed an integer; its low 32 bits count */
  constructor(seed: number) {
    this.seed = seed >>> 0;
    let state = this.seed;
    const word = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    this.#a = word();
    this.#b = word();
    this.#c = word();
    this.#d = word();
  }

  /** 32 random bits as an integer from 0 to 4294967295. */
  nextUint32(): number {
    const b = this.#b;
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    this.#c ^= this.#a;
    this.#d ^= b;
    this.#b = b ^ this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** A float from 0 (included) to 1 (excluded), with all 53 bits random. */
  nextFloat(): number {
    const high = this.nextUint32() >>> 6;
    const low = this.nextUint32() >>> 5;
    return (high * 134217728 + low) / 9007199254740992;
  }

  /** An integer from 0 to n-1, every one as likely as the others. n is 1 to 2^32, or it is a RangeError. */
  nextInt(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) throw new RangeError(`nextInt(${n}): n must be 1 to 2^32`);
    // Draws from the last, incomplete round of n are thrown away, or small results would be more likely.
    const limit = TWO_32 - (TWO_32 % n);
    for (;;) {
      const draw = this.nextUint32();
      if (draw < limit) return draw % n;
    }
  }

  /** True in `probability` of the cases. */
  chance(probability: number): boolean {
    return this.nextFloat() < probability;
  }

  /** `length` random bytes. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(length);
    let at = 0;
    while (at + 4 <= length) {
      const word = this.nextUint32();
      out[at] = word;
      out[at + 1] = word >>> 8;
      out[at + 2] = word >>> 16;
      out[at + 3] = word >>> 24;
      at += 4;
    }
    if (at < length) {
      for (let word = this.nextUint32(); at < length; at++, word >>>= 8) out[at] = word;
    }
    return out;
  }

  /** One of `choices`. An empty list is a RangeError. */
  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new RangeError('pick from an empty list');
    return choices[this.nextInt(choices.length)];
  }

  /** Shuffles `list` in place (Fisher and Yates) and returns it. */
  shuffle<T>(list: T[]): T[] {
    for (let last = list.length - 1; last > 0; last--) {
      const other = this.nextInt(last + 1);
      const kept = list[last];
      list[last] = list[other];
      list[other] = kept;
    }
    return list;
  }
}

/**
 * The random source of a test. The seed comes from the environment variable RESPITE_SEED (decimal or 0x..., so that a
 * failure can be run again), or is drawn fresh. In CI it is the same each time, so that no change fails for what chance finds in the
 * version of Redis that it is compared with. It is printed either way, with `label` to tell several apart.
 */
export function seededRandom(label: string): SeededRandom {
  const fresh = process.env.CI === 'true' ? seedOf(label) : randomInt(2 ** 32);
  const seed = seedFromEnvironment(process.env.RESPITE_SEED) ?? fresh;
  console.log(`${label}: repeat with RESPITE_SEED=${seed}`);
  return new SeededRandom(seed);
}

function seedOf(label: string): number {
  let seed = 0;
  for (let i = 0; i < label.length; i++) seed = (Math.imul(seed, 31) + label.charCodeAt(i)) >>> 0;
  return seed;
}

function seedFromEnvironment(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const seed = Number(text);
  if (!Number.isInteger(seed) || seed < 0 || seed >= TWO_32) {
    throw new RangeError(`RESPITE_SEED must be an integer from 0 to 4294967295, not "${text}"`);
  }
  return seed;
}
