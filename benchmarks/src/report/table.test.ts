import { expect, test } from 'vitest';
import type { Row } from '../row.ts';
import { formatFigure } from './format-figure.ts';
import { table } from './table.ts';

const row = (facts: Partial<Row>): Row => ({
  what: 'SET',
  unit: 'per second',
  better: 'more',
  redis: 500_000,
  respite: 750_000,
  headline: true,
  ...facts,
});

test('columns are aligned, ratios are Respite to redis-server', () => {
  const rows = [
    row({ spread: [1.4, 1.555] }),
    { what: 'longest turn', unit: 'ms', better: 'less', respite: 1.234, headline: true } as const,
  ];
  expect(table(rows)).toBe(
    [
      '|              | redis-server | Respite |            ratio | better is |',
      '|--------------|-------------:|--------:|-----------------:|----------:|',
      '| SET          |      500 k/s | 750 k/s | 1.50 (1.40–1.55) |      more |',
      '| longest turn |            – | 1.23 ms |                – |      less |',
    ].join('\n'),
  );
});

test('figures have three digits that count', () => {
  expect(formatFigure(1_234_567, 'per second')).toBe('1.23 M/s');
  expect(formatFigure(98_765, 'per second')).toBe('98.8 k/s');
  expect(formatFigure(12, 'per second')).toBe('12.0/s');
  expect(formatFigure(1234, 'ms')).toBe('1.23 s');
  expect(formatFigure(0.456, 'ms')).toBe('0.46 ms');
  expect(formatFigure(105.25, 'bytes')).toBe('105');
  expect(formatFigure(-56.75, 'bytes')).toBe('-56.8');
  expect(formatFigure(0.8125, 'fraction')).toBe('0.81');
  expect(formatFigure(undefined, 'ms')).toBe('–');
});
