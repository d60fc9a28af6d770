import { describe, expect, test } from 'vitest';
import { parseDouble } from './ascii-float.ts';
import { doubleText, shortestDoubleText } from './double-text.ts';

describe('doubles as text', () => {
  test.each([
    [0, '0'],
    [-0, '-0'],
    [3, '3'],
    [-17.5, '-17.5'],
    [0.1, '0.1'],
    [1e15, '1000000000000000'],
    [2 ** 62, '4611686018427387904'],
    [1e19, '1e+19'],
    [1.5e300, '1.5e+300'],
    [1.23456e-4, '1.23456e-4'],
    [0.001, '0.001'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('%d', (value, text) => {
    expect(doubleText(value)).toBe(text);
  });

  test('large integers with an exponent, where that is shorter', () => {
    expect([1e7, 1e8, -1e15, 123456789, -0].map(shortestDoubleText)).toEqual([
      '10000000',
      '1e+8',
      '-1e+15',
      '123456789',
      '-0',
    ]);
  });

  test('reads back as the same number', () => {
    let value = 1.1e-300;
    for (let i = 0; i < 2000; i++) {
      const text = new TextEncoder().encode(doubleText(value));
      expect(parseDouble(text, 0, text.length)).toBe(value);
      value *= -1.9876543;
    }
  });
});
