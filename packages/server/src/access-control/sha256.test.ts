import { createHash } from 'node:crypto';
import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { sha256Hex } from './sha256.ts';

test('the examples of FIPS 180', () => {
  const of = (text: string): string => sha256Hex(new TextEncoder().encode(text));
  expect(of('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(of('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('every length around the block, beside node:crypto', () => {
  const random = seededRandom('sha256');
  for (let length = 0; length < 300; length++) {
    // In the midst of a larger buffer, as arguments are.
    const message = new Uint8Array(random.bytes(length + 7)).subarray(3, 3 + length);
    expect(sha256Hex(message), `${length} bytes`).toBe(createHash('sha256').update(message).digest('hex'));
  }
});
