/**
 * SHA-256 (FIPS 180-4). Written here because AUTH answers at once, whatever runs the server: the one of Web Crypto answers later, the one
 * of Node is not everywhere.
 */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUND_CONSTANTS = fractionsOfRoots(64, Math.cbrt);
/** The same of the square roots of the first 8 primes. */
const INITIAL_STATE = fractionsOfRoots(8, Math.sqrt);

const BLOCK = 64;

/** @returns the digest: 64 hexadecimal digits in lower case */
export function sha256Hex(message: Uint8Array): string {
  const state = INITIAL_STATE.slice();
  const schedule = new Int32Array(64);
  const whole = message.length - (message.length % BLOCK);
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  for (let at = 0; at < whole; at += BLOCK) mixBlock(state, schedule, view, at);

  // The rest, a one bit, zeros, and the length in bits:
  //
  //     rest  80 00 ... 00  length (64 bits, big endian)
  const rest = message.length - whole;
  const last = new Uint8Array(rest < BLOCK - 8 ? BLOCK : 2 * BLOCK);
  last.set(message.subarray(whole));
  last[rest] = 0x80;
  const lastView = new DataView(last.buffer);
  lastView.setUint32(last.length - 8, Math.floor(message.length / 0x20000000));
  lastView.setUint32(last.length - 4, message.length << 3);
  for (let at = 0; at < last.length; at += BLOCK) mixBlock(state, schedule, lastView, at);

  let hex = '';
  for (const word of state) hex += (word >>> 0).toString(16).padStart(8, '0');
  return hex;
}

function mixBlock(state: Int32Array, schedule: Int32Array, block: DataView, at: number): void {
  for (let i = 0; i < 16; i++) schedule[i] = block.getInt32(at + i * 4);
  for (let i = 16; i < 64; i++) {
    const early = schedule[i - 15];
    const late = schedule[i - 2];
    const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[i] = (schedule[i - 16] + sigma0 + schedule[i - 7] + sigma1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + ROUND_CONSTANTS[i] + schedule[i]) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = (sum0 + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** Roots of primes as doubles have 52 bits of fraction at worst, so that the first 32 are exact. */
function fractionsOfRoots(count: number, root: (prime: number) => number): Int32Array {
  const fractions = new Int32Array(count);
  let found = 0;
  for (let candidate = 2; found < count; candidate++) {
    let isPrime = true;
    for (let i = 2; i * i <= candidate; i++) if (candidate % i === 0) isPrime = false;
    if (!isPrime) continue;
    const value = root(candidate);
    fractions[found++] = Math.floor((value - Math.floor(value)) * 0x100000000) | 0;
  }
  return fractions;
}
