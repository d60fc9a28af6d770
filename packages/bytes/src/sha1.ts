/** Size of a digest, in bytes. */
export const SHA1_BYTES = 20;

const BLOCK_BYTES = 64;

/**
 * SHA-1 of `bytes[start, end)`. For names of scripts and for comparing data, where it stands in Redis's protocol; it is no protection
 * against people who mean harm.
 *
 * Source: FIPS 180-4, sections 5.1.1 and 6.1.
 */
export function sha1(bytes: Uint8Array, start: number = 0, end: number = bytes.length): Uint8Array {
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const schedule = new Int32Array(80);
  let at = start;
  for (; at + BLOCK_BYTES <= end; at += BLOCK_BYTES) addBlock(state, schedule, bytes, at);

  // message ... | 0x80 | zeros | length in bits, 64-bit big-endian |
  const rest = end - at;
  const tail = new Uint8Array(rest < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES);
  tail.set(bytes.subarray(at, end));
  tail[rest] = 0x80;
  const view = new DataView(tail.buffer);
  const length = end - start;
  view.setUint32(tail.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(tail.length - 4, (length << 3) >>> 0);
  for (at = 0; at < tail.length; at += BLOCK_BYTES) addBlock(state, schedule, tail, at);

  const digest = new Uint8Array(SHA1_BYTES);
  const words = new DataView(digest.buffer);
  for (let i = 0; i < state.length; i++) words.setInt32(i * 4, state[i]);
  return digest;
}

function addBlock(state: Int32Array, w: Int32Array, bytes: Uint8Array, at: number): void {
  for (let t = 0; t < 16; t++) {
    const i = at + t * 4;
    w[t] = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
  }
  for (let t = 16; t < 80; t++) w[t] = rotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
  let [a, b, c, d, e] = state;
  for (let t = 0; t < 80; t++) {
    let mixed: number;
    if (t < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999;
    else if (t < 40) mixed = (b ^ c ^ d) + 0x6ed9eba1;
    else if (t < 60) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else mixed = (b ^ c ^ d) + 0xca62c1d6;
    const next = (rotateLeft(a, 5) + mixed + e + w[t]) | 0;
    e = d;
    d = c;
    c = rotateLeft(b, 30);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
