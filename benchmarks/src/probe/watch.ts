import { once } from 'node:events';
import type { ServerProcess } from '@respite/testing';
import { rowOf } from '../bench.ts';
import { median } from '../quantile.ts';
import type { Row } from '../row.ts';
import { PingProbe, type ProbeResult } from './ping-probe.ts';

/** What event-loop-monitor.mjs tells, in milliseconds. */
interface Turns {
  turn: { max: number; p999: number };
  cpu: number;
  gc: number;
}

/** What was seen of a server while something went on; turns only where it lets itself be watched. */
export interface Seen {
  probe: ProbeResult;
  turns: Turns | undefined;
}

/** What was seen of both servers, round by round. */
export type Watched = Record<'redis' | 'respite', Seen[]>;

/** Watches a server from outside, and from inside if it was started so, while `use` goes on. */
export async function watch(server: ServerProcess, use: () => Promise<unknown>): Promise<Seen> {
  const probe = await PingProbe.start(server.port);
  const isWatched = server.child.channel != null;
  if (isWatched) server.child.send('begin');
  await use();
  const turns = isWatched ? await endWatch(server) : undefined;
  return { probe: await probe.stop(), turns };
}

async function endWatch(server: ServerProcess): Promise<Turns> {
  const told = once(server.child, 'message');
  server.child.send('end');
  const [turns] = await told;
  return turns as Turns;
}

/** A row of what the probe felt. */
export function outside(seen: Watched, what: string, value: (probe: ProbeResult) => number, headline = false): Row {
  const of = (which: keyof Watched) => seen[which].map(({ probe }) => value(probe));
  return rowOf({ redis: of('redis'), respite: of('respite') }, { what, unit: 'ms', better: 'less', headline });
}

/** A row of what was seen inside Respite. */
export function inside(seen: Watched, what: string, value: (turns: Turns) => number): Row {
  const values = seen.respite.flatMap(({ turns }) => (turns ? [value(turns)] : []));
  return { what, unit: 'ms', better: 'less', headline: false, respite: median(values) };
}
