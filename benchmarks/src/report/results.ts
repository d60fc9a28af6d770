import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Machine } from '../machine.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import { replaceMarkedPart } from './marked-part.ts';
import { table } from './table.ts';

/** One measurement's rows, and where and when they were measured. */
export interface Result {
  date: string;
  machine: Machine;
  rounds: number;
  rows: Row[];
}

const resultsFile = new URL('../../results.json', import.meta.url);
const resultsPage = new URL('../../RESULTS.md', import.meta.url);
const readme = new URL('../../../README.md', import.meta.url);

/** Puts new results in the place of old ones, keeps the others, and writes the pages anew. */
export function writeResults(measurements: readonly Measurement[], fresh: ReadonlyMap<string, Result>): void {
  const known: Record<string, Result> = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
  const results: Record<string, Result> = {};
  for (const { name } of measurements) {
    const result = fresh.get(name) ?? known[name];
    if (result !== undefined) results[name] = result;
  }
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  rewrite(resultsPage, 'benchmarks/RESULTS.md', allTables(measurements, results));
  rewrite(readme, 'README.md', headlines(measurements, results));
}

function rewrite(page: URL, name: string, part: string): void {
  writeFileSync(page, replaceMarkedPart(readFileSync(page, 'utf8'), part, name));
}

/** Every measurement under its own heading. */
export function allTables(measurements: readonly Measurement[], results: Readonly<Record<string, Result>>): string {
  return measurements
    .flatMap(({ name, title, how }) => {
      const result = results[name];
      return result ? [`## ${title}\n\n${how}\n\n${table(result.rows)}\n\n${circumstances(result)}`] : [];
    })
    .join('\n\n');
}

/** The rows that matter most, in one table. */
export function headlines(measurements: readonly Measurement[], results: Readonly<Record<string, Result>>): string {
  const present = measurements.flatMap(({ name }) => results[name] ?? []);
  const rows = present.flatMap((result) => result.rows.filter(({ headline }) => headline));
  const places = new Set(present.map(circumstances));
  return `${table(rows)}\n\n${[...places].join('\n')}`;
}

function circumstances({ date, machine, rounds }: Result): string {
  const { cpu, cores, memoryGiB, system, node, redis } = machine;
  return (
    `Measured ${date} on ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}; Node ${node}, Redis ${redis}; ` +
    `medians of ${rounds} rounds.`
  );
}
