import { describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { ServerState } from '../session/server-state.ts';

const decoder = new TextDecoder();

async function say(connection: ReturnType<TestServer['connect']>, ...lines: string[]): Promise<string> {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''));
  return decoder.decode(await connection.exchange(bytes));
}

/** A server, a client that monitors, and another one. */
async function monitored(): Promise<[TestServer, () => string[], ReturnType<TestServer['connect']>]> {
  const server = new TestServer();
  const monitor = server.connect({ remoteAddress: '127.0.0.1:40001' });
  expect(await say(monitor, 'MONITOR')).toBe('+OK\r\n');
  const lines = () => {
    server.turn();
    return decoder.decode(monitor.received()).split('\r\n').slice(0, -1);
  };
  return [server, lines, server.connect({ remoteAddress: '127.0.0.1:40002' })];
}

describe('MONITOR', () => {
  test('shows every command with time, database, address and arguments', async () => {
    const [server, lines, client] = await monitored();
    server.clock.advance(1.5);
    await say(client, 'SET a 1', 'SELECT 3', 'get  a');
    expect(lines()).toEqual([
      '+1704067200.001500 [0 127.0.0.1:40002] "SET" "a" "1"',
      '+1704067200.001500 [3 127.0.0.1:40002] "SELECT" "3"',
      '+1704067200.001500 [3 127.0.0.1:40002] "get" "a"',
    ]);
  });

  test('shows bytes that are no text as redis-cli does', async () => {
    const [server, lines] = await monitored();
    await server
      .transcript()
      .says('ECHO', Uint8Array.of(0, 7, 8, 9, 10, 13, 0x22, 0x5c, 0x41, 0x7f, 0xff))
      .reply();
    expect(lines()[0]).toMatch(/ "ECHO" "\\x00\\a\\b\\t\\n\\r\\"\\\\A\\x7f\\xff"$/);
  });

  test('hides what administrators do, what was refused, and secrets', async () => {
    const [, lines, client] = await monitored();
    await say(client, 'CONFIG GET port', 'NOSUCH a', 'GET', 'AUTH a', 'HELLO 2 AUTH b c', 'SLOWLOG LEN', 'PING');
    expect(lines().map((line) => line.slice(line.indexOf('"')))).toEqual([
      '"AUTH" "(redacted)"',
      '"HELLO" "2" "AUTH" "(redacted)" "(redacted)"',
      '"PING"',
    ]);
  });

  test('shows a transaction in the order in which it ran', async () => {
    const [, lines, client] = await monitored();
    await say(client, 'MULTI', 'SET a 1', 'GET a');
    expect(lines().map((line) => line.slice(line.indexOf('"')))).toEqual(['"MULTI"']);
    await say(client, 'EXEC');
    expect(lines().map((line) => line.slice(line.indexOf('"')))).toEqual(['"SET" "a" "1"', '"GET" "a"', '"EXEC"']);
  });

  test('shows a command that waits once, when it comes', async () => {
    const [, lines, client] = await monitored();
    await say(client, 'BLPOP list 0');
    expect(lines().map((line) => line.slice(line.indexOf('"')))).toEqual(['"BLPOP" "list" "0"']);
  });

  test('stands behind the reply of the own command, has the same form in RESP3, and is not asked for data', async () => {
    const server = new TestServer();
    const monitor = server.connect();
    await say(monitor, 'HELLO 3', 'MONITOR');
    expect(await say(monitor, 'PING')).toBe('+PONG\r\n+1704067200.000000 [0 127.0.0.1:50000] "PING"\r\n');
    expect(await say(monitor, 'GET a')).toBe("-ERR Replica can't interact with the keyspace\r\n");
    expect(await say(monitor, 'MONITOR')).toBe('');
    expect(await say(server.connect(), 'CLIENT LIST')).toMatch(/id=1 .* flags=O /);
  });

  test('ends with RESET and with the connection; then no command is looked at any more', async () => {
    const server = new TestServer();
    const [first, second] = [server.connect(), server.connect()];
    await say(first, 'MONITOR');
    await say(second, 'MONITOR');
    expect(server.core.gates.state & ServerState.monitored).not.toBe(0);
    expect(await say(first, 'RESET', 'GET a')).toMatch(/^\+RESET\r\n(.*\r\n)?\$-1\r\n$/);
    await say(second, 'QUIT');
    server.turn();
    expect(server.core.gates.state & ServerState.monitored).toBe(0);
    expect(server.core.observability.monitors.count).toBe(0);
  });

  test('is refused where each command must have one reply', async () => {
    const t = new TestServer().transcript();
    await t.says('MULTI').ok();
    await t.says('MONITOR').raw('+QUEUED\r\n');
    await t.says('EXEC').raw("*1\r\n-ERR MONITOR isn't allowed for DENY BLOCKING client\r\n");
  });

  test('shows the path of a Unix socket', async () => {
    const [server, lines] = await monitored();
    await say(server.connect({ kind: 'unix', remoteAddress: '/run/respite.sock:0' }), 'PING');
    expect(lines()[0]).toMatch(/\[0 unix:\/run\/respite\.sock\] "PING"$/);
  });
});
