import { rowOf, type Series, withServer } from '../bench.ts';
import type { Measurement } from '../measurement.ts';

export const startUp: Measurement = {
  name: 'start-up',
  title: 'Start',
  how:
    'From starting the program, with an empty folder, to its first PONG; median of ten starts. It is asked again every ' +
    'millisecond.',
  async run(bench) {
    const series: Series = { redis: [], respite: [] };
    for (let start = 0; start < bench.scale.starts; start++) {
      for (const which of ['redis', 'respite'] as const) {
        series[which].push(await withServer(bench.contender(which), async (server) => server.startMs));
      }
    }
    const { spread, ...row } = rowOf(series, {
      what: 'from start to first PONG',
      unit: 'ms',
      better: 'less',
      headline: true,
    });
    return [row];
  },
};
