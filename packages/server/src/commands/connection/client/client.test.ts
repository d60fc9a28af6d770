import { describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../../test/in-process.ts';

async function say(connection: TestConnection, line: string): Promise<string> {
  const reply = await connection.exchange(new TextEncoder().encode(`${line}\r\n`));
  return new TextDecoder().decode(reply);
}

/** The lines of CLIENT LIST or INFO as maps of their fields. */
function fieldsOf(reply: string): Map<string, string>[] {
  const lines = reply.slice(reply.indexOf('\r\n') + 2).split('\n');
  return lines
    .filter((line) => line.startsWith('id='))
    .map((line) => new Map(line.split(' ').map((field) => field.split('=') as [string, string])));
}

function idsOf(reply: string): string[] {
  return fieldsOf(reply).map((fields) => fields.get('id') ?? '');
}

describe('CLIENT LIST and INFO', () => {
  test('the line', async () => {
    const server = new TestServer();
    const connection = server.connect();
    server.clock.advance(90_000);
    await say(connection, 'SELECT 2');
    await say(connection, 'CLIENT SETNAME me');
    await say(connection, 'CLIENT SETINFO lib-ver 1.2');
    server.clock.advance(5_000);
    const request = '*2\r\n$6\r\nCLIENT\r\n$4\r\nINFO\r\n';
    const reply = new TextDecoder().decode(await connection.exchange(new TextEncoder().encode(request)));
    expect(reply.slice(reply.indexOf('\n') + 1)).toBe(
      'id=1 addr=127.0.0.1:50000 laddr=127.0.0.1:6379 fd=8 name=me age=95 idle=0 flags=N db=2 sub=0 psub=0 ssub=0 multi=-1 ' +
        'qbuf=26 qbuf-free=16384 argv-mem=10 multi-mem=0 rbs=1024 rbp=5 obl=0 oll=0 omem=0 tot-mem=4618 events=r ' +
        'cmd=client|info user=default redir=-1 resp=2 lib-name= lib-ver=1.2 tot-net-in=83 tot-net-out=15 tot-cmds=4 watch=0 ' +
        'capa=\n\r\n',
    );
  });

  test('of another client, as its last command left it', async () => {
    const server = new TestServer();
    const [first, second] = [server.connect(), server.connect()];
    await say(second, 'HELLO 3');
    await say(second, 'CLIENT NO-EVICT ON');
    await say(second, 'CLIENT NO-TOUCH ON');
    server.clock.advance(3_000);
    const [, fields] = fieldsOf(await say(first, 'CLIENT LIST'));
    expect(fields.get('flags')).toBe('eT');
    expect(fields.get('cmd')).toBe('client|no-touch');
    expect([fields.get('resp'), fields.get('idle'), fields.get('qbuf')]).toEqual(['3', '3', '0']);
  });

  test('the command is the last one that was sent: also if refused, but not what EXEC runs', async () => {
    const server = new TestServer();
    const [first, second] = [server.connect(), server.connect()];
    const commandOf = async (): Promise<string | undefined> =>
      fieldsOf(await say(first, 'CLIENT LIST ID 2'))[0].get('cmd');
    expect(await commandOf()).toBe('NULL');
    await say(second, 'GET');
    expect(await commandOf()).toBe('get');
    await say(second, 'CLIENT NO-SUCH');
    expect(await commandOf()).toBe('NULL');
    await say(second, 'MULTI');
    await say(second, 'CLIENT INFO');
    expect(await commandOf()).toBe('client|info');
    expect(await say(second, 'EXEC')).toContain(' cmd=exec ');
    expect(await commandOf()).toBe('exec');
    await say(second, 'SUBSCRIBE a');
    await say(second, 'SET k v');
    expect(await commandOf()).toBe('set');
    await say(second, 'NO-SUCH');
    expect(await commandOf()).toBe('NULL');
  });

  test('filters', async () => {
    const server = new TestServer();
    const a = server.connect();
    server.clock.advance(10_000);
    const [b, c] = [server.connect(), server.connect()];
    await say(a, 'CLIENT SETNAME first');
    await say(b, 'SELECT 5');
    await say(c, 'CLIENT NO-EVICT ON');
    await say(c, 'CLIENT SETINFO lib-name mine');
    const list = async (filter: string): Promise<string> => idsOf(await say(a, `CLIENT LIST ${filter}`)).join(' ');
    expect(await list('')).toBe('1 2 3');
    expect(await list('TYPE normal')).toBe('1 2 3');
    expect(await list('TYPE pubsub')).toBe('');
    expect(await list('ID 3 1 3 77')).toBe('3 1 3');
    expect(await list('ID 3 1 SKIPME yes')).toBe('3');
    expect(await list('NOT-ID 1 2')).toBe('3');
    expect(await list('SKIPME yes')).toBe('2 3');
    expect(await list('MAXAGE 10')).toBe('1');
    expect(await list('MAXAGE 11')).toBe('');
    expect(await list('NAME first')).toBe('1');
    expect(await list('NOT-NAME first')).toBe('2 3');
    expect(await list('DB 5')).toBe('2');
    expect(await list('NOT-DB 5 NOT-FLAGS e')).toBe('1');
    expect(await list('FLAGS e')).toBe('3');
    expect(await list('LIB-NAME mine')).toBe('3');
    expect(await list('USER default')).toBe('1 2 3');
    expect(await list('NAME nobody NAME first')).toBe('1');
    expect(await list('ID 1 TYPE normal SKIPME no DB 0 NOT-CAPA r')).toBe('1');
    expect(await list('NOT-ID 1 NOT-ID 3')).toBe('2');
    expect(await list('IP 127.0.0.1 ADDR 127.0.0.1:50000')).toBe('1 2 3');
    expect(await list('NOT-IP 127.0.0.1')).toBe('');
    server.clock.advance(2_000);
    expect(await list('IDLE 2')).toBe('2 3');
  });

  test.each([
    ['TYPE', 'ERR syntax error'],
    ['TYPE x', "ERR Unknown client type 'x'"],
    ['ID', 'ERR syntax error'],
    ['ID x', 'ERR Invalid client ID'],
    ['ID 1 x', 'ERR Invalid client ID'],
    ['ID 1 TYPE', 'ERR syntax error'],
    ['nothing 1', 'ERR syntax error'],
    ['NOT-MAXAGE 1', 'ERR syntax error'],
    ['constructor 1', 'ERR syntax error'],
    ['USER x', "ERR No such user 'x'"],
    ['DB 99', 'ERR DB index is out of range'],
    ['MAXAGE x', 'ERR maxage is not an integer or out of range'],
    ['MAXAGE 0', 'ERR maxage should be greater than 0'],
    ['SKIPME x', 'ERR syntax error'],
    ['FLAGS Q', 'ERR Unknown flags found in the provided filter: Q'],
    ['NOT-FLAGS NZ', 'ERR Unknown flags found in the provided filter: NZ'],
    ['CAPA x', 'ERR Unknown capa found in the provided filter: x'],
  ])('CLIENT LIST %s: %s', async (filter, error) => {
    expect(await say(new TestServer().connect(), `CLIENT LIST ${filter}`)).toBe(`-${error}\r\n`);
  });
});

describe('CLIENT KILL', () => {
  test('by address: the old form, which may hit the client itself', async () => {
    const server = new TestServer();
    const connection = server.connect();
    expect(await say(connection, 'CLIENT KILL 127.0.0.1:1')).toBe('-ERR No such client\r\n');
    expect(await say(connection, 'CLIENT KILL 127.0.0.1:50000')).toBe('+OK\r\n');
    expect(connection.closed).toBe(true);
  });

  test('others at once, oneself after the reply', async () => {
    const server = new TestServer();
    const [a, b, c] = [server.connect(), server.connect(), server.connect()];
    expect(await say(a, 'CLIENT KILL TYPE normal')).toBe(':2\r\n');
    expect([a.closed, b.closed, c.closed]).toEqual([false, true, true]);
    const d = server.connect();
    expect(await say(a, 'CLIENT KILL ID 1 4 SKIPME no')).toBe(':2\r\n');
    expect([a.closed, d.closed]).toEqual([true, true]);
    expect(server.core.clients.size).toBe(0);
  });

  test('a killed client is served no more, and what it sends is not looked at', async () => {
    const server = new TestServer();
    const [a, b] = [server.connect(), server.connect()];
    await say(a, 'CLIENT KILL ID 2');
    expect(await say(b, 'SET a 1')).toBe('');
    expect(await say(a, 'EXISTS a')).toBe(':0\r\n');
  });

  test.each([
    ['ID x', 'ERR client-id should be greater than 0'],
    ['ID 0', 'ERR client-id should be greater than 0'],
    ['ID 10 wrong_arg', 'ERR syntax error'],
    ['TYPE x', "ERR Unknown client type 'x'"],
    ['SKIPME yes_or_no', 'ERR syntax error'],
    ['USER x', "ERR No such user 'x'"],
  ])('%s: %s', async (filter, error) => {
    const connection = new TestServer().connect();
    expect(await say(connection, `CLIENT KILL ${filter}`)).toBe(`-${error}\r\n`);
    expect(connection.closed).toBe(false);
  });
});

describe('CLIENT REPLY', () => {
  async function replies(...lines: string[]): Promise<string> {
    return say(new TestServer({ enableDebugCommand: 'yes' }).connect(), lines.join('\r\n'));
  }

  test('OFF until ON', async () => {
    expect(await replies('CLIENT REPLY OFF', 'PING', 'nothing', 'GET', 'CLIENT REPLY ON', 'PING')).toBe(
      '+OK\r\n+PONG\r\n',
    );
  });

  test('SKIP: this reply and the next', async () => {
    expect(await replies('CLIENT REPLY SKIP', 'PING', 'ECHO 1')).toBe('$1\r\n1\r\n');
    expect(await replies('CLIENT REPLY SKIP', 'nothing', 'ECHO 1')).toBe('$1\r\n1\r\n');
    expect(await replies('CLIENT REPLY SKIP', 'CLIENT REPLY SKIP', 'PING', 'ECHO 1')).toBe('$1\r\n1\r\n');
    expect(await replies('CLIENT REPLY SKIP', 'CLIENT REPLY ON', 'PING')).toBe('+OK\r\n+PONG\r\n');
    expect(await replies('CLIENT REPLY OFF', 'CLIENT REPLY SKIP', 'PING', 'CLIENT REPLY ON')).toBe('+OK\r\n');
  });

  test('commands run all the same, and are counted', async () => {
    const server = new TestServer();
    const connection = server.connect();
    await say(connection, 'CLIENT REPLY OFF\r\nSET a 1\r\nGET');
    expect(server.core.counters.totalErrorReplies).toBe(1);
    expect(await say(server.connect(), 'GET a')).toBe('$1\r\n1\r\n');
  });

  test('a reply of many pieces is forgotten whole', async () => {
    const big = 'x'.repeat(50_000);
    expect(await replies('CLIENT REPLY SKIP', `ECHO ${big}`, 'PING')).toBe('+PONG\r\n');
    expect(await replies('PING', 'CLIENT REPLY SKIP', `ECHO ${big}`, `ECHO ${big}`)).toBe(
      `+PONG\r\n$50000\r\n${big}\r\n`,
    );
  });

  test('a broken request closes the connection without a word', async () => {
    const connection = new TestServer().connect();
    await say(connection, 'CLIENT REPLY OFF');
    expect(await say(connection, '*1\r\nx')).toBe('');
    expect(connection.closed).toBe(true);
  });
});

describe('CLIENT NO-TOUCH', () => {
  test('reads do not count as a use of the key', async () => {
    const server = new TestServer();
    const connection = server.connect();
    await say(connection, 'SET a 1');
    const idle = () => {
      const database = server.core.store.databases[0];
      server.core.accessClock.refresh(server.clock.nowMs());
      const key = new TextEncoder().encode('a');
      return server.core.accessClock.idleSeconds(database.entries, database.find(key, 0, 1));
    };
    server.core.accessClock.refresh(server.clock.nowMs());
    await say(connection, 'GET a');
    server.clock.advance(60_000);
    expect(idle()).toBe(60);
    await say(connection, 'CLIENT NO-TOUCH ON');
    await say(connection, 'GET a');
    expect(idle()).toBe(60);
    await say(connection, 'CLIENT NO-TOUCH OFF');
    await say(connection, 'GET a');
    expect(idle()).toBe(0);
  });
});

test('HELP lists the subcommands', async () => {
  const help = await say(new TestServer().connect(), 'CLIENT HELP');
  const lines = help.split('\r\n');
  expect(lines[1]).toBe('+CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:');
  expect(lines).toContain('+SETNAME connection-name');
  expect(lines.slice(-3)).toEqual(['+HELP', '+    Print this help.', '']);
  expect(lines[0]).toBe(`*${lines.length - 2}`);
});

test('names and library names are plain words', async () => {
  const t = new TestServer().transcript();
  await t.says('CLIENT', 'SETNAME', 'a b').error(/^ERR Client names cannot contain/);
  await t.says('CLIENT', 'SETNAME', 'ü').error(/^ERR Client names cannot contain/);
  await t.says('CLIENT', 'GETNAME').nil();
  await t.says('CLIENT', 'SETNAME', 'ab').ok();
  await t.says('CLIENT', 'GETNAME').bulk('ab');
  await t.says('CLIENT', 'SETNAME', '').ok();
  await t.says('CLIENT', 'GETNAME').nil();
  await t
    .says('CLIENT', 'SETINFO', 'LIB-name', 'a b')
    .error('ERR LIB-name cannot contain spaces, newlines or special characters.');
  await t.says('CLIENT', 'SETINFO', 'x', 'y').error("ERR Unrecognized option 'x'");
  await t.says('CLIENT', 'SETINFO', 'lib-name', '').ok();
});
