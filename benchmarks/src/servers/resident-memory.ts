import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How much of a process is in physical memory, in bytes. */
export function residentBytes(pid: number): number {
  return residentKiB(pid) * 1024;
}

function residentKiB(pid: number): number {
  if (process.platform === 'linux') {
    return Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  }
  return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
}
