import { type Bench, rowOf } from '../bench.ts';
import { loadPairs } from '../load/pair-loader.ts';
import { type RedisBenchmarkOptions, redisBenchmark, requestsThatTake } from '../load/redis-benchmark.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';

const CLIENTS = 50;
const KEYS = 100_000;
const VALUE_BYTES = 3;

export const throughput: Measurement = {
  name: 'throughput',
  title: 'Requests per second',
  how:
    `\`redis-benchmark -c ${CLIENTS} -r ${KEYS} -d ${VALUE_BYTES}\`; all ${KEYS} keys are there. Both servers run the whole ` +
    'time, one is asked after the other for less than a second, 15 times in 3 rounds, and who begins changes each time.',
  run: (bench) =>
    bench.withBoth(async (redis, respite) => {
      for (const server of [redis, respite]) await loadPairs(server.port, { count: KEYS, valueBytes: VALUE_BYTES });
      const rows: Row[] = [];
      for (const pipeline of [1, 16, 64]) {
        for (const command of ['SET', 'GET'] as const) {
          const options = { command, clients: CLIENTS, pipeline, keys: KEYS, valueBytes: VALUE_BYTES };
          rows.push(await requestRate(bench, { redis, respite }, `${command}, -P ${pipeline}`, options, true));
        }
      }
      return rows;
    }),
};

/** One row: the same run of redis-benchmark against both servers in turn, as long on each. */
export async function requestRate(
  bench: Bench,
  servers: Record<'redis' | 'respite', Parameters<typeof redisBenchmark>[0]>,
  what: string,
  options: Omit<RedisBenchmarkOptions, 'requests'>,
  headline: boolean,
): Promise<Row> {
  bench.note(what);
  const { seconds, rounds, slices } = bench.scale;
  const requests = { redis: 0, respite: 0 };
  const series = await bench.inTurn(async (which, slice) => {
    const server = servers[which];
    // The first does not count: what runs for the first time is compiled meanwhile.
    if (slice === 0) requests[which] = await requestsThatTake(seconds * slices, server, options);
    const rate = await redisBenchmark(server, { ...options, requests: requests[which] });
    if (slice === 0) requests[which] = Math.ceil(rate * seconds);
    return rate;
  }, rounds * slices);
  return rowOf(series, { what, unit: 'per second', better: 'more', headline });
}
