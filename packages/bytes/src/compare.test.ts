import { seededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { compareBytes, copyBytes, equalBytes, equalsIgnoreCase } from './compare.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('equalBytes and compareBytes', () => {
  const equal = (a: string, b: string) =>
    equalBytes(bytesOf(`>${a}`), 1, a.length + 1, bytesOf(`>>${b}`), 2, b.length + 2);
  const compare = (a: string, b: string) =>
    Math.sign(compareBytes(bytesOf(`>${a}`), 1, a.length + 1, bytesOf(`>>${b}`), 2, b.length + 2));

  test('a prefix comes first; bytes are unsigned', () => {
    expect(equal('', '')).toBe(true);
    expect(equal('abc', 'abc')).toBe(true);
    expect(equal('abc', 'abd')).toBe(false);
    expect(equal('abc', 'ab')).toBe(false);
    expect(compare('', '')).toBe(0);
    expect(compare('', 'a')).toBe(-1);
    expect(compare('ab', 'abc')).toBe(-1);
    expect(compare('abd', 'abc')).toBe(1);
    expect(compareBytes(Uint8Array.of(0x80), 0, 1, Uint8Array.of(0x7f), 0, 1)).toBeGreaterThan(0);
  });

  test('random bytes sort as their hexadecimal texts do', () => {
    const random = seededRandom('compare');
    for (let round = 0; round < 5000; round++) {
      const a = random.bytes(random.nextInt(6)).map((byte) => byte & 3);
      const b = random.bytes(random.nextInt(6)).map((byte) => byte & 3);
      const aHex = Buffer.from(a).toString('hex');
      const bHex = Buffer.from(b).toString('hex');
      const expected = aHex < bHex ? -1 : aHex > bHex ? 1 : 0;
      expect(Math.sign(compareBytes(a, 0, a.length, b, 0, b.length))).toBe(expected);
      expect(equalBytes(a, 0, a.length, b, 0, b.length)).toBe(expected === 0);
    }
  });
});

describe('equalsIgnoreCase', () => {
  const is = (text: string, lower: string) => equalsIgnoreCase(bytesOf(text), 0, bytesOf(text).length, lower);

  test('letters in any case, and nothing else', () => {
    expect(is('KeepTTL', 'keepttl')).toBe(true);
    expect(is('keepttl', 'keepttl')).toBe(true);
    expect(is('', '')).toBe(true);
    expect(is('keepttl ', 'keepttl')).toBe(false);
    expect(is('keeptt', 'keepttl')).toBe(false);
    // Neighbours of the letters, which a careless `| 0x20` would change: @ and `, [ and {.
    expect(is('@', '`')).toBe(false);
    expect(is('[', '{')).toBe(false);
    expect(is('\u{212A}', 'k')).toBe(false);
  });
});

describe('copyBytes', () => {
  test.each([0, 1, 47, 48, 49, 1000])('%d bytes, and none beside them', (length) => {
    const from = Uint8Array.from({ length: length + 10 }, (_, i) => i & 0xff);
    const to = new Uint8Array(length + 20).fill(0xee);
    copyBytes(from, 5, 5 + length, to, 10);
    expect(to.subarray(10, 10 + length)).toEqual(from.subarray(5, 5 + length));
    expect(to.subarray(0, 10).every((byte) => byte === 0xee)).toBe(true);
    expect(to.subarray(10 + length).every((byte) => byte === 0xee)).toBe(true);
  });
});
