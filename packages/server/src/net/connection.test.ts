import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import type { Server } from './server.ts';

const VALUE_BYTES = 10_000;
/** More than sockets' buffers take on both sides. */
const GETS = 3000;
const REPLY_BYTES = `$${VALUE_BYTES}\r\n`.length + VALUE_BYTES + 2;

let server: Server;
let sockets: Socket[] = [];

beforeEach(async () => {
  server = await createServer({ port: 0 });
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server.close();
});

async function client(): Promise<Socket> {
  const socket = connect({ port: server.address?.port ?? 0, host: '127.0.0.1' });
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket, line: string): Promise<string> {
  socket.write(`${line}\r\n`);
  const [reply] = await once(socket, 'data');
  return String(reply);
}

/** One command after another, each in a piece of its own, so that there are many short replies instead of a long one. */
async function askForMuch(reader: Socket, other: Socket): Promise<void> {
  reader.pause();
  reader.setNoDelay(true);
  await ask(other, `SET key ${'v'.repeat(VALUE_BYTES)}`);
  for (let i = 0; i < GETS; i++) {
    reader.write('GET key\r\n');
    if (i % 100 === 0) await ask(other, 'PING');
  }
}

describe('a client that does not read', () => {
  test('has every reply, in order, when it does, and the end after the last', async () => {
    const reader = await client();
    const other = await client();
    await askForMuch(reader, other);
    reader.write('ECHO last\r\nQUIT\r\n');
    const chunks: Buffer[] = [];
    reader.on('data', (chunk: Buffer) => chunks.push(chunk));
    reader.resume();
    await once(reader, 'end');
    const text = Buffer.concat(chunks).toString('latin1');
    const one = `$${VALUE_BYTES}\r\n${'v'.repeat(VALUE_BYTES)}\r\n`;
    expect(text.length).toBe(GETS * REPLY_BYTES + '$4\r\nlast\r\n+OK\r\n'.length);
    expect(text).toBe(`${one.repeat(GETS)}$4\r\nlast\r\n+OK\r\n`);
  });

  test('is counted with what waits for it', async () => {
    const reader = await client();
    const other = await client();
    await askForMuch(reader, other);
    let waiting = 0;
    while (waiting === 0) {
      const list = await ask(other, 'CLIENT LIST');
      waiting = Number(/cmd=get .*?tot-mem=(\d+)|tot-mem=(\d+).*?cmd=get/.exec(list)?.slice(1).find(Boolean) ?? 0);
    }
    expect(waiting).toBeGreaterThan(VALUE_BYTES);
  });

  test('may break off: no one else notices', async () => {
    const reader = await client();
    const other = await client();
    await askForMuch(reader, other);
    reader.resetAndDestroy();
    await once(reader, 'close');
    let list = await ask(other, 'CLIENT LIST');
    while (list.trim().split('\r\n').length > 1 && list.includes('cmd=get')) list = await ask(other, 'CLIENT LIST');
    expect(list).toContain('cmd=client|list');
    expect(list).not.toContain('cmd=get');
    expect(await ask(other, 'PING')).toBe('+PONG\r\n');
  });

  test('may be killed while much of a reply is under way', async () => {
    const reader = await client();
    const other = await client();
    await askForMuch(reader, other);
    expect(await ask(other, 'CLIENT KILL SKIPME yes TYPE normal')).toBe(':1\r\n');
    reader.resume();
    await once(reader, 'close');
    expect(await ask(other, 'PING')).toBe('+PONG\r\n');
  });
});
