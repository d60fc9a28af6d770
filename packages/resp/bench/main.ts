// node ../../scripts/run-ts.mjs bench/main.ts [--rounds 15] [--write]: measures @respite/resp against the codecs of
// other clients, prints two tables, and with --write puts them into README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { type DecodingCase, decodingCases, type EncodingCase, encodingCases } from './cases.ts';
import { contenders, decoders, encoders, respite } from './contenders.ts';
import { measure } from './measure.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);

let sink: unknown;

function measureDecoding({ title, chunks, replies, resp3, shape }: DecodingCase): Map<string, number> {
  check(title, chunks, resp3, shape, replies);
  const subjects = decoders(shape, resp3, (reply) => {
    sink = reply;
  }).map((decoder) => ({
    name: decoder.name,
    run() {
      for (let i = 0; i < chunks.length; i++) decoder.write(chunks[i]);
    },
  }));
  return perItem(measure(subjects, rounds), replies);
}

/** All of them must find the same values. */
function check(title: string, chunks: Buffer[], resp3: boolean, shape: DecodingCase['shape'], replies: number): void {
  let expected: unknown[] | undefined;
  const found: unknown[] = [];
  for (const decoder of decoders(shape, resp3, (reply) => found.push(reply))) {
    found.length = 0;
    for (const chunk of chunks) decoder.write(chunk);
    const values = found.map(plain);
    expected ??= values;
    if (values.length !== replies || !isDeepStrictEqual(values, expected)) throw new Error(`${title}: ${decoder.name}`);
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [plain(key), plain(inner)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function measureEncoding({ title, commands }: EncodingCase): Map<string, number> {
  const subjects = encoders(commands);
  const lengths = new Set(subjects.map((subject) => subject.encode()));
  if (lengths.size !== 1) throw new Error(`${title}: lengths ${[...lengths]}`);
  const runs = subjects.map(({ name, encode }) => ({
    name,
    run() {
      sink = encode();
    },
  }));
  return perItem(measure(runs, rounds), commands.length);
}

function perItem(times: Map<string, number>, items: number): Map<string, number> {
  return new Map([...times].map(([name, time]) => [name, time / items]));
}

function table(what: string, rows: [string, Map<string, number>][]): string {
  const names = contenders.filter((name) => rows.some(([, times]) => times.has(name)));
  const lines = [
    `| ${what} | ${names.join(' | ')} | fastest other : ours |`,
    `|---|${'---:|'.repeat(names.length + 1)}`,
  ];
  for (const [title, times] of rows) {
    const ours = times.get(respite) ?? Number.NaN;
    const others = names.filter((name) => name !== respite && times.has(name)).map((name) => times.get(name) ?? 0);
    const cells = names.map((name) => duration(times.get(name)));
    lines.push(`| ${title} | ${cells.join(' | ')} | ${(Math.min(...others) / ours).toFixed(1)} |`);
  }
  return lines.join('\n');
}

function duration(nanoseconds: number | undefined): string {
  if (nanoseconds === undefined) return '-';
  return nanoseconds >= 10_000 ? `${(nanoseconds / 1000).toFixed(0)} us` : `${nanoseconds.toFixed(0)} ns`;
}

function run<T extends { title: string }>(cases: T[], measureCase: (one: T) => Map<string, number>) {
  const rows: [string, Map<string, number>][] = [];
  for (const one of cases.filter(({ title }) => title.includes(options.only))) {
    rows.push([one.title, measureCase(one)]);
    console.error(
      `${one.title}: ${[...(rows.at(-1)?.[1] ?? [])].map(([name, ns]) => `${name} ${duration(ns)}`).join(', ')}`,
    );
  }
  return rows;
}

const cpu = cpus()[0]?.model.trim().replace(/\s+/g, ' ') ?? 'unknown processor';
const machine = `${availableParallelism()}-core virtual machine (${cpu}), Node.js ${process.versions.node}`;
const report = [
  `Measured on ${new Date().toISOString().slice(0, 10)} on a ${machine}; medians of ${rounds} rounds in turn, in one run.`,
  '',
  table('decoding, time per reply', run(decodingCases(), measureDecoding)),
  '',
  table('encoding, time per command', run(encodingCases(), measureEncoding)),
].join('\n');
console.log(report);
if (sink === undefined) throw new Error('nothing was measured');

if (options.write) {
  const file = new URL('../README.md', import.meta.url);
  const [before, rest] = readFileSync(file, 'utf8').split('<!-- benchmark -->\n');
  const after = rest?.split('<!-- /benchmark -->')[1];
  if (before === undefined || after === undefined) throw new Error('README.md has no place for the benchmark');
  writeFileSync(file, `${before}<!-- benchmark -->\n\n${report}\n\n<!-- /benchmark -->${after}`);
}
// redis-parser keeps a timer for as long as its pool is large.
process.exit();
