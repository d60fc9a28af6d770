import { describe, expect, it } from 'vitest';
import { formatMemory, parseMemory } from './memory-units.ts';

describe('parseMemory', () => {
  it.each([
    ['0', 0n],
    ['1024', 1024n],
    ['1b', 1n],
    ['1k', 1000n],
    ['1kb', 1024n],
    ['3M', 3_000_000n],
    ['3Mb', 3n * 1024n ** 2n],
    ['2g', 2_000_000_000n],
    ['2GB', 2n * 1024n ** 3n],
    ['', 0n],
    ['mb', 0n],
    ['007', 7n],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['18446744073709551616', 2n ** 64n - 1n],
    ['99999999999gb', 15140462030378500096n],
  ])('%j is %d', (text, bytes) => {
    expect(parseMemory(text)).toBe(bytes);
  });

  it.each([
    '-1',
    '+1',
    ' 1',
    '1 ',
    '1 kb',
    '1.5gb',
    '1tb',
    '1kib',
    '0x10',
    'foo',
    '1kb1',
    'constructor',
    '1'.repeat(128),
  ])('%j is no amount', (text) => {
    expect(parseMemory(text)).toBeUndefined();
  });
});

describe('formatMemory', () => {
  it.each([
    [0n, '0'],
    [1n, '1'],
    [1000n, '1000'],
    [1024n, '1kb'],
    [1025n, '1025'],
    [64n * 1024n ** 2n, '64mb'],
    [1536n * 1024n ** 2n, '1536mb'],
    [1024n ** 4n, '1024gb'],
    [2n ** 64n - 1n, '18446744073709551615'],
  ])('%d is %j', (bytes, text) => {
    expect(formatMemory(bytes)).toBe(text);
    expect(parseMemory(text)).toBe(bytes);
  });
});
