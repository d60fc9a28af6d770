import { encodeCommand } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';

const KIB = 1024;

/** A client that has sent so many bytes of a command that lacks an argument. */
async function holding(server: TestServer, bytes: number): Promise<TestConnection> {
  const connection = server.connect();
  await connection.exchange(new TextEncoder().encode(`*2\r\n$${bytes}\r\n${'x'.repeat(bytes)}`));
  return connection;
}

describe('maxmemory-clients', () => {
  test('the largest go first, until the others are below the limit', async () => {
    const server = new TestServer();
    const control = server.connect();
    const small = [await holding(server, 100 * KIB), await holding(server, 100 * KIB)];
    const large = [
      await holding(server, 600 * KIB),
      await holding(server, 600 * KIB),
      await holding(server, 600 * KIB),
    ];
    expect(await control.ask('CONFIG', 'SET', 'maxmemory-clients', 1400 * KIB)).toBe('+OK\r\n');
    expect(large.map(({ closed }) => closed)).toEqual([true, true, false]);
    expect(small.map(({ closed }) => closed)).toEqual([false, false]);
    expect(server.core.counters.evictedClients).toBe(2);
    expect(await control.ask('INFO', 'stats')).toContain('evicted_clients:2\r\n');
    expect(server.logged.filter((line) => line.startsWith('notice Evicting client: id='))).toHaveLength(2);
    await control.ask('CONFIG', 'SET', 'maxmemory-clients', 400 * KIB);
    expect([...small, ...large].filter(({ closed }) => !closed)).toEqual(small);
    await control.ask('CONFIG', 'SET', 'maxmemory-clients', 0);
    await holding(server, 2000 * KIB);
    expect(server.core.clients.size).toBe(4);
  });

  test('NO-EVICT spares a client, and counts it', async () => {
    const server = new TestServer();
    const control = server.connect();
    await control.ask('CLIENT', 'NO-EVICT', 'ON');
    const spared = server.connect();
    await spared.ask('CLIENT', 'NO-EVICT', 'ON');
    await control.ask('CONFIG', 'SET', 'maxmemory-clients', 200 * KIB);
    await spared.exchange(new TextEncoder().encode(`*1\r\n$300000\r\n${'x'.repeat(250_000)}`));
    const bystander = server.connect();
    server.turn();
    expect([spared.closed, bystander.closed]).toEqual([false, true]);
    const helpless = 'warning Over client maxmemory after evicting all evictable clients';
    await control.ask('PING');
    expect(server.logged.filter((line) => line === helpless)).toHaveLength(1);
    await spared.exchange(
      new TextEncoder().encode(`${'x'.repeat(50_000)}\r\n*3\r\n$6\r\nCLIENT\r\n$8\r\nNO-EVICT\r\n$3\r\nOFF\r\n`),
    );
    expect(spared.closed).toBe(false);
    await spared.exchange(new TextEncoder().encode(`*1\r\n$300000\r\n${'x'.repeat(250_000)}`));
    expect(spared.closed).toBe(true);
  });

  test('a request that is too large is never run, also where all of it comes in one turn', async () => {
    const server = new TestServer({ maxmemoryClients: 500 * KIB });
    const connection = server.connect();
    const request = encodeCommand(['SET', 'a', 'x'.repeat(2000 * KIB)]);
    for (let at = 0; at < request.length; at += 64 * KIB) {
      server.core.sessions.receive(connection.client, request, at, Math.min(request.length, at + 64 * KIB));
    }
    server.turn();
    expect(connection.closed).toBe(true);
    expect(await server.connect().ask('EXISTS', 'a')).toBe(':0\r\n');
  });

  test('who takes no replies and becomes too large is gone before the next command, even in the same turn', async () => {
    const server = new TestServer({ maxmemoryClients: 200 * KIB });
    const control = server.connect();
    const slow = server.connect();
    slow.takesNothing = true;
    const request = encodeCommand(['ECHO', 'x'.repeat(10 * KIB)]);
    await slow.exchange(request);
    for (let i = 0; i < 10; i++) server.core.sessions.receive(slow.client, request, 0, request.length);
    expect(slow.closed).toBe(false);
    for (let i = 0; i < 10; i++) server.core.sessions.receive(slow.client, request, 0, request.length);
    expect((await control.ask('CLIENT', 'LIST')).match(/id=/g)).toHaveLength(1);
    expect([control.closed, slow.closed]).toEqual([false, true]);
  });

  test('percent are of maxmemory; a limit below 128 KB is 128 KB', async () => {
    const server = new TestServer({ maxmemory: 10 * KIB * KIB, maxmemoryClients: '5%' });
    expect(server.core.sessions.eviction.limit).toBe(512 * KIB);
    const control = server.connect();
    await control.ask('CONFIG', 'SET', 'maxmemory', 20 * KIB * KIB);
    expect(server.core.sessions.eviction.limit).toBe(1024 * KIB);
    await control.ask('CONFIG', 'SET', 'maxmemory-clients', 1);
    expect(server.core.sessions.eviction.limit).toBe(128 * KIB);
    expect(control.closed).toBe(false);
  });

  test.each([
    ['replies that nobody takes', [], `ECHO ${'a'.repeat(1000)}`, 1_000],
    ['queued commands', ['MULTI'], `SET a ${'x'.repeat(1000)}`, 1_000],
    ['watched keys', [], 'WATCH {i}', 2_000],
    ['subscriptions', [], 'SUBSCRIBE {i}', 5_000],
    ['patterns', [], 'PSUBSCRIBE {i}', 5_000],
    ['prefixes of tracking', [], 'CLIENT TRACKING ON BCAST PREFIX {i}:', 2_000],
  ])('%s count', async (_what, before, again, most) => {
    const server = new TestServer({ maxmemoryClients: 200 * KIB });
    const connection = server.connect();
    for (const line of before) await connection.exchange(new TextEncoder().encode(`${line}\r\n`));
    connection.takesNothing = again.startsWith('ECHO');
    let i = 0;
    for (; i < most && !connection.closed; i++) {
      await connection.exchange(new TextEncoder().encode(`${again.replace('{i}', String(100_000 + i))}\r\n`));
      const { total } = server.core.sessions.eviction;
      if (!connection.closed) expect(total).toBeLessThan(200 * KIB);
    }
    expect(connection.closed).toBe(true);
    expect(i).toBeGreaterThan(50);
    expect(server.core.sessions.eviction.total).toBe(0);
  });
});
