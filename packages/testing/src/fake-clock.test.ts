import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';

test('stands still until told to move', () => {
  const clock = new FakeClock(1000);
  expect([clock.nowMs(), clock.nowMs(), clock.monotonicMs()]).toEqual([1000, 1000, 0]);
});

test('advance moves both clocks', () => {
  const clock = new FakeClock(1000);
  clock.advance(50);
  clock.advance(0.5);
  expect([clock.nowMs(), clock.monotonicMs()]).toEqual([1050.5, 50.5]);
});

test('set moves the wall clock alone, backwards too', () => {
  const clock = new FakeClock(1000);
  clock.advance(10);
  clock.set(400);
  expect([clock.nowMs(), clock.monotonicMs()]).toEqual([400, 10]);
});

test('refuses time that runs backwards and times that are none', () => {
  const clock = new FakeClock();
  expect(() => clock.advance(-1)).toThrow(RangeError);
  expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
  expect(() => clock.set(Number.NaN)).toThrow(RangeError);
});
