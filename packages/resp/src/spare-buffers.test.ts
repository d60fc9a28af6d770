import { expect, test } from 'vitest';
import { capacityFor, SpareBuffers } from './spare-buffers.ts';

const MIB = 1024 * 1024;

test('a buffer that was given back is taken again for what fits', () => {
  const buffers = new SpareBuffers();
  const buffer = buffers.take(3000);
  expect(buffer).toHaveLength(4096);
  buffers.give(buffer);
  expect(buffers.take(5000)).not.toBe(buffer);
  expect(buffers.take(2049)).toBe(buffer);
  expect(buffers.take(2049)).not.toBe(buffer);
});

test('what is large is made exact and not kept', () => {
  const buffers = new SpareBuffers();
  const buffer = buffers.take(MIB + 1);
  expect(buffer).toHaveLength(MIB + 1);
  buffers.give(buffer);
  expect(buffers.take(MIB + 1)).not.toBe(buffer);
});

test('an announced size is believed when a sixteenth of it has arrived', () => {
  expect(capacityFor(20, 512 * MIB)).toBe(1024);
  expect(capacityFor(1024, 512 * MIB)).toBe(4096);
  expect(capacityFor(16 * MIB, 512 * MIB)).toBe(32 * MIB);
  expect(capacityFor(32 * MIB, 512 * MIB)).toBe(512 * MIB);
  expect(capacityFor(65_536, MIB)).toBe(MIB);
  expect(capacityFor(1000, 1001)).toBe(1500);
});

test('bringing 50 MB together copies a tenth of it twice', () => {
  let held = 65_536;
  let capacity = 0;
  let copied = 0;
  for (; held < 50 * MIB; held += 65_536) {
    if (held <= capacity) continue;
    copied += held;
    capacity = capacityFor(held, 50 * MIB);
  }
  expect(copied).toBeLessThan(6 * MIB);
  expect(capacity).toBe(50 * MIB);
});
