import { expect, test } from 'vitest';
import type { Measurement } from '../measurement.ts';
import { replaceMarkedPart } from './marked-part.ts';
import { allTables, headlines, type Result } from './results.ts';

const measurement = (name: string): Measurement => ({ name, title: `The ${name}`, how: 'So.', run: async () => [] });

const result = (what: string, date: string): Result => ({
  date,
  machine: { cpu: 'Abacus', cores: 2, memoryGiB: 4, system: 'Linux 6', node: '24.1.0', redis: '7.0.15' },
  rounds: 3,
  rows: [
    { what, unit: 'ms', better: 'less', redis: 1, respite: 2, headline: true },
    { what: `${what}, aside`, unit: 'ms', better: 'less', redis: 1, respite: 2, headline: false },
  ],
});

const measurements = ['speed', 'memory', 'pauses'].map(measurement);
const results = { pauses: result('pause', '2026-02-02'), speed: result('SET', '2026-01-01') };

test('the page with all results has them in their order, with what they depend on', () => {
  const page = allTables(measurements, results);
  expect(page).toMatch(
    /^## The speed\n\nSo\.\n\n\| .*Measured 2026-01-01 on Abacus, 2 cores.*## The pauses.*2026-02-02/s,
  );
  expect(page).toContain('| SET, aside |');
  expect(page).not.toContain('memory');
});

test('the README shows the rows that matter, and each circumstance once', () => {
  const part = headlines(measurements, { ...results, memory: result('bytes', '2026-01-01') });
  expect(part).toMatch(/\| SET .*\n\| bytes .*\n\| pause /);
  expect(part).not.toContain('aside');
  expect(part.match(/Measured 2026-01-01/g)).toHaveLength(1);
  expect(part.match(/Measured 2026-02-02/g)).toHaveLength(1);
});

test('only what stands between the marks is replaced', () => {
  const [begin, end] = ['<!-- benchmarks: written by npm run bench -->', '<!-- benchmarks: end -->'];
  const page = `before\n${begin}\n\nold\n\n${end}\nafter`;
  const written = replaceMarkedPart(page, 'new\n', 'README.md');
  expect(written).toBe(`before\n${begin}\n\nnew\n\n${end}\nafter`);
  expect(replaceMarkedPart(written, 'new', 'README.md')).toBe(written);
  expect(() => replaceMarkedPart(`${end} ${begin}`, 'new', 'README.md')).toThrow(/README.md has no place for results/);
});
