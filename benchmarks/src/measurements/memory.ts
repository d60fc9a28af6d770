import { type Bench, rowOf, withServer } from '../bench.ts';
import { loadPairs } from '../load/pair-loader.ts';
import { KEY_BYTES } from '../load/pairs.ts';
import type { Measurement } from '../measurement.ts';
import { ask, infoNumber } from '../servers/ask.ts';
import { residentBytes } from '../servers/resident-memory.ts';

const VALUE_BYTES = 10;

export const memory: Measurement = {
  name: 'memory',
  title: 'Memory per pair',
  how:
    `1 000 000 keys of ${KEY_BYTES} bytes, values of ${VALUE_BYTES} bytes. Used: by how much \`used_memory\` of INFO has ` +
    'grown. RSS: by how much the resident set of the process has grown since it was started and empty.',
  async run(bench) {
    const used = { redis: [] as number[], respite: [] as number[] };
    const series = await bench.inTurn(async (which, round) => {
      bench.note(`${bench.contender(which).name}, round ${round}`);
      const perPair = await bytesPerPair(bench, which);
      if (round > 0) used[which].push(perPair.used);
      return perPair.resident;
    });
    const facts = { unit: 'bytes', better: 'less', headline: true } as const;
    return [
      rowOf(used, { what: 'bytes per pair, used', ...facts }),
      rowOf(series, { what: 'bytes per pair, growth of RSS', ...facts }),
    ];
  },
};

async function bytesPerPair(bench: Bench, which: 'redis' | 'respite'): Promise<{ used: number; resident: number }> {
  const { pairs } = bench.scale;
  return withServer(bench.contender(which), async (server) => {
    const usedBefore = await infoNumber(server, 'memory', 'used_memory');
    const residentBefore = residentBytes(server.pid);
    await loadPairs(server.port, { count: pairs, valueBytes: VALUE_BYTES });
    const keys = Number(await ask(server, 'DBSIZE'));
    if (keys !== pairs) throw new Error(`${keys} keys were stored instead of ${pairs}`);
    const used = (await infoNumber(server, 'memory', 'used_memory')) - usedBefore;
    return { used: used / pairs, resident: (residentBytes(server.pid) - residentBefore) / pairs };
  });
}
