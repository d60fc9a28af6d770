import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sha1 } from './sha1.ts';

function hexadecimal(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('sha1', () => {
  // The examples of FIPS 180-4, and the empty message.
  test.each([
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
    ['a'.repeat(1_000_000), '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
  ])('%#', (message, digest) => {
    expect(hexadecimal(sha1(new TextEncoder().encode(message)))).toBe(digest);
  });

  test('of every length around the ends of blocks, as Node has it', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 167 + 13) & 0xff);
    for (let length = 0; length <= 260; length++) {
      const expected = createHash('sha1')
        .update(bytes.subarray(7, 7 + length))
        .digest('hex');
      expect(hexadecimal(sha1(bytes, 7, 7 + length)), `length ${length}`).toBe(expected);
    }
  });
});
