import { expect, test } from 'vitest';
import { BLOCK_BYTES_MAX, PAGE_UNITS } from '../limits.ts';
import { CLASS_COUNT, classBlocks, classOf, classUnits } from './size-classes.ts';

test('a request gets the smallest class that holds it', () => {
  for (let bytes = 1; bytes <= BLOCK_BYTES_MAX; bytes++) {
    const sizeClass = classOf(bytes);
    const isSmallest = sizeClass === 0 || classUnits[sizeClass - 1] * 16 < bytes;
    if (!isSmallest || classUnits[sizeClass] * 16 < bytes) expect.fail(`${bytes} bytes: class ${sizeClass}`);
  }
});

test('classes grow, and as many blocks as fit are in a page', () => {
  for (let c = 0; c < CLASS_COUNT; c++) {
    expect(classBlocks[c]).toBe(Math.floor(PAGE_UNITS / classUnits[c]));
    expect(classBlocks[c]).toBeGreaterThanOrEqual(2);
    if (c > 0) expect(classUnits[c]).toBeGreaterThan(classUnits[c - 1]);
  }
});

test('little is wasted: 16 bytes at most up to 256, an eighth at most up to 4 KiB, half of what was asked for at the very end', () => {
  for (let bytes = 1; bytes <= BLOCK_BYTES_MAX; bytes++) {
    const waste = classUnits[classOf(bytes)] * 16 - bytes;
    const most = bytes <= 256 ? 15 : bytes <= 4096 ? bytes / 8 : bytes * 0.501;
    if (waste > most) expect.fail(`${bytes} bytes: ${waste} wasted`);
  }
});
