import { type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { LargeText } from './large-bulk.ts';
import { decodeUtf8, encodeUtf8, encodeUtf8Into, utf8Boundary, utf8Length, writeUtf8 } from './utf8.ts';

const random = seededRandom('utf8');
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text with all kinds of characters, and halves of pairs. */
function randomText(random: SeededRandom, length: number): string {
  const units = [0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0xd83d, 0xde00, 0xfeff, 0];
  return String.fromCharCode(...Array.from({ length }, () => random.pick(units)));
}

/** Bytes that are UTF-8, in part. */
function randomBytes(random: SeededRandom, length: number): Uint8Array {
  const bytes = [
    0x41, 0x41, 0x7f, 0x80, 0xbf, 0xc2, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xff, 0xed, 0xa0, 0xef, 0xbb,
  ];
  return Uint8Array.from({ length }, () => random.pick(bytes));
}

test('encoding is what TextEncoder does', () => {
  for (let round = 0; round < 2000; round++) {
    const text = randomText(random, random.nextInt(40));
    const expected = new TextEncoder().encode(text);
    const bytes = new Uint8Array(200);
    expect(utf8Length(text)).toBe(expected.length);
    expect(bytes.subarray(5, writeUtf8(text, bytes, 5))).toEqual(expected);
    expect(encodeUtf8(text)).toEqual(expected);
    expect(encodeUtf8Into(text, bytes, 3)).toBe(expected.length);
    expect(bytes.subarray(3, 3 + expected.length)).toEqual(expected);
  }
});

test('decoding is what TextDecoder does', () => {
  for (let round = 0; round < 2000; round++) {
    const bytes =
      round % 2 === 0 ? randomBytes(random, random.nextInt(60)) : random.bytes(random.nextInt(30)).map((b) => b & 0x7f);
    const [start, end] = [random.nextInt(bytes.length + 1), random.nextInt(bytes.length + 1)].sort((a, b) => a - b);
    expect(decodeUtf8(bytes, start, end)).toBe(decoder.decode(bytes.subarray(start, end)));
  }
});

test('text cut at a boundary is the text, whatever the bytes', () => {
  for (let round = 0; round < 5000; round++) {
    const bytes = randomBytes(random, random.nextInt(30));
    const end = random.nextInt(bytes.length + 1);
    const cut = utf8Boundary(bytes, 0, end);
    expect(cut).toBeLessThanOrEqual(end);
    expect(cut).toBeGreaterThan(end - 4);
    expect(decodeUtf8(bytes, 0, cut) + decodeUtf8(bytes, cut, bytes.length)).toBe(decoder.decode(bytes));
  }
});

test('large text from pieces is the text, whatever the bytes', () => {
  for (let round = 0; round < 100; round++) {
    const bytes = randomBytes(random, 50_000 + random.nextInt(50_000));
    const large = new LargeText(bytes.length);
    const largest = random.pick([5, 5000, 20_000, 40_000]);
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(at + 1 + random.nextInt(largest), bytes.length);
      large.take(bytes, at, end);
      at = end;
    }
    expect(large.missing).toBe(0);
    expect(large.value() === decoder.decode(bytes)).toBe(true);
  }
});
