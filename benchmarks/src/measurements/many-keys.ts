import type { ServerProcess } from '@respite/testing';
import { type Bench, withServer } from '../bench.ts';
import { loadPairs } from '../load/pair-loader.ts';
import { redisBenchmark, requestsThatTake } from '../load/redis-benchmark.ts';
import type { Measurement } from '../measurement.ts';
import { median } from '../quantile.ts';
import type { Row } from '../row.ts';
import { ask } from '../servers/ask.ts';

const VALUE_BYTES = 10;

interface Rates {
  newKeys: number;
  oldKeys: number;
}

export const manyKeys: Measurement = {
  name: 'many-keys',
  title: 'Many keys',
  how:
    'Pairs of 16 + 10 bytes are loaded through four pipelined connections. New keys: the rate at which the last 500 000 of ' +
    'the first million, and of all, were stored. Old keys: `redis-benchmark -t set -c 50 -P 16 -d 10 -r <all keys>`, the ' +
    'median of the rounds, first with one million keys and then with all. A fraction of 1 means that many keys cost nothing.',
  long: true,
  async run(bench) {
    const redis = await measure(bench, 'redis');
    const respite = await measure(bench, 'respite');
    const { fewKeys, manyKeys } = bench.scale;
    const names = { few: millions(fewKeys), many: millions(manyKeys) };
    const row = (what: string, unit: Row['unit'], headline: boolean, value: (rates: typeof redis) => number): Row => {
      return { what, unit, better: 'more', headline, redis: value(redis), respite: value(respite) };
    };
    return [
      row(`SET of new keys, at ${names.few}`, 'per second', false, ({ few }) => few.newKeys),
      row(`SET of new keys, at ${names.many}`, 'per second', false, ({ many }) => many.newKeys),
      row(`new keys: rate at ${names.many} / rate at ${names.few}`, 'fraction', true, ({ few, many }) => {
        return many.newKeys / few.newKeys;
      }),
      row(`SET of old keys, -P 16, at ${names.few}`, 'per second', false, ({ few }) => few.oldKeys),
      row(`SET of old keys, -P 16, at ${names.many}`, 'per second', false, ({ many }) => many.oldKeys),
      row(`old keys: rate at ${names.many} / rate at ${names.few}`, 'fraction', true, ({ few, many }) => {
        return many.oldKeys / few.oldKeys;
      }),
    ];
  },
};

async function measure(bench: Bench, which: 'redis' | 'respite'): Promise<{ few: Rates; many: Rates }> {
  const { fewKeys, manyKeys } = bench.scale;
  const { name } = bench.contender(which);
  return withServer(bench.contender(which), async (server) => {
    const load = async (from: number, to: number) => {
      bench.note(`${name}: to ${to} keys`);
      const count = to - from;
      const loaded = await loadPairs(server.port, { from, count, valueBytes: VALUE_BYTES });
      const newKeys = loaded.rate(count - Math.min(500_000, fewKeys / 2), count);
      const oldKeys = await overwriteRate(bench, server, to);
      const keys = Number(await ask(server, 'DBSIZE'));
      if (keys !== to) throw new Error(`${name} has ${keys} keys instead of ${to}`);
      return { newKeys, oldKeys };
    };
    return { few: await load(0, fewKeys), many: await load(fewKeys, manyKeys) };
  });
}

/** SETs per second on random keys that are there already. */
async function overwriteRate(bench: Bench, server: ServerProcess, keys: number): Promise<number> {
  const options = { command: 'SET', clients: 50, pipeline: 16, keys, valueBytes: VALUE_BYTES } as const;
  const requests = await requestsThatTake(bench.scale.seconds, server, options);
  const rates: number[] = [];
  for (let round = 0; round < bench.scale.rounds; round++) {
    rates.push(await redisBenchmark(server, { ...options, requests }));
  }
  return median(rates);
}

function millions(keys: number): string {
  return keys >= 1_000_000 ? `${keys / 1_000_000} M keys` : `${keys / 1000} k keys`;
}
