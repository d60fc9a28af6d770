import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { LargeMemory } from './large-memory.ts';

test('memory is as long as asked for, in a buffer that is at most an eighth longer', () => {
  const large = new LargeMemory();
  const random = seededRandom('large memory');
  for (let i = 0; i < 500; i++) {
    const length = 32 * 1024 + 1 + random.nextInt(random.pick([1000, 100_000, 4_000_000]));
    const memory = large.take(length);
    expect(memory.length).toBe(length);
    expect(memory.buffer.byteLength).toBeLessThanOrEqual(length < 4 * 1024 * 1024 ? (length * 9) / 8 + 1 : length);
    large.give(memory);
  }
});

test('what was given back is taken again by what is about as long', () => {
  const large = new LargeMemory();
  const { buffer } = large.take(100_000);
  large.give(new Uint8Array(buffer, 0, 100_000));
  expect(large.heldBytes).toBe(buffer.byteLength);
  const again = large.take(99_000);
  expect(again.buffer).toBe(buffer);
  expect(again.length).toBe(99_000);
  expect(large.heldBytes).toBe(0);
  expect(large.take(99_000).buffer).not.toBe(buffer);
});

test('16 MiB are kept, of buffers up to 4 MiB, until nobody needs them', () => {
  const large = new LargeMemory();
  large.give(large.take(5_000_000));
  expect(large.heldBytes).toBe(0);
  const taken = Array.from({ length: 300 }, (_, i) => large.take(60_000 + i * 100));
  for (const memory of taken) large.give(memory);
  const most = large.heldBytes;
  expect(most).toBeGreaterThan(15 * 1024 ** 2);
  expect(most).toBeLessThanOrEqual(16 * 1024 ** 2);
  large.trim();
  expect(large.heldBytes).toBe(most);
  large.give(large.take(60_000));
  large.trim();
  expect(large.heldBytes).toBeGreaterThan(0);
  expect(large.heldBytes).toBeLessThan(100_000);
  large.trim();
  expect(large.heldBytes).toBe(0);
});
