import { expect, test } from 'vitest';
import { longScoreText } from './score-text.ts';

test.each<[number, string]>([
  [0, '0'],
  [-0, '-0'],
  [-17, '-17'],
  [0.1, '0.10000000000000001'],
  [-2.5, '-2.5'],
  [0.0001, '0.0001'],
  [0.00001, '1.0000000000000001e-05'],
  [1e16, '10000000000000000'],
  [1e17, '1e+17'],
  [123456789012345680000, '1.2345678901234568e+20'],
  [1.5e300, '1.5000000000000001e+300'],
  [Number.POSITIVE_INFINITY, 'inf'],
  [Number.NEGATIVE_INFINITY, '-inf'],
])('%d', (score, text) => {
  expect(longScoreText(score)).toBe(text);
});
