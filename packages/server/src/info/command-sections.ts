import { latencyPercentiles } from '../stats/latency-histogram.ts';
import type { CountedCommand } from './info-sources.ts';
import type { InfoLine, InfoSection } from './section.ts';

export const commandStatsSection: InfoSection = {
  title: 'Commandstats',
  shown: 'among all',
  lines(server) {
    const { calls, failed, microseconds, rejected } = server.commandStats;
    const lines: InfoLine[] = [];
    for (const { fullName, id } of everyCommand(server.commands.commands)) {
      if (calls[id] === 0 && failed[id] === 0 && rejected[id] === 0) continue;
      const perCall = calls[id] === 0 ? 0 : microseconds[id] / calls[id];
      lines.push([
        `cmdstat_${fullName}`,
        `calls=${calls[id]},usec=${Math.floor(microseconds[id])},usec_per_call=${perCall.toFixed(2)}` +
          `,rejected_calls=${rejected[id]},failed_calls=${failed[id]}`,
      ]);
    }
    return lines;
  },
};

export const errorStatsSection: InfoSection = {
  title: 'Errorstats',
  shown: 'by default',
  lines({ commandStats }) {
    const codes = [...commandStats.errors.keys()].sort();
    return codes.map((code) => [`errorstat_${safeName(code)}`, `count=${commandStats.errors.get(code)}`]);
  },
};

export const latencyStatsSection: InfoSection = {
  title: 'Latencystats',
  shown: 'among all',
  lines(server) {
    const { commandStats, config } = server;
    if (!config.latencyTracking) return [];
    const percentiles = config.latencyTrackingInfoPercentiles;
    const lines: InfoLine[] = [];
    for (const { fullName, id } of everyCommand(server.commands.commands)) {
      const histogram = commandStats.latencies[id];
      if (histogram === undefined) continue;
      const values = latencyPercentiles(histogram, percentiles);
      lines.push([
        `latency_percentiles_usec_${fullName}`,
        percentiles.map((percentile, i) => `p${percentile}=${values[i].toFixed(3)}`).join(','),
      ]);
    }
    return lines;
  },
};

/** All commands, the subcommands behind their containers. */
function everyCommand(commands: readonly CountedCommand[]): CountedCommand[] {
  return commands.flatMap((command) => [command, ...everyCommand(command.subcommands?.commands ?? [])]);
}

/** The first word of an error can be anything that a script makes up; a line of INFO must stay one line with one name. */
function safeName(code: string): string {
  return code.replace(/[#:\r\n]/g, '_');
}
