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
    `redis-benchmark’s own tests, \`redis-benchmark -c ${CLIENTS} -r ${KEYS} -t ${TESTS.join(',')}\`: in every round all of ` +
    'them, one after the other, first on one server and then on the other, both of which are emptied before. XADD is sent as ' +
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
  const series = await bench.allInTurn(TESTS, (which, round) => {
    bench.note(`${bench.contender(which).name}, -P ${pipeline}, round ${round}`);
    return allTests(servers[which], pipeline, bench.scale.requests);
  });
  const facts = { unit: 'per second', better: 'more' } as const;
  const rows = TESTS.map((test) =>
    rowOf(series[test], { what: `${test.toUpperCase()}, -P ${pipeline}`, ...facts, headline: false }),
  );
  const mean = rowOf(meanSeries(series), { what: `mean of all tests, -P ${pipeline}`, ...facts, headline: true });
  return [mean, { ...lowest(rows), headline: pipeline > 1 }, ...rows];
}

async function allTests(server: ServerProcess, pipeline: number, most: number): Promise<Record<Test, number>> {
  const part = (share: number) =>
    Math.max(REQUESTS_MIN, Math.ceil(most * (pipeline === 1 ? share * SINGLE_SHARE : share)));
  const options = (share: number): TestOptions => {
    return { clients: CLIENTS, keys: KEYS, pipeline, requests: part(share) };
  };
  await ask(server, 'FLUSHALL', 'SYNC');
  const short = await redisBenchmarkTests(server, SHORT, options(1));
  const long = await redisBenchmarkTests(server, LONG, options(LONG_SHARE));
  return { ...short, ...long, xadd: await redisBenchmarkCommand(server, XADD, options(1)) };
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
