import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ServerProcess } from '@respite/testing';

const run = promisify(execFile);

export interface RedisBenchmarkOptions {
  command: 'SET' | 'GET';
  clients: number;
  pipeline: number;
  /** Keys are drawn from so many, those of `pairs.ts`. */
  keys: number;
  valueBytes: number;
  requests: number;
}

/**
 * Runs redis-benchmark once.
 *
 * @returns requests per second
 * @throws Error with its output, if it fails
 */
export async function redisBenchmark(server: ServerProcess, options: RedisBenchmarkOptions): Promise<number> {
  const { command, valueBytes } = options;
  const rates = await ratesOf(server, options, ['-d', String(valueBytes), '-t', command.toLowerCase()]);
  return theRate(rates, command);
}

/** How many requests of redis-benchmark's own tests, and how they come. */
export type TestOptions = Pick<RedisBenchmarkOptions, 'clients' | 'pipeline' | 'keys' | 'requests'>;

/**
 * Runs several of redis-benchmark's own tests, in the order in which it has them.
 *
 * @param tests names as its flag -t takes them
 * @returns requests per second of each
 * @throws Error with its output, if it fails or does not know a test
 */
export async function redisBenchmarkTests<Test extends string>(
  server: ServerProcess,
  tests: readonly Test[],
  options: TestOptions,
): Promise<Record<Test, number>> {
  const rates = await ratesOf(server, options, ['-t', tests.join(',')]);
  return Object.fromEntries(tests.map((test) => [test, theRate(rates, test.toUpperCase())])) as Record<Test, number>;
}

/** Runs redis-benchmark with a command that it has no test for. @returns requests per second */
export async function redisBenchmarkCommand(
  server: ServerProcess,
  command: readonly string[],
  options: TestOptions,
): Promise<number> {
  return theRate(await ratesOf(server, options, command), command.join(' '));
}

/** What redis-benchmark says of each of its tests: lines of `"LRANGE_100 (first 100 elements)","43210.98",...` */
interface Said {
  rates: Map<string, number>;
  output: string;
}

async function ratesOf(server: ServerProcess, options: TestOptions, what: readonly string[]): Promise<Said> {
  const { clients, pipeline, keys, requests } = options;
  const args = [
    ...['-h', '127.0.0.1', '-p', server.port, '--csv'],
    ...['-c', clients, '-P', pipeline, '-r', keys, '-n', requests],
    ...what,
  ].map(String);
  const { stdout, stderr } = await run('redis-benchmark', args);
  const rates = new Map<string, number>();
  for (const [, name, rate] of stdout.matchAll(/^"(.*?)(?: \(.*\))?","([\d.]+)"/gm)) {
    // The list for LRANGE is made with LPUSH, which is told too: as what came first, if that was asked for.
    if (!rates.has(name)) rates.set(name, Number(rate));
  }
  return { rates, output: `redis-benchmark ${args.join(' ')} said:\n${stdout}${stderr}` };
}

function theRate({ rates, output }: Said, name: string): number {
  const rate = rates.get(name);
  if (rate === undefined) throw new Error(output);
  return rate;
}

/**
 * How many requests take about `seconds`, found by runs that grow until one is long enough to tell. They warm the
 * server up as well.
 */
export async function requestsThatTake(
  seconds: number,
  server: ServerProcess,
  options: Omit<RedisBenchmarkOptions, 'requests'>,
): Promise<number> {
  for (let requests = options.clients * options.pipeline * 10; ; requests *= 4) {
    const rate = await redisBenchmark(server, { ...options, requests });
    if (requests / rate > seconds / 4) return Math.ceil(rate * seconds);
  }
}
