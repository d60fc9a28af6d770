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
  const { command, clients, pipeline, keys, valueBytes, requests } = options;
  const args = [
    ...['-h', '127.0.0.1', '-p', server.port, '-t', command.toLowerCase(), '--csv'],
    ...['-c', clients, '-P', pipeline, '-r', keys, '-d', valueBytes, '-n', requests],
  ].map(String);
  const { stdout, stderr } = await run('redis-benchmark', args);
  const rate = new RegExp(`^"${command}","([\\d.]+)"`, 'm').exec(stdout)?.[1];
  if (rate === undefined) throw new Error(`redis-benchmark ${args.join(' ')} said:\n${stdout}${stderr}`);
  return Number(rate);
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
