import { describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { serverWithSlowCommands } from './slow-command.cases.ts';

const decoder = new TextDecoder();

/** The commands of a log, the latest first, their arguments joined by blanks. */
function logged(server: TestServer, log: 'slow' | 'largeRequests' | 'largeReplies' = 'slow'): string[] {
  const entries = server.core.observability[log].latest(Number.POSITIVE_INFINITY);
  return entries.map(({ args }) => args.map((arg) => decoder.decode(arg)).join(' '));
}

async function say(connection: ReturnType<TestServer['connect']>, ...lines: string[]): Promise<string> {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''));
  return decoder.decode(await connection.exchange(bytes));
}

describe('SLOWLOG', () => {
  test('holds what took as long as slowlog-log-slower-than, the latest first', async () => {
    const server = serverWithSlowCommands();
    const t = server.transcript();
    await t.says('CLIENT', 'SETNAME', 'me').ok();
    await t.says('TAKE', 9).ok();
    await t.says('SLOWLOG', 'LEN').int(0);
    await t.says('TAKE', 10).ok();
    await t.says('TAKE', 2500, 'more').ok();
    await t.says('SLOWLOG', 'LEN').int(2);
    await t.says('SLOWLOG', 'GET').array([
      [1, 1704067202, 2500000, ['TAKE', '2500', 'more'], '127.0.0.1:50000', 'me'],
      [0, 1704067200, 10000, ['TAKE', '10'], '127.0.0.1:50000', 'me'],
    ]);
    await t.says('SLOWLOG', 'RESET').ok();
    await t.says('SLOWLOG', 'GET').array([]);
    await t.says('TAKE', 10).ok();
    await t.says('SLOWLOG', 'GET').array([[2, 1704067202, 10000, ['TAKE', '10'], '127.0.0.1:50000', 'me']]);
  });

  test('0 logs every command, a negative number none, also in a pipeline', async () => {
    const server = serverWithSlowCommands({ slowlogLogSlowerThan: 0 });
    const connection = server.connect();
    await say(
      connection,
      'SET a 1',
      'GET a',
      'GET a',
      'TAKE 1',
      'PING',
      'CONFIG SET slowlog-log-slower-than -1',
      'PING',
    );
    expect(logged(server).reverse()).toEqual(['SET a 1', 'GET a', 'GET a', 'TAKE 1', 'PING']);
  });

  test('finds a slow command among short ones that came together', async () => {
    const server = serverWithSlowCommands();
    const connection = server.connect();
    await say(connection, 'GET a', 'TAKE.FAST 20', 'GET b', 'GET c');
    expect(logged(server)).toEqual(['TAKE.FAST 20']);
    await say(connection, 'TAKE.FAST 0 a', 'TAKE.FAST 15 b', 'TAKE.FAST 0 c');
    // They share one reading of the clock.
    expect(logged(server)).toEqual(['TAKE.FAST 0 a', 'TAKE.FAST 20']);
    await say(connection, 'CONFIG SET slowlog-log-slower-than 900', 'TAKE.FAST 0 a', 'TAKE.FAST 1 b', 'TAKE.FAST 0 c');
    expect(logged(server)[0]).toBe('TAKE.FAST 1 b');
  });

  test('holds so many entries, of so many arguments, of so many bytes', async () => {
    const server = new TestServer({ slowlogLogSlowerThan: 0, slowlogMaxLen: 2 });
    const t = server.transcript();
    await t.says('MGET', ...Array.from({ length: 31 }, (_, i) => `k${i}`)).reply();
    expect(logged(server)[0]).toMatch(/^MGET k0 .* k29 k30$/);
    await t.says('MGET', ...Array.from({ length: 32 }, (_, i) => `k${i}`)).reply();
    expect(logged(server)[0]).toMatch(/^MGET k0 .* k29 \.\.\. \(2 more arguments\)$/);
    await t.says('ECHO', 'x'.repeat(128)).reply();
    expect(logged(server)[0]).toBe(`ECHO ${'x'.repeat(128)}`);
    await t.says('ECHO', 'x'.repeat(131)).reply();
    expect(logged(server)).toEqual([`ECHO ${'x'.repeat(128)}... (3 more bytes)`, `ECHO ${'x'.repeat(128)}`]);
    await t.says('CONFIG', 'SET', 'slowlog-entry-max-argc', 3, 'slowlog-entry-max-string-len', 4).ok();
    await t.says('MGET', 'a', 'b', 'cdefg').reply();
    await t.says('GET', 'abcdef').reply();
    expect(logged(server)).toEqual(['GET abcd... (2 more bytes)', 'MGET a ... (2 more arguments)']);
    await t.says('CONFIG', 'SET', 'slowlog-max-len', 0).ok();
    expect(logged(server)).toEqual([]);
  });

  test('keeps secrets', async () => {
    const server = new TestServer({ slowlogLogSlowerThan: 0 });
    const t = server.transcript();
    for (const [command, expected] of [
      [['AUTH', 'secret'], 'AUTH (redacted)'],
      [['AUTH', 'name', 'secret'], 'AUTH (redacted) (redacted)'],
      [['HELLO', '2', 'AUTH', 'name', 'secret', 'SETNAME', 'x'], 'HELLO 2 AUTH (redacted) (redacted) SETNAME x'],
      [['CONFIG', 'SET', 'masterauth', 'secret'], 'CONFIG SET masterauth (redacted)'],
      [
        ['CONFIG', 'SET', 'Timeout', '0', 'MasterAuth', 'secret', 'nothing', 'x'],
        'CONFIG SET Timeout 0 MasterAuth (redacted) nothing x',
      ],
      [['MIGRATE', 'h', '1', 'k', '0', '1', 'AUTH', 'secret'], 'MIGRATE h 1 k 0 1 AUTH (redacted)'],
      [
        ['MIGRATE', 'h', '1', 'k', '0', '1', 'COPY', 'AUTH2', 'name', 'secret'],
        'MIGRATE h 1 k 0 1 COPY AUTH2 (redacted) (redacted)',
      ],
      [['ACL', 'SETUSER', 'name', '>secret'], 'ACL SETUSER (redacted) (redacted)'],
    ] as const) {
      await t.says(...command).reply();
      expect(logged(server)[0]).toBe(expected);
    }
  });

  test('has the commands of a transaction, not EXEC', async () => {
    const server = serverWithSlowCommands();
    const t = server.transcript();
    await t.says('MULTI').ok();
    await t.says('TAKE', 20).raw('+QUEUED\r\n');
    await t.says('PING').raw('+QUEUED\r\n');
    await t.says('EXEC').reply();
    expect(logged(server)).toEqual(['TAKE 20']);
  });

  test('has a command that waited when it is done, also when its time was up', async () => {
    const server = new TestServer({ slowlogLogSlowerThan: 0 });
    const [waiting, other] = [server.connect(), server.transcript()];
    await say(waiting, 'BLPOP list 0');
    expect(logged(server)).toEqual([]);
    await other.says('RPUSH', 'list', 'a').int(1);
    expect(logged(server)).toEqual(['BLPOP list 0', 'RPUSH list a']);
    await say(waiting, 'BLPOP list 1');
    server.advance(1500);
    expect(logged(server)[0]).toBe('BLPOP list 1');
  });

  test('names the client whose command it was, also where one command wakes another client', async () => {
    const server = new TestServer({ slowlogLogSlowerThan: 2000 });
    const [waiting, pushing] = [server.connect({ remoteAddress: 'w:1' }), server.connect({ remoteAddress: 'p:1' })];
    await say(waiting, 'BLMOVE list to LEFT LEFT 0');
    // All that is done from now on takes three milliseconds by this clock.
    const { source } = server.core.clock;
    const monotonicMs = source.monotonicMs.bind(source);
    source.monotonicMs = () => {
      server.clock.advance(3);
      return monotonicMs();
    };
    await say(pushing, 'GET a', 'LPUSH list x', 'GET b');
    const entries = server.core.observability.slow.latest(10);
    expect(entries.map(({ address, args }) => `${address} ${decoder.decode(args[0])}`).reverse()).toEqual([
      'p:1 GET',
      'p:1 LPUSH',
      'w:1 BLMOVE',
      'p:1 GET',
    ]);
  });

  test('what is asked for wrongly', async () => {
    const t = new TestServer().transcript();
    await t.says('SLOWLOG', 'GET', '-2').error('ERR count should be greater than or equal to -1');
    await t.says('SLOWLOG', 'GET', 'x').error('ERR count should be greater than or equal to -1');
    await t
      .says('SLOWLOG', 'GET', '1', '2')
      .error("ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP.");
    await t.says('SLOWLOG', 'GET', '-1').array([]);
    await t.says('SLOWLOG', 'GET', '99999999999').array([]);
  });
});

describe('COMMANDLOG', () => {
  test('has large requests and large replies too', async () => {
    const server = new TestServer({ commandlogRequestLargerThan: 200, commandlogReplyLargerThan: 100 });
    const t = server.transcript();
    const value = 'x'.repeat(180);
    await t.says('SET', 'a', value.slice(0, 60)).ok();
    await t.says('SET', 'b', value).ok();
    await t.says('GET', 'a').reply();
    await t.says('GET', 'b').reply();
    expect(logged(server, 'largeRequests')).toEqual([`SET b ${value.slice(0, 128)}... (52 more bytes)`]);
    expect(logged(server, 'largeReplies')).toEqual(['GET b']);
    await t.says('COMMANDLOG', 'LEN', 'large-request').int(1);
    await t
      .says('COMMANDLOG', 'GET', -1, 'LARGE-REPLY')
      .array([[0, 1704067200, 188, ['GET', 'b'], '127.0.0.1:50000', '']]);
    await t.says('COMMANDLOG', 'RESET', 'large-reply').ok();
    await t.says('COMMANDLOG', 'LEN', 'large-reply').int(0);
    await t.says('COMMANDLOG', 'LEN', 'slow').int(0);
    await t
      .says('COMMANDLOG', 'GET', 1, 'nothing')
      .error('ERR type should be one of the following: slow, large-request, large-reply');
    await t.says('COMMANDLOG', 'GET', -2, 'slow').error('ERR count should be greater than or equal to -1');
  });

  test('finds a large reply among commands that came together, with the limits as they are by default', async () => {
    const server = new TestServer();
    const t = server.transcript();
    await t.says('SET', 'large', 'x'.repeat(1 << 20)).ok();
    expect(logged(server, 'largeRequests')).toHaveLength(1);
    await say(server.connect(), 'GET a', 'GET large', 'GET b');
    expect(logged(server, 'largeReplies')).toEqual(['GET large']);
  });

  test('its slow log is that of SLOWLOG, under both names of the settings', async () => {
    const server = new TestServer();
    const t = server.transcript();
    await t.says('CONFIG', 'SET', 'commandlog-execution-slower-than', 0).ok();
    await t.says('CONFIG', 'GET', 'slowlog-log-slower-than').map([['slowlog-log-slower-than', '0']]);
    await t.says('SLOWLOG', 'LEN').int(2);
    await t.says('COMMANDLOG', 'LEN', 'SLOW').int(3);
  });
});
