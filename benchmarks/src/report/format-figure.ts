import type { Unit } from '../row.ts';

/** A figure with three digits that count and its unit. */
export function formatFigure(value: number | undefined, unit: Unit): string {
  if (value === undefined) return '–';
  switch (unit) {
    case 'per second':
      if (value >= 1e6) return `${threeDigits(value / 1e6)} M/s`;
      return value >= 1e3 ? `${threeDigits(value / 1e3)} k/s` : `${threeDigits(value)}/s`;
    case 'ms':
      return value >= 1000 ? `${threeDigits(value / 1000)} s` : `${threeDigits(value)} ms`;
    case 'bytes':
      return threeDigits(value);
    case 'fraction':
      return value.toFixed(2);
  }
}

function threeDigits(value: number): string {
  if (value >= 100 || value <= -100) return value.toFixed(0);
  return value >= 10 || value <= -10 ? value.toFixed(1) : value.toFixed(2);
}
