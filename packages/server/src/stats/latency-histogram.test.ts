import { describe, expect, test } from 'vitest';
import { addLatency, latencyPercentiles, newLatencyHistogram } from './latency-histogram.ts';

function percentile(microseconds: readonly number[], wanted: number): number {
  const histogram = newLatencyHistogram();
  for (const duration of microseconds) addLatency(histogram, duration);
  return latencyPercentiles(histogram, [wanted])[0];
}

describe('a latency histogram', () => {
  test('is exact below 256 ns', () => {
    for (const ns of [0, 1, 127, 128, 200, 255]) expect(percentile([ns / 1000], 50)).toBe(ns / 1000);
  });

  test.each([
    [256, 257],
    [511, 511],
    [512, 515],
    [1000, 1003],
    [3_005_000, 3_014_655],
    [999_999_999, 1_002_438_655],
  ])('%i ns count as %i ns at most', (ns, end) => {
    expect(percentile([ns / 1000], 50)).toBe(end / 1000);
  });

  test('never tells less than what was, and at most 1 % more', () => {
    for (let ns = 1; ns < 1e9; ns = Math.floor(ns * 1.37) + 1) {
      const told = percentile([ns / 1000], 100) * 1000;
      expect(told).toBeGreaterThanOrEqual(ns);
      expect(told).toBeLessThanOrEqual(ns * 1.01);
    }
  });

  test('what took longer than a second counts as a second', () => {
    expect(percentile([5_000_000], 50)).toBe(percentile([1_000_000], 50));
  });

  test('percentiles', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => (i + 1) / 1000);
    expect(percentile(hundred, 0)).toBe(0.001);
    expect(percentile(hundred, 50)).toBe(0.05);
    expect(percentile(hundred, 99)).toBe(0.099);
    expect(percentile(hundred, 99.9)).toBe(0.1);
    expect(percentile(hundred, 100)).toBe(0.1);
  });

  test('of nothing', () => {
    expect(percentile([], 50)).toBe(0);
  });
});
