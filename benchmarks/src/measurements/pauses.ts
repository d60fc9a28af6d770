import { once } from 'node:events';
import type { ServerProcess } from '@respite/testing';
import { type Bench, rowOf, type Series, withServer } from '../bench.ts';
import { loadPairs } from '../load/pair-loader.ts';
import type { Measurement } from '../measurement.ts';
import { PingProbe, type ProbeResult } from '../probe/ping-probe.ts';
import { median } from '../quantile.ts';
import type { Row } from '../row.ts';
import { watchedRespite } from '../servers/respite.ts';

/** What event-loop-monitor.mjs tells. */
interface Turns {
  turnMs: { max: number; p999: number };
  gcMs: number;
}

export const pauses: Measurement = {
  name: 'pauses',
  title: 'Pauses',
  how:
    '10 000 000 pairs of 16 + 10 bytes are loaded as fast as the server takes them, through four connections with up to 128 ' +
    'requests under way on each. Meanwhile another process sends PING every millisecond, answered or not, and notes how long ' +
    'the answers take. What the machine adds shows in the column of redis-server and in how late the probe itself came. ' +
    'Inside Respite, a timer of one millisecond shows how long turns of the event loop took. Medians of the rounds.',
  async run(bench) {
    const watched = bench.withRespite(watchedRespite);
    const probes: Record<'redis' | 'respite', ProbeResult[]> = { redis: [], respite: [] };
    const turns: Turns[] = [];
    for (let round = 1; round <= bench.scale.rounds; round++) {
      for (const which of ['redis', 'respite'] as const) {
        bench.note(`${bench.contender(which).name}, round ${round}`);
        await withServer(watched.contender(which), async (server) => {
          if (which === 'redis') probes.redis.push(await probeWhileLoading(bench, server));
          else
            turns.push(
              await watchTurns(server, async () => probes.respite.push(await probeWhileLoading(bench, server))),
            );
        });
      }
    }
    const outside = (what: string, headline: boolean, value: (seen: ProbeResult) => number): Row => {
      const series: Series = { redis: probes.redis.map(value), respite: probes.respite.map(value) };
      return rowOf(series, { what, unit: 'ms', better: 'less', headline });
    };
    const inside = (what: string, value: (seen: Turns) => number): Row => {
      return { what, unit: 'ms', better: 'less', headline: false, respite: median(turns.map(value)) };
    };
    return [
      outside('PING while 10 M keys are loaded, longest', true, ({ max }) => max),
      outside('PING while 10 M keys are loaded, 99.9 %', false, ({ p999 }) => p999),
      outside('PING while 10 M keys are loaded, 50 %', false, (seen) => seen.median),
      outside('the probe itself, latest', false, ({ ownDelay }) => ownDelay),
      inside('turn of the event loop, longest', ({ turnMs }) => turnMs.max),
      inside('turn of the event loop, 99.9 %', ({ turnMs }) => turnMs.p999),
      inside('garbage collection, longest', ({ gcMs }) => gcMs),
    ];
  },
};

async function probeWhileLoading(bench: Bench, server: ServerProcess): Promise<ProbeResult> {
  const probe = await PingProbe.start(server.port);
  await loadPairs(server.port, { count: bench.scale.pauseKeys, valueBytes: 10, batch: 64 });
  return probe.stop();
}

async function watchTurns(server: ServerProcess, during: () => Promise<unknown>): Promise<Turns> {
  server.child.send('begin');
  await during();
  const told = once(server.child, 'message');
  server.child.send('end');
  const [turns] = await told;
  return turns as Turns;
}
