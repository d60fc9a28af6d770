import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { MurmurHash64A } from './murmur-hash-64a.ts';

const M = 0xc6a4a7935bd1e995n;
const seed = 0xadc83b19;

/** The algorithm as it was published, on bigints. */
function expectedHash(bytes: Uint8Array): bigint {
  const word = (value: bigint) => BigInt.asUintN(64, value);
  const littleEndian = (part: Uint8Array) => part.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  let h = BigInt(seed) ^ word(BigInt(bytes.length) * M);
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    let k = word(littleEndian(bytes.subarray(at, at + 8)) * M);
    k ^= k >> 47n;
    h = word((h ^ word(k * M)) * M);
  }
  if (at < bytes.length) h = word((h ^ littleEndian(bytes.subarray(at))) * M);
  h ^= h >> 47n;
  h = word(h * M);
  return h ^ (h >> 47n);
}

test('the hash is that of 64-bit arithmetic', () => {
  const random = seededRandom('MurmurHash64A');
  const hasher = new MurmurHash64A(seed);
  for (let round = 0; round < 2000; round++) {
    const bytes = random.bytes(round < 100 ? round : random.nextInt(300));
    hasher.hash(bytes, 0, bytes.length);
    const found = (BigInt(hasher.high >>> 0) << 32n) | BigInt(hasher.low >>> 0);
    expect(found).toBe(expectedHash(bytes));
  }
});
