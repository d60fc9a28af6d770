import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** What the figures depend on besides the two servers. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  node: string;
  redis: string;
}

/** @param redisServer path of redis-server */
export function describeMachine(redisServer: string): Machine {
  const { stdout } = spawnSync(redisServer, ['--version'], { encoding: 'utf8' });
  return {
    cpu: cpus()[0]?.model.trim().replace(/\s+/g, ' ') ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    redis: /v=(\S+)/.exec(stdout)?.[1] ?? 'unknown',
  };
}

/** How many programs want to run besides us, as a mean over the last minute. 0 where the system does not tell. */
export function load(): number {
  return loadavg()[0] ?? 0;
}
