import { expect, test } from 'vitest';
import { median, quantileOfSorted } from './quantile.ts';

test('median', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('quantiles are values that were there', () => {
  const values = Array.from({ length: 1000 }, (_, i) => i + 1);
  expect([0, 0.5, 0.999, 1].map((fraction) => quantileOfSorted(values, fraction))).toEqual([1, 500, 999, 1000]);
  expect(quantileOfSorted([7], 0.999)).toBe(7);
});
