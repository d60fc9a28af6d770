import { readFileSync } from 'node:fs';
import { machine, release, type as systemType, totalmem } from 'node:os';
import type { HostInfo } from '../commands/host.ts';

/** Facts about this process, for INFO. */
export function hostInfo(configFile: string): HostInfo {
  return {
    processId: process.pid,
    executable: process.argv[1] ?? process.execPath,
    configFile,
    operatingSystem: `${systemType()} ${release()} ${machine()}`,
    architecture: process.arch,
    runtime: `node ${process.versions.node}`,
    totalMemoryBytes: totalmem(),
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return { user: user / 1e6, system: system / 1e6 };
    },
    mainThreadCpuSeconds,
  };
}

/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/**
 * From Linux's /proc/self/task/<pid>/stat, of which fields 14 and 15 are the CPU time of the main thread:
 *
 * ```
 * 4711 (respite-server) S 1 4711 ...
 * 1    2                3 4 5
 * ```
 */
function mainThreadCpuSeconds(): { user: number; system: number } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The name of the process may hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const user = Number(fields[14 - 3]);
  const system = Number(fields[15 - 3]);
  return { user: user / TICKS_PER_SECOND, system: system / TICKS_PER_SECOND };
}
