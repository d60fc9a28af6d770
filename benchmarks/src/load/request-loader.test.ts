import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { loadRequests } from './request-loader.ts';

/** A server that knows PING and ADD with one argument: notes the arguments, and answers what `reply` says. */
async function addServer(reply: (added: string[]) => string) {
  const added: string[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const lines = createInterface({ input: socket });
    for (const emitter of [socket, lines]) emitter.on('error', () => {});
    lines.on('line', (line) => {
      if (line === 'PING') socket.write('+PONG\r\n');
      if (line.startsWith('n:')) {
        added.push(line);
        socket.write(reply(added));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { added, port: (server.address() as AddressInfo).port };
}

test.each([
  { count: 1, connections: 4, batch: 500 },
  { count: 1000, connections: 3, batch: 7 },
  { count: 0, connections: 1, batch: 5 },
])('every request is sent once, and answered before it ends: %o', async (options) => {
  const server = await addServer(() => '*2\r\n$2\r\na-\r\n:1\r\n');
  await loadRequests(server.port, { ...options, write: (requests, index) => requests.command(['ADD', `n:${index}`]) });
  const wanted = Array.from({ length: options.count }, (_, i) => `n:${i}`);
  expect([...server.added].sort()).toEqual(wanted.sort());
});

test('it ends when it shall not go on', async () => {
  const server = await addServer(() => ':1\r\n');
  await loadRequests(server.port, {
    count: Number.POSITIVE_INFINITY,
    goesOn: () => server.added.length < 100,
    batch: 10,
    connections: 1,
    write: (requests, index) => requests.command(['ADD', `n:${index}`]),
  });
  expect(server.added.length).toBeGreaterThanOrEqual(100);
  expect(server.added.length % 10).toBe(0);
});

test('an error ends it', async () => {
  const server = await addServer((added) => (added.length === 20 ? '-OOM no more\r\n' : ':1\r\n'));
  const load = loadRequests(server.port, {
    count: 1000,
    batch: 10,
    write: (requests, index) => requests.command(['ADD', `n:${index}`]),
  });
  await expect(load).rejects.toThrow(/was answered with: -OOM no more/);
});
