import type { Row } from '../row.ts';
import { formatFigure } from './format-figure.ts';

const HEAD = ['', 'redis-server', 'Respite', 'ratio', 'better is'];

/** A Markdown table, its columns aligned so that it reads well as text too. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    formatFigure(row.redis, row.unit),
    formatFigure(row.respite, row.unit),
    ratio(row),
    row.better,
  ]);
  const widths = HEAD.map((head, column) => Math.max(3, head.length, ...cells.map((line) => line[column].length)));
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(HEAD), rule, ...cells.map(line)].join('\n');
}

function ratio({ redis, respite, spread }: Row): string {
  if (redis === undefined) return '–';
  const middle = (respite / redis).toFixed(2);
  return spread === undefined ? middle : `${middle} (${spread[0].toFixed(2)}–${spread[1].toFixed(2)})`;
}
