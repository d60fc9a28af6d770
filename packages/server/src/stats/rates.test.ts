import { describe, expect, test } from 'vitest';
import { Counters } from './counters.ts';
import { Rates } from './rates.ts';

describe('rates', () => {
  test('average the last 16 measurements', () => {
    const counters = new Counters();
    const rates = new Rates(counters);
    rates.measure(0);
    for (let i = 1; i <= 16; i++) {
      counters.commandsProcessed += 50;
      counters.netInputBytes += 2000;
      counters.netOutputBytes += 100;
      rates.measure(i * 100);
    }
    expect(rates.commandsPerSecond).toBe(500);
    expect(rates.inputBytesPerSecond).toBe(20_000);
    expect(rates.outputBytesPerSecond).toBe(1000);
    for (let i = 17; i <= 24; i++) rates.measure(i * 100);
    expect(rates.commandsPerSecond).toBe(250);
  });

  test('calls in quick succession are one measurement', () => {
    const counters = new Counters();
    const rates = new Rates(counters);
    rates.measure(0);
    counters.commandsProcessed = 160;
    rates.measure(99);
    expect(rates.commandsPerSecond).toBe(0);
    rates.measure(100);
    expect(rates.commandsPerSecond).toBe(100);
  });

  test('a reset of the counters does not show as a fall', () => {
    const counters = new Counters();
    counters.commandsProcessed = 1000;
    const rates = new Rates(counters);
    rates.measure(0);
    counters.reset();
    counters.commandsProcessed = 16;
    rates.measure(100);
    expect(rates.commandsPerSecond).toBe(10);
    rates.reset();
    expect(rates.commandsPerSecond).toBe(0);
  });
});
