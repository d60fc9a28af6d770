import { expect, test } from 'vitest';
import { capacityFor, SpareBuffers } from './spare-buffers.ts';

const MIB = 1024 * 1024;

test('a buffer that was given back is taken again for what fits', () => {
  const buffers = new SpareBuffers();
  const buffer = buffers.take(3100);
  expect(buffer.length).toBe(3584);
  buffers.give(buffer);
  expect(buffers.take(3600) === buffer).toBe(false);
  expect(buffers.take(3073) === buffer).toBe(true);
  expect(buffers.take(3073) === buffer).toBe(false);
});

test('no buffer is smaller than asked for, nor a quarter larger', () => {
  for (let size = 1024; size <= MIB; size = Math.ceil(size * 1.001)) {
    const { length } = new SpareBuffers().take(size);
    expect(length).toBeGreaterThanOrEqual(size);
    expect(length).toBeLessThanOrEqual(size * 1.25);
  }
  expect(new SpareBuffers().take(1).length).toBe(1024);
  expect(new SpareBuffers().take(MIB).length).toBe(MIB);
});

test('no more than 8 MiB are kept', () => {
  const buffers = new SpareBuffers();
  const taken = [1, 0.9, 0.8, 0.7, 0.6].flatMap((part) => [1, 2, 3, 4].map(() => buffers.take(MIB * part)));
  for (const buffer of taken) buffers.give(buffer);
  const kept = new Set(taken);
  let bytes = 0;
  for (const { length } of taken) {
    const again = buffers.take(length);
    if (kept.has(again)) bytes += again.length;
  }
  expect(bytes).toBeGreaterThan(7 * MIB);
  expect(bytes).toBeLessThanOrEqual(8 * MIB);
});

test('what nobody needed from one trim to the next is let go', () => {
  const buffers = new SpareBuffers();
  const taken = [MIB, MIB, MIB, 2048].map((size) => buffers.take(size));
  for (const buffer of taken) buffers.give(buffer);
  expect(buffers.heldBytes).toBe(3 * MIB + 2048);
  buffers.trim();
  expect(buffers.heldBytes).toBe(3 * MIB + 2048);
  // One large buffer at a time is needed, and a small one.
  const small = buffers.take(2048);
  for (let i = 0; i < 5; i++) buffers.give(buffers.take(MIB));
  buffers.trim();
  expect(buffers.heldBytes).toBe(MIB);
  buffers.give(small);
  buffers.trim();
  expect(buffers.heldBytes).toBe(2048);
  buffers.trim();
  expect(buffers.heldBytes).toBe(0);
  expect(taken).not.toContain(buffers.take(MIB));
});

test('what is large is made exact and not kept', () => {
  const buffers = new SpareBuffers();
  const size = 1.25 * MIB + 1;
  const buffer = buffers.take(size);
  expect(buffer.length).toBe(size);
  buffers.give(buffer);
  expect(buffers.take(size) === buffer).toBe(false);
});

test('an announced size is believed when a 32nd of it has arrived', () => {
  expect(capacityFor(20, 512 * MIB)).toBe(1024);
  expect(capacityFor(1024, 512 * MIB)).toBe(4096);
  expect(capacityFor(8 * MIB, 512 * MIB)).toBe(16 * MIB);
  expect(capacityFor(16 * MIB, 512 * MIB)).toBe(512 * MIB);
  expect(capacityFor(65_520, MIB)).toBe(MIB);
  expect(capacityFor(1000, 1001)).toBe(1500);
});

test.each([1, 50, 512])('bringing %i MB together copies less than a tenth of it twice', (size) => {
  let held = 65_520;
  let capacity = 0;
  let copied = 0;
  for (; held < size * MIB; held += 65_536) {
    if (held <= capacity) continue;
    if (capacity > 0) copied += held;
    capacity = capacityFor(held, size * MIB);
  }
  expect(copied).toBeLessThan((size * MIB) / 10);
  expect(capacity).toBe(size * MIB);
});
