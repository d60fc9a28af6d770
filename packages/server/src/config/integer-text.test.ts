import { describe, expect, it } from 'vitest';
import { parseLenientInteger, parseStrictInteger } from './integer-text.ts';

describe('parseStrictInteger', () => {
  it.each([
    ['0', 0n],
    ['-1', -1n],
    ['120', 120n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
  ])('reads %j', (text, value) => {
    expect(parseStrictInteger(text)).toBe(value);
  });

  it.each(['', '-', '-0', '00', '01', '+1', ' 1', '1 ', '1.5', '1e3', '9223372036854775808', '1'.repeat(40)])(
    'refuses %j',
    (text) => {
      expect(parseStrictInteger(text)).toBeUndefined();
    },
  );
});

describe('parseLenientInteger', () => {
  it.each([
    ['', 0n],
    ['007', 7n],
    ['+900', 900n],
    [' \t-3', -3n],
    ['99999999999999999999', 2n ** 63n - 1n],
    ['-99999999999999999999', -(2n ** 63n)],
  ])('reads %j', (text, value) => {
    expect(parseLenientInteger(text)).toBe(value);
  });

  it('reads octal', () => {
    expect(parseLenientInteger('755', 8)).toBe(493n);
    expect(parseLenientInteger('0755', 8)).toBe(493n);
    expect(parseLenientInteger('-1', 8)).toBe(-1n);
    expect(parseLenientInteger('8', 8)).toBeUndefined();
  });

  it.each(['x', '1 ', '0x10', '-', '- 1', '1.0', ' '])('refuses %j', (text) => {
    expect(parseLenientInteger(text)).toBeUndefined();
  });
});
