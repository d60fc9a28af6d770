import type { ServerProcess } from '@respite/testing';
import { withServer } from '../bench.ts';
import { loadPairs } from '../load/pair-loader.ts';
import type { Measurement } from '../measurement.ts';
import { inside, outside, type Seen, type Watched, watch } from '../probe/watch.ts';
import { watchedRespite } from '../servers/respite.ts';

/** The first of the pairs, which a server takes whose code has not been compiled yet. */
const COLD_PART = 1 / 20;

export const pauses: Measurement = {
  name: 'pauses',
  title: 'Pauses',
  how:
    '10 000 000 pairs of 16 + 10 bytes are loaded as fast as the server takes them, through four connections with up to 128 ' +
    'requests under way on each. Meanwhile another process sends PING every millisecond, answered or not, and notes how long ' +
    'the answers take. The first 500 000 pairs are told apart: there Node is still compiling. What the machine adds shows in ' +
    'the column of redis-server and in how late the probe itself came. Inside Respite, a timer of one millisecond shows how ' +
    'long turns of the event loop took, and how much of a turn was the server’s own work: its CPU time does not grow when ' +
    'others want the machine. Medians of the rounds.',
  async run(bench) {
    const watched = bench.withRespite(watchedRespite);
    const cold: Watched = { redis: [], respite: [] };
    const warm: Watched = { redis: [], respite: [] };
    const coldKeys = bench.scale.pauseKeys * COLD_PART;
    for (let round = 1; round <= bench.scale.rounds; round++) {
      for (const which of ['redis', 'respite'] as const) {
        bench.note(`${bench.contender(which).name}, round ${round}`);
        await withServer(watched.contender(which), async (server) => {
          cold[which].push(await watchLoading(server, 0, coldKeys));
          warm[which].push(await watchLoading(server, coldKeys, bench.scale.pauseKeys - coldKeys));
        });
      }
    }
    return [
      outside(warm, 'PING while 10 M keys are loaded, longest', ({ max }) => max, true),
      outside(warm, 'PING while 10 M keys are loaded, 99.9 %', ({ p999 }) => p999),
      outside(warm, 'PING while 10 M keys are loaded, 50 %', (seen) => seen.median),
      outside(warm, 'the probe itself, latest', ({ ownDelay }) => ownDelay),
      inside(warm, 'turn of the event loop, longest', ({ turn }) => turn.max),
      inside(warm, 'turn of the event loop, 99.9 %', ({ turn }) => turn.p999),
      inside(warm, 'turn of the event loop, longest by its CPU time', ({ cpu }) => cpu),
      inside(warm, 'garbage collection, longest', ({ gc }) => gc),
      outside(cold, 'PING while the first 500 k keys are loaded, longest', ({ max }) => max),
      inside(cold, 'turn of the event loop meanwhile, longest by its CPU time', ({ cpu }) => cpu),
    ];
  },
};

function watchLoading(server: ServerProcess, from: number, count: number): Promise<Seen> {
  return watch(server, () => loadPairs(server.port, { from, count, valueBytes: 10, batch: 64 }));
}
