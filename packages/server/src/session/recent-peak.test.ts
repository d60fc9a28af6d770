import { expect, test } from 'vitest';
import { RecentPeak } from './recent-peak.ts';

test('a peak is remembered for eight seconds', () => {
  const peak = new RecentPeak();
  peak.advance(100);
  peak.note(5);
  peak.note(3);
  expect(peak.value).toBe(5);
  peak.advance(101);
  peak.note(4);
  expect(peak.value).toBe(5);
  for (let second = 102; second < 108; second++) peak.advance(second);
  expect(peak.value).toBe(5);
  peak.advance(108);
  expect(peak.value).toBe(4);
  peak.advance(109);
  expect(peak.value).toBe(0);
  peak.note(7);
  peak.advance(500);
  expect(peak.value).toBe(0);
});
