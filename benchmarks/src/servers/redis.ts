import { spawnSync } from 'node:child_process';
import { findOracle, ServerProcess } from '@respite/testing';
import { type Contender, QUIET_FLAGS, START_TIMEOUT_MS } from './contender.ts';

/** @throws Error that says what is missing */
export function findRedisServer(): string {
  const search = findOracle();
  if (!search.found) throw new Error(`The benchmarks compare with redis-server, and there is none: ${search.reason}.`);
  return search.program;
}

/** @throws Error that says what is missing */
export function requireRedisBenchmark(): void {
  const { error } = spawnSync('redis-benchmark', ['--version']);
  if (error) throw new Error(`The benchmarks measure with redis-benchmark, and it cannot be run: ${error.message}.`);
}

export function redisContender(program: string): Contender {
  return {
    name: 'redis-server',
    start: (folder) =>
      ServerProcess.start({
        program,
        args: (port) => ['--port', String(port), '--dir', folder, ...QUIET_FLAGS],
        cwd: folder,
        timeoutMs: START_TIMEOUT_MS,
      }),
  };
}
