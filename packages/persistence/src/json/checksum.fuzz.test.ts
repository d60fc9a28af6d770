import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { Checksum, undamaged } from './checksum.ts';

/** The definition, word by word, without care for speed. */
function digestByDefinition(bytes: Uint8Array): string {
  const prime = 2n ** 32n - 5n;
  let a = 0n;
  let b = 0n;
  for (let i = 0; i < bytes.length; i += 4) {
    let word = 0n;
    for (let j = 3; j >= 0; j--) word = (word << 8n) | BigInt(bytes[i + j] ?? 0);
    a = (a + word) % prime;
    b = (b + a) % prime;
  }
  return [b, a].map((sum) => sum.toString(16).padStart(8, '0')).join('');
}

function checksumOf(bytes: Uint8Array): Checksum {
  const checksum = new Checksum();
  checksum.addLast(bytes, 0, bytes.length);
  return checksum;
}

test('known digests', () => {
  expect(checksumOf(new Uint8Array(0)).digest()).toBe('0000000000000000');
  expect(checksumOf(new TextEncoder().encode('abcdefgh')).digest()).toBe(
    digestByDefinition(new TextEncoder().encode('abcdefgh')),
  );
  // The sums reach as high as they can between two reductions.
  const high = new Uint8Array(64 * 1024).fill(0xff);
  expect(checksumOf(high).digest()).toBe(digestByDefinition(high));
});

test('however the bytes come', () => {
  const random = seededRandom('checksum');
  for (let round = 0; round < 100; round++) {
    const bytes = random.bytes(random.nextInt(20_000));
    const checksum = new Checksum();
    let at = 0;
    while (bytes.length - at > 40) {
      const length = Math.min(random.nextInt(6000), bytes.length - at) & ~3;
      // In a buffer that other bytes lie in, too.
      const buffer = random.bytes(length + 24);
      const start = random.nextInt(4) * 4;
      buffer.set(bytes.subarray(at, at + length), start);
      checksum.add(buffer, start, start + length);
      at += length;
    }
    checksum.addLast(bytes.slice(at), 0, bytes.length - at);
    expect(checksum.digest()).toBe(digestByDefinition(bytes));
  }
});

test('the only damaged word is found, and what it was', () => {
  const random = seededRandom('checksum, damage');
  for (let round = 0; round < 300; round++) {
    const bytes = random.bytes(4 * (1 + random.nextInt(5000)));
    const expected = checksumOf(bytes).digest();
    const word = random.nextInt(bytes.length / 4);
    const damaged = bytes.slice();
    for (let i = 0; i < 1 + random.nextInt(4); i++) damaged[4 * word + i] ^= 1 + random.nextInt(255);
    const found = checksumOf(damaged).findDamage(expected);
    expect(found?.word).toBe(word);
    const [before, after] = [bytes, damaged].map((each) => new DataView(each.buffer).getUint32(4 * word, true));
    expect(undamaged(after, found!.difference)).toBe(before);
  }
});

test('two words exchanged are noticed, and not taken for one', () => {
  const random = seededRandom('checksum, exchange');
  const bytes = random.bytes(4000);
  const expected = checksumOf(bytes).digest();
  const exchanged = bytes.slice();
  exchanged.set(bytes.subarray(0, 4), 400);
  exchanged.set(bytes.subarray(400, 404), 0);
  expect(checksumOf(exchanged).digest()).not.toBe(expected);
  expect(checksumOf(exchanged).findDamage(expected)).toBeUndefined();
});
