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

  test('into memory that is given, also into the message itself', () => {
    const into = new Uint8Array(30).fill(1);
    expect(sha1(new TextEncoder().encode('abc'), 0, 3, into)).toBe(into);
    expect(hexadecimal(into.subarray(0, 20))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(into[20]).toBe(1);
    const message = Uint8Array.from({ length: 70 }, (_, i) => i);
    const expected = sha1(message);
    expect(sha1(message, 0, 70, message).subarray(0, 20)).toEqual(expected);
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
