import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { type Socket as ClientSocket, io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';
import { until } from './until.ts';

const daemon = useDaemon();

type Adapter = ReturnType<typeof createAdapter>;

/** What has to be ended after a test, last first. */
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function nodeRedis() {
  const client = createClient({ socket: { host: '127.0.0.1', port: daemon().port } });
  await client.connect();
  endings.push(() => client.close());
  return client;
}

function ioredis(): Redis {
  const client = new Redis({ port: daemon().port });
  endings.push(() => client.quit());
  return client;
}

interface Kind {
  readonly name: string;
  readonly adapter: () => Promise<Adapter>;
  /** Whether it keeps what was sent for clients that come back. */
  readonly remembers: boolean;
}

const kinds: readonly Kind[] = [
  {
    name: '@socket.io/redis-adapter through node-redis',
    remembers: false,
    adapter: async () => createAdapter(await nodeRedis(), await nodeRedis()),
  },
  {
    name: '@socket.io/redis-adapter through ioredis',
    remembers: false,
    adapter: async () => createAdapter(ioredis(), ioredis()),
  },
  {
    name: '@socket.io/redis-adapter on shard channels',
    remembers: false,
    adapter: async () => createShardedAdapter(await nodeRedis(), await nodeRedis()) as unknown as Adapter,
  },
  {
    name: '@socket.io/redis-streams-adapter through node-redis',
    remembers: true,
    adapter: async () => createStreamsAdapter(await nodeRedis()) as unknown as Adapter,
  },
  {
    name: '@socket.io/redis-streams-adapter through ioredis',
    remembers: true,
    adapter: async () => createStreamsAdapter(ioredis()) as unknown as Adapter,
  },
];

/** Two servers that know of each other through the daemon alone. */
async function startServers({ adapter, remembers }: Kind): Promise<Server[]> {
  const servers: Server[] = [];
  for (let i = 0; i < 2; i++) {
    const http = createServer();
    const server = new Server(http, {
      adapter: await adapter(),
      ...(remembers && { connectionStateRecovery: {} }),
    });
    server.on('connection', (socket) => {
      socket.on('join', async (room: string, done: () => void) => {
        await socket.join(room);
        done();
      });
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    servers.push(server);
    endings.push(() => server.close());
  }
  for (const server of servers) await until(async () => (await server.of('/').adapter.serverCount()) === 2);
  return servers;
}

async function connect(server: Server): Promise<ClientSocket> {
  const { port } = server.httpServer.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false });
  endings.push(() => socket.disconnect());
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return socket;
}

/** What comes with the next such event; servers that remember add the place of the message behind it. */
const heard = (socket: ClientSocket, event: string, count: number) =>
  new Promise<unknown[]>((resolve) => socket.once(event, (...args: unknown[]) => resolve(args.slice(0, count))));

beforeEach(async () => {
  await ioredis().flushall();
});

describe.each(kinds)('$name', (kind) => {
  let servers: Server[];
  beforeEach(async () => {
    servers = await startServers(kind);
  });

  test('what one server sends to all reaches the clients of the other', async () => {
    const [one, two] = [await connect(servers[0]), await connect(servers[1])];
    const both = Promise.all([heard(one, 'news', 3), heard(two, 'news', 3)]);
    servers[0].emit('news', 'hello', { n: 1 }, Buffer.from([0, 255, 13, 10]));
    const expected = ['hello', { n: 1 }, Buffer.from([0, 255, 13, 10])];
    expect(await both).toEqual([expected, expected]);
  });

  test('rooms hold clients of both servers', async () => {
    const sockets = [await connect(servers[0]), await connect(servers[1]), await connect(servers[1])];
    await sockets[0].emitWithAck('join', 'red');
    await sockets[1].emitWithAck('join', 'red');
    const outsider: unknown[] = [];
    sockets[2].on('news', (text) => outsider.push(text));
    const inside = Promise.all([heard(sockets[0], 'news', 1), heard(sockets[1], 'news', 1)]);
    servers[1].to('red').emit('news', 'for the red ones');
    expect(await inside).toEqual([['for the red ones'], ['for the red ones']]);
    const last = heard(sockets[2], 'end', 0);
    servers[1].emit('end');
    await last;
    expect(outsider).toEqual([]);
  });

  test('one server sees and moves the sockets of the other', async () => {
    const sockets = [await connect(servers[0]), await connect(servers[1])];
    const ids = sockets.map(({ id }) => id as string).toSorted();
    const seen = await servers[0].fetchSockets();
    expect(seen.map(({ id }) => id).toSorted()).toEqual(ids);

    servers[0].in(sockets[1].id as string).socketsJoin('blue');
    await until(async () => (await servers[1].in('blue').fetchSockets()).length === 1);
    const asked = servers[0].timeout(5000).to('blue').emitWithAck('how are you');
    sockets[1].on('how are you', (answer: (text: string) => void) => answer('well'));
    expect(await asked).toEqual(['well']);

    const gone = new Promise<string>((resolve) => sockets[1].once('disconnect', resolve));
    servers[0].in('blue').disconnectSockets();
    expect(await gone).toBe('io server disconnect');
  });

  test('servers talk to each other', async () => {
    servers[1].on('question', (text: string, answer: (text: string) => void) => answer(`${text}? yes`));
    expect(await servers[0].serverSideEmitWithAck('question', 'here')).toEqual(['here? yes']);
  });
});

describe.each(kinds.filter(({ remembers }) => remembers))('$name', (kind) => {
  test('a client that was away gets what it missed', async () => {
    const servers = await startServers(kind);
    const socket = await connect(servers[0]);
    const heardByClient: string[] = [];
    socket.on('news', (text) => heardByClient.push(text));
    await socket.emitWithAck('join', 'red');
    servers[1].to('red').emit('news', 'before');
    await until(() => heardByClient.length === 1);

    const away = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.io.engine.close();
    await away;
    await until(async () => (await servers[0].fetchSockets()).length === 0);
    servers[1].to('red').emit('news', 'meanwhile');
    servers[1].emit('news', 'meanwhile to all');
    const back = new Promise<void>((resolve) => socket.once('connect', resolve));
    socket.connect();
    await back;
    expect(socket.recovered).toBe(true);
    await until(() => heardByClient.length === 3);
    expect(heardByClient).toEqual(['before', 'meanwhile', 'meanwhile to all']);
  });
});
