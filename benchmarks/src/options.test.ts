import { expect, test } from 'vitest';
import { FULL, SMOKE } from './bench.ts';
import type { Measurement } from './measurement.ts';
import { parseOptions, usage } from './options.ts';

const measurement = (name: string, long = false): Measurement => ({
  name,
  title: '',
  how: '',
  long,
  run: async () => [],
});
const measurements = [measurement('speed'), measurement('many', true), measurement('memory')];

const names = (...args: string[]) => parseOptions(args, measurements).chosen.map(({ name }) => name);

test('chooses all but what is long, unless asked', () => {
  expect(names()).toEqual(['speed', 'memory']);
  expect(names('--all')).toEqual(['speed', 'many', 'memory']);
  expect(names('--smoke')).toEqual(['speed', 'many', 'memory']);
  expect(names('--only', 'memory,many')).toEqual(['many', 'memory']);
  expect(names('--', '--only', 'memory', '--only', 'speed')).toEqual(['speed', 'memory']);
});

test('writes results only of full runs', () => {
  const writes = (...args: string[]) => parseOptions(args, measurements).writes;
  expect([writes(), writes('--only', 'speed'), writes('--rounds', '5')]).toEqual([true, true, true]);
  expect([writes('--smoke'), writes('--dry-run'), writes('--rounds', '2')]).toEqual([false, false, false]);
});

test('rounds and smoke set the scale', () => {
  expect(parseOptions(['--rounds', '7'], measurements).scale).toEqual({ ...FULL, rounds: 7 });
  expect(parseOptions(['--smoke'], measurements).scale).toEqual(SMOKE);
});

test('refuses what it does not know', () => {
  expect(() => names('--only', 'sped')).toThrow('--only sped: there is speed, many, memory');
  expect(() => names('--rounds', 'x')).toThrow('--rounds x');
  expect(() => names('--fast')).toThrow(/--fast/);
});

test('the help names every measurement', () => {
  expect(usage(measurements)).toMatch(/only these: speed, many, memory\n.*gigabytes: many\n/);
});
