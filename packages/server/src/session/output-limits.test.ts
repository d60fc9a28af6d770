import { encodeCommand } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';

const MIB = 1024 * 1024;

/** A subscriber to `news` that takes nothing, and somebody who publishes. */
async function audience(server: TestServer): Promise<[slow: TestConnection, publisher: TestConnection]> {
  const slow = server.connect();
  await slow.ask('SUBSCRIBE', 'news');
  slow.takesNothing = true;
  return [slow, server.connect()];
}

function field(server: TestServer, connection: TestConnection, name: string): Promise<number> {
  return server
    .connect()
    .ask('CLIENT', 'LIST', 'ID', connection.client.id)
    .then((line) => Number(new RegExp(` ${name}=(\\d+)`).exec(line)?.[1]));
}

describe('client-output-buffer-limit', () => {
  test('hard: a subscriber who takes nothing is cut off when too much waits, and the log says who', async () => {
    const server = new TestServer({ clientOutputBufferLimit: 'pubsub 100000 0 0' });
    const [slow, publisher] = await audience(server);
    let published = 0;
    while (!slow.closed && published < 1000) {
      await publisher.ask('PUBLISH', 'news', 'x'.repeat(1000));
      published++;
    }
    expect(published).toBeGreaterThan(90);
    expect(published).toBeLessThan(110);
    expect(server.core.counters.outputBufferLimitDisconnections).toBe(1);
    expect(server.logged.join('\n')).toMatch(/^warning Client id=1 .* for overcoming of output buffer limits\.$/m);
    expect(await publisher.ask('PUBLISH', 'news', 'x')).toBe(':0\r\n');
  });

  test('hard: at once, also when all comes in one turn; nothing is kept of what was written', async () => {
    const server = new TestServer({ clientOutputBufferLimit: 'pubsub 100000 0 0' });
    const [slow, publisher] = await audience(server);
    const message = encodeCommand(['PUBLISH', 'news', 'x'.repeat(1000)]);
    await publisher.exchange(Buffer.concat(Array.from({ length: 1000 }, () => message)));
    expect(slow.closed).toBe(true);
    expect(slow.client.reply.length).toBe(0);
    expect(publisher.closed).toBe(false);
    expect(await publisher.ask('CLIENT', 'LIST')).not.toContain('id=1 ');
  });

  test('soft: only after its seconds, without a break, also when nothing is published any more', async () => {
    const server = new TestServer({ clientOutputBufferLimit: 'pubsub 0 50000 10' });
    const [slow, publisher] = await audience(server);
    const tick = () => {
      server.core.sessions.outputs.checkSoftLimits();
      server.turn();
    };
    for (let i = 0; i < 60; i++) await publisher.ask('PUBLISH', 'news', 'x'.repeat(1000));
    server.clock.advance(9_000);
    tick();
    expect(slow.closed).toBe(false);
    slow.take();
    slow.take();
    server.clock.advance(5_000);
    tick();
    expect(slow.closed).toBe(false);
    for (let i = 0; i < 60; i++) await publisher.ask('PUBLISH', 'news', 'x'.repeat(1000));
    server.clock.advance(10_000);
    tick();
    expect(slow.closed).toBe(false);
    server.clock.advance(1);
    tick();
    expect(slow.closed).toBe(true);
  });

  test('normal clients have limits of their own; a reply beyond the hard one is not sent, nor kept', async () => {
    const server = new TestServer({ clientOutputBufferLimit: 'normal 100000 0 0 pubsub 0 0 0' });
    const connection = server.connect();
    await connection.ask('RPUSH', 'a', ...Array.from({ length: 150 }, () => 'x'.repeat(1000)));
    const [slow, publisher] = await audience(server);
    for (let i = 0; i < 150; i++) await publisher.ask('PUBLISH', 'news', 'x'.repeat(1000));
    expect(slow.closed).toBe(false);
    const request = ['MULTI', 'SET b 1', 'LRANGE a 0 -1', 'HRANDFIELD h -1000000000', 'SET c 1', 'EXEC'].join('\r\n');
    await connection.ask('HSET', 'h', 'a', 'b');
    expect(new TextDecoder().decode(await connection.exchange(new TextEncoder().encode(`${request}\r\n`)))).toBe('');
    expect(connection.closed).toBe(true);
    expect(await publisher.ask('MGET', 'b', 'c')).toBe('*2\r\n$1\r\n1\r\n$1\r\n1\r\n');
  });

  test('CONFIG SET holds for those who are there', async () => {
    const server = new TestServer();
    const connection = server.connect();
    await connection.ask('SET', 'a', 'x'.repeat(200_000));
    expect((await connection.ask('GET', 'a')).length).toBeGreaterThan(200_000);
    await connection.ask('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 100000 0 0');
    expect(await connection.ask('GET', 'a')).toBe('');
    expect(connection.closed).toBe(true);
  });

  test('a limit of a byte lets short replies through, so that it can be taken back', async () => {
    const server = new TestServer({ clientOutputBufferLimit: 'normal 1 1 0' });
    const connection = server.connect();
    expect(await connection.ask('SET', 'a', 'x'.repeat(16_000))).toBe('+OK\r\n');
    expect((await connection.ask('GET', 'a')).length).toBeGreaterThan(16_000);
    await connection.ask('APPEND', 'a', 'x'.repeat(400));
    expect(await connection.ask('GET', 'a')).toBe('');
    expect(connection.closed).toBe(true);
    expect(await server.connect().ask('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 0 0 0')).toBe('+OK\r\n');
  });
});

test('MONITOR has a limit without any being set', async () => {
  const server = new TestServer();
  const [monitor, other] = [server.connect(), server.connect()];
  await monitor.ask('MONITOR');
  monitor.takesNothing = true;
  await other.ask('PING');
  monitor.unsentBytes = 1024 ** 3;
  await other.ask('PING');
  await other.ask('PING');
  expect([monitor.closed, other.closed]).toEqual([true, false]);
});

describe('a transport that is busy', () => {
  test('gets no more until it has taken all; what waits stays with the writer, close together', async () => {
    const server = new TestServer();
    const [slow, publisher] = await audience(server);
    for (let i = 0; i < 1000; i++) await publisher.ask('PUBLISH', 'news', i);
    const waiting = slow.client.reply;
    expect(slow.unsentBytes).toBeLessThan(100);
    expect(waiting.chunkCount).toBeLessThan(5);
    expect(await field(server, slow, 'omem')).toBe(waiting.length - waiting.lengthAt(0) + slow.unsentBytes);
    slow.take();
    slow.takesNothing = false;
    slow.take();
    const messages = new TextDecoder().decode(slow.received()).split('message').length - 1;
    expect(messages).toBe(1000);
  });

  test('a client that asks and does not read is not read from when 256 MB wait, until it has read', async () => {
    const server = new TestServer();
    const greedy = server.connect();
    await greedy.ask('SET', 'a', 'x'.repeat(4 * MIB));
    greedy.takesNothing = true;
    let asked = 0;
    for (; !greedy.paused && asked < 100; asked++) await greedy.ask('GET', 'a');
    expect(asked).toBe(64);
    greedy.takesNothing = false;
    greedy.take();
    greedy.take();
    expect(greedy.paused).toBe(false);
    expect(greedy.received().length).toBeGreaterThan(asked * 4 * MIB);
    await greedy.ask('GET', 'a');
    expect(greedy.closed).toBe(false);
  });

  test('a client that leaves gets what waits before it is closed', async () => {
    const server = new TestServer();
    const connection = server.connect();
    connection.takesNothing = true;
    await connection.ask('PING');
    await connection.ask('QUIT');
    expect(connection.closed).toBe(false);
    connection.takesNothing = false;
    connection.take();
    expect(connection.closed).toBe(true);
    expect(new TextDecoder().decode(connection.received())).toBe('+PONG\r\n+OK\r\n');
  });
});
