import { loadPairs } from '../load/pair-loader.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import { requestRate } from './throughput.ts';

const CLIENTS = 50;

const SIZES = [
  { name: '1 KiB', valueBytes: 1024, keys: 10_000, pipeline: 16 },
  { name: '64 KiB', valueBytes: 65_536, keys: 1000, pipeline: 1 },
];

export const largeValues: Measurement = {
  name: 'large-values',
  title: 'Large values',
  how: `As above, \`redis-benchmark -c ${CLIENTS}\` over 10 000 values of 1 KiB and 1000 of 64 KiB.`,
  run: (bench) =>
    bench.withBoth(async (redis, respite) => {
      const rows: Row[] = [];
      for (const { name, valueBytes, keys, pipeline } of SIZES) {
        for (const server of [redis, respite]) await loadPairs(server.port, { count: keys, valueBytes, batch: 10 });
        for (const command of ['SET', 'GET'] as const) {
          const options = { command, clients: CLIENTS, pipeline, keys, valueBytes };
          rows.push(await requestRate(bench, { redis, respite }, `${command} ${name}, -P ${pipeline}`, options, false));
        }
      }
      return rows;
    }),
};
