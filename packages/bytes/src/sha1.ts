/** Size of a digest, in bytes. */
export const SHA1_BYTES = 20;

const BLOCK_BYTES = 64;

/** Working memory, used anew by every call: nothing is made for a digest but the digest. */
const state = new Int32Array(5);
const schedule = new Int32Array(80);
const tail = new Uint8Array(2 * BLOCK_BYTES);

/**
 * SHA-1 of `bytes[start, end)`. For names of scripts and for comparing data, where it stands in Redis's protocol; it is no protection
 * against people who mean harm.
 *
 * Source: FIPS 180-4, sections 5.1.1 and 6.1.
 *
 * @param into receives the digest: SHA1_BYTES of it, at the front; it may be `bytes` itself
 */
export function sha1(
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
  into: Uint8Array = new Uint8Array(SHA1_BYTES),
): Uint8Array {
  state[0] = 0x67452301;
  state[1] = 0xefcdab89 | 0;
  state[2] = 0x98badcfe | 0;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0 | 0;
  let at = start;
  for (; at + BLOCK_BYTES <= end; at += BLOCK_BYTES) addBlock(bytes, at);
  addTail(bytes, at, end, end - start);
  for (let i = 0; i < SHA1_BYTES; i++) into[i] = state[i >> 2] >>> (24 - ((i & 3) << 3));
  return into;
}

/** `| rest of the message | 0x80 | zeros | length in bits, 64-bit big-endian |`, one block or two */
function addTail(bytes: Uint8Array, start: number, end: number, length: number): void {
  const rest = end - start;
  const size = rest < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES;
  for (let i = 0; i < rest; i++) tail[i] = bytes[start + i];
  tail[rest] = 0x80;
  tail.fill(0, rest + 1, size - 8);
  const high = Math.floor(length / 2 ** 29);
  const low = length << 3;
  for (let i = 0; i < 4; i++) {
    tail[size - 8 + i] = high >>> (24 - 8 * i);
    tail[size - 4 + i] = low >>> (24 - 8 * i);
  }
  for (let at = 0; at < size; at += BLOCK_BYTES) addBlock(tail, at);
}

function addBlock(bytes: Uint8Array, at: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t++, at += 4) {
    w[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let t = 16; t < 80; t++) {
    const mixed = w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16];
    w[t] = (mixed << 1) | (mixed >>> 31);
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  for (let t = 0; t < 80; t++) {
    let mixed: number;
    if (t < 20) mixed = (((b & c) | (~b & d)) + 0x5a827999) | 0;
    else if (t < 40) mixed = ((b ^ c ^ d) + 0x6ed9eba1) | 0;
    else if (t < 60) mixed = (((b & c) | (b & d) | (c & d)) - 0x70e44324) | 0;
    else mixed = ((b ^ c ^ d) - 0x359d3e2a) | 0;
    const next = (((a << 5) | (a >>> 27)) + mixed + e + w[t]) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}
