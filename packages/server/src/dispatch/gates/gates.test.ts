import { describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';
import { ServerState } from '../../session/server-state.ts';

async function say(connection: TestConnection, line: string): Promise<string> {
  return new TextDecoder().decode(await connection.exchange(new TextEncoder().encode(`${line}\r\n`)));
}

describe('after a snapshot could not be saved', () => {
  test('writes and PING are refused, as long as there are save points', async () => {
    const server = new TestServer({ save: '60 1' });
    const connection = server.connect();
    server.core.gates.state |= ServerState.saveFailed;
    expect(await say(connection, 'SET a 1')).toMatch(/^-MISCONF /);
    expect(await say(connection, 'PING')).toMatch(/^-MISCONF /);
    expect(await say(connection, 'GET a')).toBe('$-1\r\n');
    expect(await say(connection, 'CONFIG SET stop-writes-on-bgsave-error no')).toBe('+OK\r\n');
    expect(await say(connection, 'SET a 1')).toBe('+OK\r\n');
    await say(connection, 'CONFIG SET stop-writes-on-bgsave-error yes');
    expect(await say(connection, 'SET a 1')).toMatch(/^-MISCONF /);
    await say(connection, 'CONFIG SET save ""');
    expect(await say(connection, 'SET a 1')).toBe('+OK\r\n');
  });
});

test('while the data is loaded, only what does not need it', async () => {
  const server = new TestServer();
  const connection = server.connect();
  server.core.gates.state |= ServerState.loading;
  expect(await say(connection, 'GET a')).toMatch(/^-LOADING /);
  expect(await say(connection, 'PING')).toMatch(/^-LOADING /);
  expect(await say(connection, 'ECHO 1')).toBe('$1\r\n1\r\n');
  expect(await say(connection, 'SELECT 1')).toBe('+OK\r\n');
  server.core.gates.state = 0;
  expect(await say(connection, 'GET a')).toBe('$-1\r\n');
});

describe('protected mode', () => {
  async function visit(server: TestServer, remoteAddress: string): Promise<[reply: string, closed: boolean]> {
    const connection = server.connect({ kind: 'tcp', remoteAddress });
    server.turn();
    const greeting = new TextDecoder().decode(connection.received());
    return [greeting + (await say(connection, 'PING')), connection.closed];
  }

  test('strangers are sent away while anybody may come in', async () => {
    const server = new TestServer();
    expect(await visit(server, '192.0.2.1:5000')).toEqual([expect.stringMatching(/^-DENIED .*\r\n$/), true]);
    expect(await visit(server, '[2001:db8::1]:5000')).toEqual([expect.stringMatching(/^-DENIED .*\r\n$/), true]);
    expect(await visit(server, '127.0.0.1:5000')).toEqual(['+PONG\r\n', false]);
    expect(await visit(server, '[::1]:5000')).toEqual(['+PONG\r\n', false]);
    expect(server.core.counters.connectionsRejected).toBe(2);
    expect(server.core.clients.size).toBe(2);
  });

  test('not with a password, and not when it is switched off', async () => {
    expect(await visit(new TestServer({ requirepass: 'x' }), '192.0.2.1:5000')).toEqual([
      '-NOAUTH Authentication required.\r\n',
      false,
    ]);
    expect(await visit(new TestServer({ protectedMode: false }), '192.0.2.1:5000')).toEqual(['+PONG\r\n', false]);
  });
});
