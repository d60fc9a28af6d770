import type { ServerProcess } from '@respite/testing';
import { type Bench, rowOf, type Series } from '../bench.ts';
import { redisBenchmarkCommand, redisBenchmarkTests, type TestOptions } from '../load/redis-benchmark.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import { ask } from '../servers/ask.ts';

const CLIENTS = 50;
const KEYS = 100_000;

/** In redis-benchmark's order: what a pop takes, the push before it has put there. */
const SHORT = ['incr', 'lpush', 'rpush', 'lpop', 'rpop', 'sadd', 'hset', 'spop', 'zadd', 'zpopmin', 'mset'] as const;
const LONG = ['lrange_100', 'lrange_300', 'lrange_600'] as const;
/** What redis-benchmark sends as its test `xadd`; not every version has that. */
const XADD = ['XADD', 'mystream', '*', 'myfield', 'xxx'];

const TESTS = [...SHORT, ...LONG, 'xadd'] as const;
type Test = (typeof TESTS)[number];

/** Requests of a test in relation to those of a short one, pipelined: so that all take a second or so. */
const LONG_SHARE = 0.05;
const SINGLE_SHARE = 0.15;

export const dataTypes: Measurement = {
  name: 'data-types',
  title: 'Requests per second, by data type',
  how:
    `redis-benchmark’s own tests, \`redis-benchmark -c ${CLIENTS} -r ${KEYS} -t ${TESTS.join(',')}\`, one after the other, each 15 ` +
    'times in turn on both servers, which are emptied before the first. XADD is sent as ' +
    '`XADD mystream * myfield xxx`, since not every redis-benchmark has that test. The mean is the geometric one of all ' +
    'tests; the lowest is the test with the lowest ratio.',
  run: (bench) =>
    bench.withBoth(async (redis, respite) => {
      const pipelined = await measureTests(bench, { redis, respite }, 16);
      return [...pipelined, ...(await measureTests(bench, { redis, respite }, 1))];
    }),
};

/** With fewer, redis-benchmark may need less than a millisecond, and find a rate without end. */
const REQUESTS_MIN = 2000;

async function measureTests(
  bench: Bench,
  servers: Record<'redis' | 'respite', ServerProcess>,
  pipeline: number,
): Promise<Row[]> {
  const series = {} as Record<Test, Series>;
  for (const server of [servers.redis, servers.respite]) await ask(server, 'FLUSHALL', 'SYNC');
  for (const test of TESTS) {
    bench.note(`${test}, -P ${pipeline}`);
    series[test] = await bench.inTurn(
      (which) => rateOf(servers[which], test, pipeline, bench.scale.requests),
      bench.scale.rounds * bench.scale.slices,
    );
  }
  const facts = { unit: 'per second', better: 'more' } as const;
  const rows = TESTS.map((test) =>
    rowOf(series[test], { what: `${test.toUpperCase()}, -P ${pipeline}`, ...facts, headline: false }),
  );
  const mean = rowOf(meanSeries(series), { what: `mean of all tests, -P ${pipeline}`, ...facts, headline: true });
  return [mean, { ...lowest(rows), headline: pipeline > 1 }, ...rows];
}

async function rateOf(server: ServerProcess, test: Test, pipeline: number, most: number): Promise<number> {
  const isLong = (LONG as readonly string[]).includes(test);
  const share = (isLong ? LONG_SHARE : 1) * (pipeline === 1 ? SINGLE_SHARE : 1);
  const options: TestOptions = {
    clients: CLIENTS,
    keys: KEYS,
    pipeline,
    requests: Math.max(REQUESTS_MIN, Math.ceil(most * share)),
  };
  // The list that it makes before LRANGE is to be the same each time.
  if (isLong) await ask(server, 'DEL', 'mylist');
  if (test === 'xadd') return redisBenchmarkCommand(server, XADD, options);
  return (await redisBenchmarkTests(server, [test], options))[test];
}

/** The geometric mean of all tests in each round: the ratio of two such means is the mean of the ratios. */
function meanSeries(series: Record<Test, Series>): Series {
  const of = (which: keyof Series) =>
    series[TESTS[0]][which].map((_, round) => geometricMean(TESTS.map((test) => series[test][which][round])));
  return { redis: of('redis'), respite: of('respite') };
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function lowest(rows: readonly Row[]): Row {
  const ratio = ({ redis, respite }: Row) => respite / (redis as number);
  const row = rows.reduce((least, row) => (ratio(row) < ratio(least) ? row : least));
  return { ...row, what: `lowest of all tests: ${row.what}` };
}
