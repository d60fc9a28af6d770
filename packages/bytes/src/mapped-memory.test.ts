import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { mappedMemory } from './mapped-memory.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const MEGABYTE = 1024 * 1024;
const isMapped = ({ buffer }: Uint8Array) => (buffer as { resizable?: boolean }).resizable;

test('is zeros, and as long as asked for', () => {
  const memory = mappedMemory(100_000);
  expect([memory.length, memory.byteOffset, memory.buffer.byteLength]).toEqual([100_000, 0, 100_000]);
  expect(memory.every((byte) => byte === 0)).toBe(true);
  memory.fill(7);
  expect(Buffer.from(memory.buffer, 99_998, 2)).toEqual(Buffer.of(7, 7));
});

test('goes back to the system, whatever the sizes and the order in which it goes', async () => {
  const before = process.memoryUsage.rss();
  let kept: Uint8Array[] = [];
  for (let i = 0; i < 1000; i++) kept.push(mappedMemory(((i * 7919) % 400_000) + 1).fill(1));
  expect(process.memoryUsage.rss() - before).toBeGreaterThan(150 * MEGABYTE);
  kept = kept.filter((_, i) => i % 100 === 0);
  // The collector's helpers unmap by and by; the test's own limit ends the waiting.
  do {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  } while (process.memoryUsage.rss() - before > 50 * MEGABYTE);
  expect(kept).toHaveLength(10);
});

test('is ordinary memory where there is too much of it', async () => {
  let many = Array.from({ length: 20_000 }, () => mappedMemory(1));
  const more = mappedMemory(50_000);
  expect(isMapped(more)).toBe(false);
  expect(more).toHaveLength(50_000);
  many = [];
  while (!isMapped(mappedMemory(50_000))) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(many).toEqual([]);
});

test('more than there is: RangeError', () => {
  expect(() => mappedMemory(2 ** 52)).toThrow(RangeError);
});
