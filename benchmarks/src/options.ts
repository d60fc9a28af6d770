import { parseArgs } from 'node:util';
import { FULL, type Scale, SMOKE } from './bench.ts';
import type { Measurement } from './measurement.ts';

export interface Options {
  chosen: Measurement[];
  scale: Scale;
  /** Whether the pages with the results are written: only after a full run of what was chosen. */
  writes: boolean;
  help: boolean;
}

export const USAGE = `npm run bench -- [flags]

  --only name,...   only these: NAMES
  --all             also those that take minutes and gigabytes: LONG
  --rounds n        rounds that count (3)
  --smoke           everything, in seconds: shows that it runs, the figures mean nothing
  --dry-run         writes nothing

Compares with redis-server of PATH. Writes benchmarks/RESULTS.md and the table in README.md, unless the run is shorter
than a full one.
`;

/** @throws Error a flag is not known, or its value is none */
export function parseOptions(args: readonly string[], measurements: readonly Measurement[]): Options {
  const { values } = parseArgs({
    // npm passes a lone `--` on.
    args: args.filter((arg) => arg !== '--'),
    options: {
      only: { type: 'string', multiple: true },
      all: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      smoke: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const scale = { ...(values.smoke ? SMOKE : FULL) };
  if (values.rounds !== undefined) scale.rounds = Number(values.rounds);
  if (!Number.isInteger(scale.rounds) || scale.rounds < 1) throw new Error(`--rounds ${values.rounds}: 1 or more`);
  return {
    chosen: choose(measurements, values.only, values.all || values.smoke),
    scale,
    writes: !values.smoke && !values['dry-run'] && scale.rounds >= FULL.rounds,
    help: values.help,
  };
}

function choose(measurements: readonly Measurement[], only: string[] | undefined, all: boolean): Measurement[] {
  if (only === undefined) return measurements.filter(({ long = false }) => all || !long);
  const names = only.join(',').split(',');
  const unknown = names.filter((name) => !measurements.some((measurement) => measurement.name === name));
  if (unknown.length > 0) {
    const known = measurements.map(({ name }) => name).join(', ');
    throw new Error(`--only ${unknown.join(',')}: there is ${known}`);
  }
  return measurements.filter(({ name }) => names.includes(name));
}

export function usage(measurements: readonly Measurement[]): string {
  const names = measurements.map(({ name }) => name).join(', ');
  const long = measurements.flatMap(({ name, long }) => (long ? [name] : [])).join(', ');
  return USAGE.replace('NAMES', names).replace('LONG', long);
}
