import { expect, test } from 'vitest';
import { garbageCollector, IdleCollection } from './idle-collection.ts';

const MEGABYTE = 1024 * 1024;

/** A process with so much in use and so much garbage, a second per look. */
class Process {
  live = 20 * MEGABYTE;
  garbage = 0;
  commands = 0;
  collections = 0;
  seconds = 0;
  readonly #collection = new IdleCollection(
    () => {
      this.collections++;
      this.garbage = 0;
      this.seconds += 0.01;
    },
    () => this.seconds * 1000,
  );

  /** Looks `times` times. @returns how many collections there were */
  look(times = 1): number {
    const before = this.collections;
    for (let i = 0; i < times; i++) {
      this.seconds++;
      this.#collection.look(() => ({ bytes: this.live + this.garbage, commands: this.commands }));
    }
    return this.collections - before;
  }
}

test('garbage is collected once the server is idle', () => {
  const process = new Process();
  expect(process.look(100)).toBe(1);
  process.garbage = 100 * MEGABYTE;
  process.commands += 1000;
  expect(process.look()).toBe(0);
  expect(process.look()).toBe(1);
  expect(process.look(100)).toBe(0);
});

test('a little is not', () => {
  const process = new Process();
  process.look();
  process.garbage = 3 * MEGABYTE;
  expect(process.look(100)).toBe(0);
});

test('what was in use and is not any more is found, and what stays in use is looked at more and more seldom', () => {
  const process = new Process();
  process.look();
  process.live += 500 * MEGABYTE;
  expect(process.look()).toBe(1);
  process.live -= 500 * MEGABYTE;
  process.garbage = 500 * MEGABYTE;
  expect(process.look(10)).toBe(1);
  expect(process.garbage).toBe(0);
  process.live += 500 * MEGABYTE;
  expect(process.look(1000)).toBeLessThan(12);
});

test('V8 lets itself be asked', () => {
  const collect = garbageCollector();
  const before = process.memoryUsage().arrayBuffers;
  let buffer: Uint8Array | undefined = new Uint8Array(64 * MEGABYTE);
  expect(process.memoryUsage().arrayBuffers).toBeGreaterThan(before + 60 * MEGABYTE);
  buffer = undefined;
  collect?.();
  expect(buffer).toBeUndefined();
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(before + 8 * MEGABYTE);
});
