import { release, type as systemType, totalmem } from 'node:os';
import type { HostInfo } from '../commands/host.ts';

/** Facts about this process, for INFO. */
export function hostInfo(configFile: string): HostInfo {
  return {
    processId: process.pid,
    executable: process.argv[1] ?? process.execPath,
    configFile,
    operatingSystem: `${systemType()} ${release()} ${process.arch}`,
    architecture: process.arch,
    runtime: `node ${process.versions.node}`,
    totalMemoryBytes: totalmem(),
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return { user: user / 1e6, system: system / 1e6 };
    },
  };
}
