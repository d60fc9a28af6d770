import { describe, expect, test } from 'vitest';
import { XXH3_HEX_LENGTH, Xxh3 } from './xxh3.ts';

const xxh3 = new Xxh3();

function hexOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  xxh3.of(bytes, start, end);
  const hex = new Uint8Array(XXH3_HEX_LENGTH);
  expect(xxh3.writeHex(hex, 0)).toBe(XXH3_HEX_LENGTH);
  return new TextDecoder().decode(hex);
}

/** The buffer that xxHash's own sanity check digests: the top bytes of powers of a 64-bit prime. */
function sanityBuffer(length: number): Uint8Array {
  const buffer = new Uint8Array(length);
  let generator = 2654435761n;
  for (let i = 0; i < length; i++) {
    buffer[i] = Number(generator >> 56n);
    generator = BigInt.asUintN(64, generator * 11400714785074694797n);
  }
  return buffer;
}

/** Published with xxHash (its sanity check): length of the buffer's beginning, XXH3-64 with seed 0. */
const published: readonly [number, string][] = [
  [0, '2d06800538d394c2'],
  [1, 'c44bdff4074eecdb'],
  [6, '27b56a84cd2d7325'],
  [12, 'a713daf0dfbb77e7'],
  [24, 'a3fe70bf9d3510eb'],
  [48, '397da259ecba1f11'],
  [80, 'bcdefbbb2c47c90a'],
  [195, 'cd94217ee362ec3a'],
  [403, 'cdeb804d65c6dea4'],
  [512, '617e49599013cb6b'],
  [2048, 'dd59e2c3a5f038e0'],
  [2099, 'c6b9d9b3fc9ac765'],
  [2240, '6e73a90539cf2948'],
  [2367, 'cb37aeb9e5d361ed'],
];

describe('XXH3-64', () => {
  const buffer = sanityBuffer(4096);

  test.each(published)('the first %d bytes of the sanity buffer', (length, digest) => {
    expect(hexOf(buffer, 0, length)).toBe(digest);
  });

  test('every length from 0 to 2599: the digest of all their digests is that of the reference library', () => {
    let all = '';
    for (let length = 0; length < 2600; length++) all += hexOf(buffer, 0, length);
    // Made with xxHash 0.8.3 through its Python binding.
    expect(hexOf(new TextEncoder().encode(all))).toBe('8606f20aa2414287');
  });

  test('text as a person would type it', () => {
    expect(hexOf(new TextEncoder().encode('hello'))).toBe('9555e8555c62dcfd');
    expect(hexOf(new TextEncoder().encode('a'.repeat(100_000)))).toBe('08f809ef04c54838');
  });

  test('it does not matter where the bytes lie', () => {
    for (const length of [3, 7, 13, 100, 200, 1000, 3000]) {
      const whole = hexOf(buffer, 0, length);
      for (const offset of [1, 2, 3, 5, 8, 13]) {
        const moved = new Uint8Array(new ArrayBuffer(length + 40), 7, length + 20);
        moved.set(buffer.subarray(0, length), offset);
        expect(hexOf(moved, offset, offset + length)).toBe(whole);
      }
    }
  });
});
