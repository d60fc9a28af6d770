import type { ServerProcess } from '@respite/testing';
import { type Bench, withServer } from '../bench.ts';
import { member, Scramble, sortedSetWriter } from '../load/collections.ts';
import { loadRequests } from '../load/request-loader.ts';
import type { Measurement } from '../measurement.ts';
import { inside, outside, type Seen, type Watched, watch } from '../probe/watch.ts';
import type { Row } from '../row.ts';
import { ask, infoNumber } from '../servers/ask.ts';
import { watchedRespite } from '../servers/respite.ts';

const KEY = 'ranking';
const COPY = 'ranking:copy';
const ASK_AGAIN_MS = 20;
/** All is freed when the memory in use was asked for so many times and has not fallen by so many bytes. */
const QUIET_TIMES = 15;
const QUIET_BYTES = 64 * 1024;

const EVENTS = ['BGSAVE', 'UNLINK', 'DEL'] as const;
type Event = (typeof EVENTS)[number];

export const collectionPauses: Measurement = {
  name: 'collection-pauses',
  title: 'Pauses while a large sorted set is saved and freed',
  how:
    'One sorted set of 5 000 000 members. Watched as above while BGSAVE writes it to disk and ZADD changes it all the time ' +
    '(two connections, up to 64 requests under way on each), while UNLINK frees it, and while DEL frees a copy of it, until ' +
    'the memory has been given back. Medians of the rounds.',
  async run(bench) {
    const watched = bench.withRespite(watchedRespite);
    const seen: Record<Event, Watched> = {
      BGSAVE: { redis: [], respite: [] },
      UNLINK: { redis: [], respite: [] },
      DEL: { redis: [], respite: [] },
    };
    for (let round = 1; round <= bench.scale.rounds; round++) {
      for (const which of ['redis', 'respite'] as const) {
        bench.note(`${bench.contender(which).name}, round ${round}`);
        const events = await watchEvents(watched, which);
        for (const event of EVENTS) seen[event][which].push(events[event]);
      }
    }
    return EVENTS.flatMap((event) => rowsOf(seen[event], names[event]));
  },
};

const names: Record<Event, string> = {
  BGSAVE: 'BGSAVE of 5 M members with writes',
  UNLINK: 'UNLINK of 5 M members',
  DEL: 'DEL of 5 M members',
};

function rowsOf(seen: Watched, name: string): Row[] {
  return [
    outside(seen, `PING during ${name}, longest`, ({ max }) => max, true),
    outside(seen, `PING during ${name}, 99.9 %`, ({ p999 }) => p999),
    outside(seen, `the probe itself during ${name}, latest`, ({ ownDelay }) => ownDelay),
    inside(seen, `turn of the event loop during ${name}, longest`, ({ turn }) => turn.max),
    inside(seen, `turn of the event loop during ${name}, longest by its CPU time`, ({ cpu }) => cpu),
  ];
}

function watchEvents(bench: Bench, which: 'redis' | 'respite'): Promise<Record<Event, Seen>> {
  const members = bench.scale.pauseMembers;
  return withServer(bench.contender(which), async (server) => {
    await loadRequests(server.port, { count: members, write: sortedSetWriter(KEY, members) });
    const BGSAVE = await watch(server, () => saveWhileWriting(server, members));
    // A copy takes longer than one who asks would wait.
    await loadRequests(server.port, { count: 1, write: (requests) => requests.command(['COPY', KEY, COPY]) });
    const UNLINK = await watch(server, () => free(server, 'UNLINK', KEY));
    const DEL = await watch(server, () => free(server, 'DEL', COPY));
    return { BGSAVE, UNLINK, DEL };
  });
}

async function saveWhileWriting(server: ServerProcess, members: number): Promise<void> {
  let saves = true;
  const chance = new Scramble();
  await ask(server, 'BGSAVE');
  const writing = loadRequests(server.port, {
    count: Number.POSITIVE_INFINITY,
    goesOn: () => saves,
    connections: 2,
    batch: 32,
    write: (requests) => requests.command(['ZADD', KEY, chance.next(members), member(chance.next(members))]),
  });
  try {
    while ((await infoNumber(server, 'persistence', 'rdb_bgsave_in_progress')) === 1) await pause();
  } finally {
    saves = false;
    await writing;
  }
}

/** Sends the command, and waits until the memory in use has not become less for a while. */
async function free(server: ServerProcess, ...command: string[]): Promise<void> {
  const removed = await ask(server, ...command);
  if (removed !== '1') throw new Error(`${command.join(' ')}: ${removed}`);
  let least = Number.POSITIVE_INFINITY;
  for (let unchanged = 0; unchanged < QUIET_TIMES; unchanged++) {
    await pause();
    const used = await infoNumber(server, 'memory', 'used_memory');
    if (used < least - QUIET_BYTES) {
      least = used;
      unchanged = 0;
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
}
