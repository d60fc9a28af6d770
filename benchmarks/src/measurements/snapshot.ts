import { encodeCommand, type ServerProcess } from '@respite/testing';
import { type Bench, rowOf, type Series, withFolder, withServerIn } from '../bench.ts';
import { loadPairs } from '../load/pair-loader.ts';
import type { Measurement } from '../measurement.ts';
import { median } from '../quantile.ts';
import { ask } from '../servers/ask.ts';

export const snapshot: Measurement = {
  name: 'snapshot',
  title: 'Snapshots',
  how:
    'SAVE of 1 000 000 pairs of 16 + 10 bytes, as JSON by Respite and as RDB by redis-server, to the system’s folder for ' +
    'temporary files, from sending the command to its reply; the first SAVE of a process has a row of its own. Load: from ' +
    'starting the program to its first PONG (being busy loading does not count as one), less the same with an empty folder.',
  async run(bench) {
    const save: Series = { redis: [], respite: [] };
    const load: Series = { redis: [], respite: [] };
    const first = await bench.inTurn(async (which, round) => {
      bench.note(`${bench.contender(which).name}, round ${round}`);
      const times = await measureOnce(bench, which);
      if (round > 0) save[which].push(times.saveMs);
      if (round > 0) load[which].push(times.loadMs);
      return times.firstSaveMs;
    });
    const facts = { unit: 'ms', better: 'less' } as const;
    return [
      rowOf(save, { what: 'SAVE of 1 M pairs', ...facts, headline: true }),
      rowOf(first, { what: 'SAVE of 1 M pairs, the first of a process', ...facts, headline: false }),
      rowOf(load, { what: 'load of 1 M pairs at start', ...facts, headline: true }),
    ];
  },
};

async function measureOnce(bench: Bench, which: 'redis' | 'respite') {
  const { pairs } = bench.scale;
  const contender = bench.contender(which);
  return withFolder(async (folder) => {
    const start = () => withServerIn(folder, contender, async (server) => server.startMs);
    const emptyMs = median([await start(), await start(), await start()]);
    const saves = await withServerIn(folder, contender, async (server) => {
      await loadPairs(server.port, { count: pairs, valueBytes: 10 });
      const firstSaveMs = await timeSave(server);
      return { firstSaveMs, saveMs: median([await timeSave(server), await timeSave(server), await timeSave(server)]) };
    });
    const loadMs = await withServerIn(folder, contender, async (server) => {
      const keys = Number(await ask(server, 'DBSIZE'));
      if (keys !== pairs) throw new Error(`${contender.name} loaded ${keys} keys instead of ${pairs}`);
      return server.startMs - emptyMs;
    });
    return { ...saves, loadMs };
  });
}

async function timeSave(server: ServerProcess): Promise<number> {
  const connection = await server.connect();
  const save = encodeCommand(['SAVE']);
  const startedAt = performance.now();
  const reply = new TextDecoder().decode(await connection.exchange(save));
  const milliseconds = performance.now() - startedAt;
  await connection.close();
  if (reply !== '+OK\r\n') throw new Error(`SAVE: ${reply.trimEnd()}`);
  return milliseconds;
}
