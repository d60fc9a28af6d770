import type { LatencyEvent, LatencyMonitor } from './latency-monitor.ts';

/** Settings that advice depends on. */
export interface ReportSettings {
  readonly slowlogLogSlowerThan: number;
  readonly hz: number;
}

/** What LATENCY DOCTOR says. @param now Unix time in seconds */
export function latencyReport(monitor: LatencyMonitor, settings: ReportSettings, now: number): string {
  const { events, threshold } = monitor;
  if (events.length === 0) {
    return threshold === 0
      ? 'Latency monitoring is off. Turn it on with CONFIG SET latency-monitor-threshold <milliseconds>.\n'
      : `No event has taken ${threshold} milliseconds or more since monitoring began.\n`;
  }
  const lines = events.map((event, i) => `${i + 1}. ${eventText(event, now)}`);
  const advice = new Set(events.flatMap(({ name }) => adviceFor(name, settings, threshold)));
  let report = `Latency peaks were observed:\n\n${lines.join('\n')}\n`;
  if (advice.size > 0) report += `\nWhat may help:\n\n${[...advice].map((text) => `- ${text}\n`).join('')}`;
  return report;
}

function eventText({ name, samples, worst }: LatencyEvent, now: number): string {
  const count = samples.length;
  const average = samples.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / count;
  const deviation = samples.reduce((sum, { milliseconds }) => sum + Math.abs(average - milliseconds), 0) / count;
  const period = Math.max(1, now - samples[0].time) / count;
  return (
    `${name}: ${count} latency spikes (average ${Math.floor(average)}ms, mean deviation ${Math.floor(deviation)}ms, ` +
    `period ${period.toFixed(2)} sec). Worst all time event ${worst}ms.`
  );
}

const LARGE_VALUES =
  'Commands that take whole large values (KEYS, SMEMBERS, HGETALL, SORT) stop everybody: use SCAN and its kin.';
const MACHINE =
  'Commands that take the same short time always were slow, so the process did not get the processor, or waited for ' +
  'memory: look for other busy processes, swapping, and long pauses of the garbage collector.';

function adviceFor(name: string, { hz, slowlogLogSlowerThan }: ReportSettings, threshold: number): string[] {
  switch (name) {
    case 'command': {
      const advice = [LARGE_VALUES, 'SLOWLOG GET tells which commands took long.'];
      const microseconds = Math.max(1, threshold) * 1000;
      if (slowlogLogSlowerThan < 0 || slowlogLogSlowerThan > microseconds) {
        advice.push(`The slow log misses some of them: CONFIG SET slowlog-log-slower-than ${microseconds}.`);
      }
      return advice;
    }
    case 'fast-command':
    case 'freeing-step':
    case 'compaction-step':
      return [MACHINE];
    case 'expire-cycle':
    case 'field-expire-cycle':
      return hz < 100
        ? [
            'Many keys expire at the same time. CONFIG SET hz 100 removes them in smaller slices; spread their expiry times.',
          ]
        : ['Many keys expire at the same time: spread their expiry times.'];
    case 'eviction-cycle':
    case 'eviction-del':
      return ['Much memory had to be freed at once: lower maxmemory in small steps, and write large values in pieces.'];
    case 'snapshot-step':
      return ['Snapshots wait for the disk: keep them on a local one, and save less often.'];
    default:
      return [];
  }
}
