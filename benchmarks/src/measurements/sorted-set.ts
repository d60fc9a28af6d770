import type { CommandEncoder } from '@respite/resp';
import type { ServerProcess } from '@respite/testing';
import { type Bench, rowOf, type Series } from '../bench.ts';
import { member, Scramble, sortedSetWriter } from '../load/collections.ts';
import { loadRequests } from '../load/request-loader.ts';
import type { Measurement } from '../measurement.ts';
import { ask } from '../servers/ask.ts';

const KEY = 'ranking';
const CONNECTIONS = 10;
const BATCH = 50;
/** So many elements are asked for by rank. */
const RANGE = 10;
/** Requests in relation to members. */
const SHARE = 0.5;

const COMMANDS = ['ZADD', 'ZRANK', 'ZRANGE'] as const;
type Command = (typeof COMMANDS)[number];

export const sortedSet: Measurement = {
  name: 'sorted-set',
  title: 'A large sorted set',
  how:
    'One sorted set of 1 000 000 members `element:000000123456` with random integers as scores. ZADD gives a random member a ' +
    `new random score, ZRANK asks for the rank of a random member, ZRANGE for the ${RANGE} members from a random rank on; ` +
    `${CONNECTIONS} connections send ${BATCH} at once. All three: a third of the requests each.`,
  run: (bench) =>
    bench.withBoth(async (redis, respite) => {
      const { elements } = bench.scale;
      for (const server of [redis, respite]) {
        await loadRequests(server.port, { count: elements, write: sortedSetWriter(KEY, elements) });
        const members = Number(await ask(server, 'ZCARD', KEY));
        if (members !== elements) throw new Error(`${members} members were stored instead of ${elements}`);
      }
      const series = await measureCommands(bench, { redis, respite });
      const facts = { unit: 'per second', better: 'more' } as const;
      return [
        ...COMMANDS.map((command) => rowOf(series[command], { what: what[command], ...facts, headline: false })),
        rowOf(together(series), { what: 'ZADD, ZRANK and ZRANGE, 1 M members', ...facts, headline: true }),
      ];
    }),
};

const what: Record<Command, string> = {
  ZADD: 'ZADD, 1 M members',
  ZRANK: 'ZRANK, 1 M members',
  ZRANGE: `ZRANGE of ${RANGE} by rank, 1 M members`,
};

function measureCommands(bench: Bench, servers: Record<'redis' | 'respite', ServerProcess>) {
  const { elements } = bench.scale;
  const chance = new Scramble();
  const write: Record<Command, (requests: CommandEncoder) => void> = {
    ZADD: (requests) => requests.command(['ZADD', KEY, chance.next(elements), member(chance.next(elements))]),
    ZRANK: (requests) => requests.command(['ZRANK', KEY, member(chance.next(elements))]),
    ZRANGE: (requests) => {
      const first = chance.next(elements - RANGE);
      requests.command(['ZRANGE', KEY, first, first + RANGE - 1]);
    },
  };
  const count = Math.ceil(elements * SHARE);
  return bench.allInTurn(COMMANDS, async (which, round) => {
    bench.note(`${bench.contender(which).name}, round ${round}`);
    const rate = async (command: Command) => {
      const load = { count, connections: CONNECTIONS, batch: BATCH, write: write[command] };
      return count / ((await loadRequests(servers[which].port, load)) / 1000);
    };
    return { ZADD: await rate('ZADD'), ZRANK: await rate('ZRANK'), ZRANGE: await rate('ZRANGE') };
  });
}

/** How many requests a second the server takes when they are of all kinds alike. */
function together(series: Record<Command, Series>): Series {
  const of = (which: keyof Series) =>
    series.ZADD[which].map((_, round) => {
      const seconds = COMMANDS.reduce((sum, command) => sum + 1 / series[command][which][round], 0);
      return COMMANDS.length / seconds;
    });
  return { redis: of('redis'), respite: of('respite') };
}
