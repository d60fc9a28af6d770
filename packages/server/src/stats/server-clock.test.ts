import { FakeClock, SeededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

describe('the server clock', () => {
  test('stands still until it is read anew', () => {
    const time = new FakeClock(1000);
    const clock = new ServerClock(time);
    time.advance(5);
    expect(clock.nowMs()).toBe(1000);
    expect(clock.lap()).toBe(5000);
    expect(clock.nowMs()).toBe(1005);
    time.set(50);
    clock.refresh();
    expect(clock.nowMs()).toBe(50);
  });

  test('microseconds: the milliseconds of the wall clock, with what the monotonic clock knows beyond', () => {
    let wall = 5_000;
    let monotonic = 100.25;
    const clock = new ServerClock({ nowMs: () => wall, monotonicMs: () => monotonic });
    expect(clock.nowMicroseconds()).toBe(5_000_000);
    monotonic += 0.5;
    expect(clock.nowMicroseconds()).toBe(5_000_500);
    // The wall clock ticks before the monotonic clock says so: it is believed.
    wall += 1;
    expect(clock.nowMicroseconds()).toBe(5_001_000);
    // It ticks later: time waits, and does not go on into the next millisecond.
    monotonic += 1.5;
    expect(clock.nowMicroseconds()).toBe(5_001_999);
    wall += 1;
    monotonic += 0.1;
    expect(clock.nowMicroseconds()).toBe(5_002_099);
    // Somebody set the clock.
    wall = 1_000;
    expect(clock.nowMicroseconds()).toBe(1_000_999);
  });

  test('microseconds never go back, however the ticks of the two clocks fall', () => {
    const random = new SeededRandom(7);
    let truth = 1_000_000.4;
    const clock = new ServerClock({ nowMs: () => Math.floor(truth), monotonicMs: () => truth - 999_000 + 0.7 });
    let last = 0;
    for (let i = 0; i < 10_000; i++) {
      truth += random.nextFloat() * (random.chance(0.1) ? 3 : 0.01);
      const now = clock.nowMicroseconds();
      expect(now).toBeGreaterThanOrEqual(last);
      expect(Math.floor(now / 1000)).toBe(Math.floor(truth));
      last = now;
    }
  });
});
