import { expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';
import { defineCommand } from '../commands/define-command.ts';
import { ClientState } from './client.ts';
import { Transaction } from './transaction.ts';

/** Sends a message to the client with the ID, in the midst of its own reply: an array of two. */
const shout = defineCommand({
  name: 'SHOUT',
  group: 'connection',
  since: '1.0.0',
  arity: 2,
  flags: 'fast',
  complexity: 'O(1)',
  summary: 'Sends a message to a client.',
  syntax: 'id:integer',
  execute(ctx) {
    ctx.reply.array(2);
    const client = ctx.server.clients.get(ctx.integer(1));
    const reply = client && ctx.server.push.to(client);
    if (reply !== undefined) {
      reply.push(1);
      reply.bulkText('hey');
    }
    ctx.reply.integer(1);
    ctx.reply.integer(2);
  },
});

const MESSAGE = '>1\r\n$3\r\nhey\r\n';
const REPLY = '*2\r\n:1\r\n:2\r\n';

async function twoClients(): Promise<[TestConnection, TestConnection, TestServer]> {
  const server = new TestServer({}, [shout]);
  const clients: [TestConnection, TestConnection] = [server.connect(), server.connect()];
  for (const connection of clients) {
    await say(connection, 'HELLO 3');
    connection.client.state |= ClientState.subscribed;
  }
  return [...clients, server];
}

async function say(connection: TestConnection, ...lines: string[]): Promise<string> {
  return text(await connection.exchange(new TextEncoder().encode(`${lines.join('\r\n')}\r\n`)));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

test('a message to another client goes out by the end of the turn, in its protocol', async () => {
  const [a, b] = await twoClients();
  expect(await say(a, 'SHOUT 2')).toBe(REPLY);
  expect(text(b.received())).toBe(MESSAGE);
  b.client.reply.protocol = 2;
  await say(a, 'SHOUT 2');
  expect(text(b.received())).toBe('*1\r\n$3\r\nhey\r\n');
});

test('a message to the client whose command is running waits for the end of the reply', async () => {
  const [a] = await twoClients();
  expect(await say(a, 'SHOUT 1', 'SHOUT 1', 'PING')).toBe(`${REPLY}${MESSAGE}${REPLY}${MESSAGE}+PONG\r\n`);
});

test('of EXEC, it waits for the end of the whole', async () => {
  const [a] = await twoClients();
  expect(await say(a, 'MULTI', 'SHOUT 1', 'PING', 'EXEC')).toBe(
    `+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n${REPLY}+PONG\r\n${MESSAGE}`,
  );
});

test('of a transaction that takes longer than a turn, until it has gone on', async () => {
  const [a, b, server] = await twoClients();
  a.client.suspended = new Transaction();
  a.client.state |= ClientState.blocked;
  await say(b, 'SHOUT 1');
  expect(text(a.received())).toBe('');
  server.core.sessions.unblock(a.client);
  await say(b, 'PING');
  expect(text(a.received())).toBe(MESSAGE);
});

test('CLIENT REPLY OFF and SKIP do not hold messages back', async () => {
  const [a, b] = await twoClients();
  await say(a, 'CLIENT REPLY OFF');
  expect(await say(a, 'SHOUT 1', 'PING')).toBe(MESSAGE);
  await say(b, 'SHOUT 1');
  expect(text(a.received())).toBe(MESSAGE);
  expect(await say(a, 'CLIENT REPLY ON', 'CLIENT REPLY SKIP', 'SHOUT 1', 'PING')).toBe(`+OK\r\n${MESSAGE}+PONG\r\n`);
});

test('a client that waits for a key gets messages, and those of its woken command behind its reply', async () => {
  const [a, b] = await twoClients();
  expect(await say(a, 'BLPOP list 0')).toBe('');
  await say(b, 'SHOUT 1');
  expect(text(a.received())).toBe(MESSAGE);
});

test('one who is leaving gets none', async () => {
  const [a, b] = await twoClients();
  expect(await say(a, 'QUIT', 'SHOUT 1')).toBe('+OK\r\n');
  expect(await say(b, 'SHOUT 1', 'SHOUT 1')).toBe(REPLY + REPLY);
  expect(a.client.reply.length).toBe(0);
});
