import { once } from 'node:events';
import type { ServerProcess } from '@respite/testing';
import { rowOf, withServer } from '../bench.ts';
import { loadPairs } from '../load/pair-loader.ts';
import type { Measurement } from '../measurement.ts';
import { PingProbe, type ProbeResult } from '../probe/ping-probe.ts';
import { median } from '../quantile.ts';
import type { Row } from '../row.ts';
import { watchedRespite } from '../servers/respite.ts';

/** What event-loop-monitor.mjs tells, in milliseconds. */
interface Turns {
  turn: { max: number; p999: number };
  cpu: number;
  gc: number;
}

/** What was seen of a server while it took pairs; turns only where it lets itself be watched. */
interface Seen {
  probe: ProbeResult;
  turns: Turns | undefined;
}

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
    const cold: Record<Which, Seen[]> = { redis: [], respite: [] };
    const warm: Record<Which, Seen[]> = { redis: [], respite: [] };
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

type Which = 'redis' | 'respite';

function outside(
  seen: Record<Which, Seen[]>,
  what: string,
  value: (probe: ProbeResult) => number,
  headline = false,
): Row {
  const of = (which: Which) => seen[which].map(({ probe }) => value(probe));
  return rowOf({ redis: of('redis'), respite: of('respite') }, { what, unit: 'ms', better: 'less', headline });
}

function inside(seen: Record<Which, Seen[]>, what: string, value: (turns: Turns) => number): Row {
  const values = seen.respite.flatMap(({ turns }) => (turns ? [value(turns)] : []));
  return { what, unit: 'ms', better: 'less', headline: false, respite: median(values) };
}

async function watchLoading(server: ServerProcess, from: number, count: number): Promise<Seen> {
  const probe = await PingProbe.start(server.port);
  const isWatched = server.child.channel != null;
  if (isWatched) server.child.send('begin');
  await loadPairs(server.port, { from, count, valueBytes: 10, batch: 64 });
  const turns = isWatched ? await endWatch(server) : undefined;
  return { probe: await probe.stop(), turns };
}

async function endWatch(server: ServerProcess): Promise<Turns> {
  const told = once(server.child, 'message');
  server.child.send('end');
  const [turns] = await told;
  return turns as Turns;
}
