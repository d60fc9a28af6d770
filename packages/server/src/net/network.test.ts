import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeCommand, freePort } from '@respite/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { createServer, type ServerOptions } from './create-server.ts';
import type { Server } from './server.ts';

let server: Server;
let others: { close(): unknown }[] = [];

async function start(options: ServerOptions = {}): Promise<number> {
  server = await createServer({ port: 0, ...options });
  return server.address?.port ?? 0;
}

afterEach(async () => {
  await server.close();
  for (const other of others) await other.close();
  others = [];
});

async function client(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host });
  socket.on('error', () => {});
  others.push({ close: () => socket.destroy() });
  await once(socket, 'connect');
  return socket;
}

/** What comes until there is `length` of it, or until the end. */
async function read(socket: Socket, length: number): Promise<string> {
  let text = '';
  while (text.length < length) {
    const chunk = socket.read();
    if (chunk !== null) text += chunk;
    else if (socket.readableEnded || socket.destroyed) break;
    else await news(socket);
  }
  return text;
}

/** Something to read, or the end. */
function news(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('readable', done).off('close', done);
      resolve();
    };
    socket.on('readable', done).on('close', done);
  });
}

async function ping(port: number, host?: string): Promise<string> {
  const socket = await client(port, host);
  socket.write('PING\r\n');
  return read(socket, 7);
}

const set = (name: string, value: string) => server.core.config.set([[name, value]]);
const refused = (port: number) =>
  client(port).then(
    () => false,
    (error) => error.code === 'ECONNREFUSED',
  );

describe('where the server listens', () => {
  test('CONFIG SET port: there at once, and no more where it was; clients stay', async () => {
    const before = await start();
    const connected = await client(before);
    const port = await freePort();
    expect(await set('port', String(port))).toBeUndefined();
    expect(await ping(port)).toBe('+PONG\r\n');
    expect(await refused(before)).toBe(true);
    connected.write('PING\r\n');
    expect(await read(connected, 7)).toBe('+PONG\r\n');
  });

  test('CONFIG SET port: one that is taken changes nothing', async () => {
    const port = await start();
    const other: NetServer = createNetServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    others.push(other);
    const taken = (other.address() as { port: number }).port;
    expect(await set('port', String(taken))).toBe(
      "ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server logs.",
    );
    expect(await ping(port)).toBe('+PONG\r\n');
  });

  test('CONFIG SET bind: several addresses, all of them, none, and none that there is', async () => {
    const port = await freePort();
    await start({ port });
    expect(await set('bind', '127.0.0.1 127.0.0.2 -192.0.2.1')).toBeUndefined();
    expect(await ping(port, '127.0.0.2')).toBe('+PONG\r\n');
    expect(await set('bind', '127.0.0.1 192.0.2.1')).toMatch(/Failed to bind to specified addresses\.$/);
    expect(await ping(port, '127.0.0.2')).toBe('+PONG\r\n');
    // In the way of each other: the old addresses must be closed first.
    expect(await set('bind', '*')).toBeUndefined();
    expect(await ping(port, '127.0.0.3')).toBe('+PONG\r\n');
    expect(await set('bind', '')).toBeUndefined();
    expect(await refused(port)).toBe(true);
    expect(await set('bind', '127.0.0.1 -::1')).toBeUndefined();
    expect(await ping(port)).toBe('+PONG\r\n');
  });

  test('IPv6, where there is any', async () => {
    await start({ bind: ['127.0.0.1', '-::1'] });
    for (const { address, port } of server.addresses) expect(await ping(port, address)).toBe('+PONG\r\n');
    const socket = await client(server.addresses.at(-1)?.port ?? 0, server.addresses.at(-1)?.address);
    socket.write('CLIENT INFO\r\n');
    expect(await read(socket, 100)).toMatch(
      server.addresses.length > 1 ? /addr=\[::1\]:\d+ laddr=\[::1\]:/ : /addr=127/,
    );
  });

  test('a Unix socket, with its permissions, gone afterwards', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'respite-'));
    others.push({ close: () => rmSync(folder, { recursive: true }) });
    const unixsocket = join(folder, 'socket');
    await start({ unixsocket, unixsocketperm: '700' });
    expect(statSync(unixsocket).mode & 0o777).toBe(0o700);
    const socket = connect(unixsocket);
    socket.write('CLIENT INFO\r\n');
    expect(await read(socket, 100)).toContain(` addr=${unixsocket}:0 laddr=${unixsocket}:0 `);
    await server.close();
    expect(() => statSync(unixsocket)).toThrow('ENOENT');
  });

  test('a Unix socket in a folder that is not there', async () => {
    const unixsocket = join(tmpdir(), 'respite-no-such-folder', 'socket');
    await expect(start({ unixsocket })).rejects.toThrow(
      `Unix listening socket ${unixsocket}: bind: No such file or directory`,
    );
  });
});

test('maxclients: who is one too many is told so and sent away', async () => {
  const port = await start({ maxclients: 2 });
  const [first] = [await client(port), await client(port)];
  expect(await ping(port)).toBe('-ERR max number of clients reached\r\n');
  expect(server.core.counters.connectionsRejected).toBe(1);
  first.destroy();
  while (server.core.clients.size > 1) await new Promise((resolve) => setImmediate(resolve));
  expect(await ping(port)).toBe('+PONG\r\n');
});

describe('a client that is slow', () => {
  const MIB = 1024 * 1024;

  test('one huge reply goes out, however slowly it is read', async () => {
    const port = await start();
    const socket = await client(port);
    const value = Buffer.alloc(4 * MIB, 'x');
    socket.write(encodeCommand(['RPUSH', 'a', value, value]));
    expect(await read(socket, 4)).toBe(':2\r\n');
    for (let i = 0; i < 4; i++) socket.write('RPUSH a b\r\nLRANGE a 0 1\r\n');
    let length = 0;
    const whole = 4 * (`:3\r\n*2\r\n$${4 * MIB}\r\n\r\n$${4 * MIB}\r\n\r\n`.length + 8 * MIB);
    while (length < whole) {
      const chunk = socket.read() as Buffer | null;
      if (chunk !== null) length += chunk.length;
      else await once(socket, 'readable');
    }
    expect(length).toBe(whole);
    expect(server.core.clients.size).toBe(1);
  });

  test('when the server ends, what is under way arrives, and who takes nothing is not waited for', async () => {
    const port = await start();
    const [reader, sleeper] = [await client(port), await client(port)];
    reader.write(encodeCommand(['SET', 'a', Buffer.alloc(16 * MIB, 'x')]));
    expect(await read(reader, 5)).toBe('+OK\r\n');
    sleeper.pause();
    sleeper.write('GET a\r\n');
    reader.write('GET a\r\n');
    while (server.core.counters.commandsProcessed < 3) await new Promise((resolve) => setImmediate(resolve));
    const began = performance.now();
    const closing = server.close();
    const whole = `$${16 * MIB}\r\n\r\n`.length + 16 * MIB;
    expect((await read(reader, whole)).length).toBe(whole);
    await closing;
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('SHUTDOWN NOW waits for nobody', async () => {
    const port = await start();
    const sleeper = await client(port);
    sleeper.write(encodeCommand(['SET', 'a', Buffer.alloc(16 * MIB, 'x')]));
    expect(await read(sleeper, 5)).toBe('+OK\r\n');
    sleeper.pause();
    sleeper.write('GET a\r\n');
    while (server.core.counters.commandsProcessed < 2) await new Promise((resolve) => setImmediate(resolve));
    const began = performance.now();
    (await client(port)).write('SHUTDOWN NOSAVE NOW\r\n');
    await once(server, 'close');
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
