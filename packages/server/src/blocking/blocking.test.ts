import { encodeCommand } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';
import { RecordedEffects } from '../../test/recorded-effects.ts';
import { ExpireCycleJob } from '../background/expire-cycle.ts';
import { letterListCommands } from './letter-list.cases.ts';

const NIL = '*-1\r\n';

let server: TestServer;
let pusher: TestConnection;

beforeEach(() => {
  server = new TestServer({}, letterListCommands);
  pusher = server.connect();
});

async function say(connection: TestConnection, ...lines: string[]): Promise<string> {
  const request = Buffer.concat(lines.map((line) => encodeCommand(line.split(' '))));
  return new TextDecoder().decode(await connection.exchange(request));
}

/** What the client has got since, by itself. */
function heard(connection: TestConnection): string {
  return new TextDecoder().decode(connection.received());
}

/** A new client that says this, and hears nothing yet. */
async function waiting(...lines: string[]): Promise<TestConnection> {
  const connection = server.connect();
  expect(await say(connection, ...lines)).toBe('');
  return connection;
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}

async function infoField(name: string): Promise<string | undefined> {
  return new RegExp(`${name}:(.*)\r`).exec(await say(pusher, 'INFO everything'))?.[1];
}

describe('who is served', () => {
  test('what is there is given at once', async () => {
    await say(pusher, 'T.PUSH a xyz');
    expect(await say(pusher, 'T.POP a 0', 'T.POP b a 0')).toBe(bulk('x') + bulk('y'));
  });

  test('first come, first served, one letter for each', async () => {
    const clients = [await waiting('T.POP a 0'), await waiting('T.POP a 0'), await waiting('T.POP a 0')];
    await say(pusher, 'T.PUSH a xy');
    expect(clients.map(heard)).toEqual([bulk('x'), bulk('y'), '']);
    await say(pusher, 'T.PUSH a z');
    expect(clients.map(heard)).toEqual(['', '', bulk('z')]);
    expect(await say(pusher, 'EXISTS a')).toBe(':0\r\n');
  });

  test('one that waits for several keys takes the first in its own order, and waits for none afterwards', async () => {
    const client = await waiting('T.POP a b a c 0');
    const other = await waiting('T.POP c 0');
    await say(pusher, 'T.PUSH c z b y');
    expect(heard(client)).toBe(bulk('y'));
    expect(heard(other)).toBe(bulk('z'));
    await say(pusher, 'T.PUSH a x');
    expect(heard(client)).toBe('');
    expect(await infoField('total_blocking_keys')).toBe('0');
  });

  test('keys are served in the order in which they became ready', async () => {
    const first = await waiting('T.POP a b 0');
    const second = await waiting('T.POP b 0');
    await say(pusher, 'T.PUSH b y a x');
    expect(heard(first)).toBe(bulk('x'));
    expect(heard(second)).toBe(bulk('y'));
  });

  test('a letter that is passed on serves whoever waits for it, in the same turn', async () => {
    const last = await waiting('T.POP c 0');
    const middle = await waiting('T.PASS b c 0');
    const first = await waiting('T.PASS a b 0');
    await say(pusher, 'T.PUSH a x');
    expect([first, middle, last].map(heard)).toEqual(['+OK\r\n', '+OK\r\n', bulk('x')]);
    expect(await say(pusher, 'DBSIZE')).toBe(':0\r\n');
  });

  test('a ring of clients that pass the letter on ends', async () => {
    const there = await waiting('T.PASS a b 0');
    const back = await waiting('T.PASS b a 0');
    await say(pusher, 'T.PUSH a x');
    expect([there, back].map(heard)).toEqual(['+OK\r\n', '+OK\r\n']);
    expect(await say(pusher, 'EXISTS a b')).toBe(':1\r\n');
  });

  test('a value of another kind leaves it waiting; an error of the command ends that', async () => {
    const client = await waiting('T.POP a 0');
    await say(pusher, 'SET a 1');
    expect(heard(client)).toBe('');
    await say(pusher, 'DEL a', 'SET c 1');
    const passing = await waiting('T.PASS b c 0');
    await say(pusher, 'T.PUSH b y');
    expect(heard(passing)).toMatch(/^-WRONGTYPE /);
    expect(await say(pusher, 'T.POP b 0')).toBe(bulk('y'));
    await say(pusher, 'T.PUSH a x');
    expect(heard(client)).toBe(bulk('x'));
  });

  test('keys are bytes, and of one database', async () => {
    const client = server.connect();
    const key = Uint8Array.of(0xff, 0x00, 0x0d);
    expect(await client.exchange(encodeCommand(['T.POP', key, '0']))).toHaveLength(0);
    await say(pusher, 'SELECT 1');
    await pusher.exchange(encodeCommand(['T.PUSH', key, 'x']));
    expect(heard(client)).toBe('');
    await say(pusher, 'SELECT 0');
    await pusher.exchange(encodeCommand(['T.PUSH', key, 'y']));
    expect(heard(client)).toBe(bulk('y'));
  });
});

describe('every way in which a key can come', () => {
  test.each([['RENAME other a'], ['RENAMENX other a'], ['COPY other a']])('%s', async (line) => {
    const client = await waiting('T.POP a 0');
    await say(pusher, 'T.PUSH other x', line);
    expect(heard(client)).toBe(bulk('x'));
  });

  test('MOVE and COPY from another database', async () => {
    const client = await waiting('T.POP a 0', 'T.POP a 0');
    await say(pusher, 'SELECT 2', 'T.PUSH a x', 'MOVE a 0', 'T.PUSH a y', 'COPY a a DB 0');
    expect(heard(client)).toBe(bulk('x') + bulk('y'));
  });

  test('SWAPDB: a client waits for keys of the database with its number', async () => {
    const client = await waiting('T.POP b 0');
    const waiter = server.connect();
    await say(waiter, 'SELECT 3');
    expect(await say(waiter, 'T.POP a 0')).toBe('');
    await say(pusher, 'T.PUSH a x', 'SWAPDB 0 3');
    expect(heard(waiter)).toBe(bulk('x'));
    expect(heard(client)).toBe('');
  });

  test('a value whose time came in the meantime is none', async () => {
    const client = await waiting('T.POP a 0');
    await say(pusher, 'SELECT 1', 'T.PUSH a x', 'PEXPIRE a 10', 'SELECT 0');
    server.advance(20);
    const effects = new RecordedEffects(server);
    await say(pusher, 'SWAPDB 0 1');
    expect(heard(client)).toBe('');
    expect(effects.propagated()).toEqual(['SWAPDB 0 1']);
  });
});

describe('those who want to know that a key goes', () => {
  test.each([
    ['DEL a', 'ERR no such key'],
    ['UNLINK a', 'ERR no such key'],
    ['RENAME a b', 'ERR no such key'],
    ['MOVE a 1', 'ERR no such key'],
    ['FLUSHALL', 'ERR no such key'],
    ['FLUSHDB', 'ERR no such key'],
    ['SWAPDB 0 1', 'ERR no such key'],
    ['SET a 1', 'WRONGTYPE Operation against a key holding the wrong kind of value'],
  ])('%s', async (line, error) => {
    await say(pusher, 'T.PUSH a x');
    const client = await waiting('T.WATCH a');
    await say(pusher, 'T.PUSH a y', 'PEXPIRE a 100', 'T.POP a 0');
    expect(heard(client)).toBe('');
    expect(await infoField('total_blocking_keys_on_nokey')).toBe('1');
    await say(pusher, line);
    expect(heard(client)).toBe(`-${error}\r\n`);
    expect(await infoField('total_blocking_keys_on_nokey')).toBe('0');
  });

  test('a key that expires by itself', async () => {
    await say(pusher, 'T.PUSH a x', 'PEXPIRE a 100');
    const client = await waiting('T.WATCH a');
    server.advance(150);
    new ExpireCycleJob(server.core).run(1);
    server.turn();
    expect(heard(client)).toBe('-ERR no such key\r\n');
  });
});

describe('time', () => {
  test('a client waits as long as it said, to the millisecond', async () => {
    const client = await waiting('T.POP a 0.05');
    const patient = await waiting('T.POP a 1.5');
    server.advance(49);
    expect(heard(client)).toBe('');
    server.advance(1);
    expect(heard(client)).toBe(NIL);
    server.advance(1449);
    expect(heard(patient)).toBe('');
    server.advance(1);
    expect(heard(patient)).toBe(NIL);
    expect(await infoField('clients_in_timeout_table')).toBe('0');
  });

  test('a time of zero never ends', async () => {
    const client = await waiting('T.POP a 0');
    server.advance(1e9);
    await say(pusher, 'T.PUSH a x');
    expect(heard(client)).toBe(bulk('x'));
  });

  test('waiting again does not make it longer', async () => {
    const client = await waiting('T.POP a b 1');
    server.advance(900);
    // Ready, but empty when its turn comes.
    const greedy = await waiting('T.POP b 0');
    await say(pusher, 'SELECT 1', 'T.PUSH a x', 'SELECT 0');
    server.advance(99);
    expect(heard(client)).toBe('');
    server.advance(1);
    expect(heard(client)).toBe(NIL);
    expect(heard(greedy)).toBe('');
  });

  test('in RESP3 the answer is null', async () => {
    const client = server.connect();
    await say(client, 'HELLO 3');
    expect(await say(client, 'T.POP a 1')).toBe('');
    server.advance(1000);
    expect(heard(client)).toBe('_\r\n');
  });

  test.each([
    ['x', 'timeout is not a float or out of range'],
    ['nan', 'timeout is not a float or out of range'],
    ['', 'timeout is not a float or out of range'],
    ['-1', 'timeout is negative'],
    ['-inf', 'timeout is negative'],
    ['inf', 'timeout is out of range'],
    ['9223372036854775', 'timeout is out of range'],
    ['0x7FFFFFFFFFFFFF', 'timeout is out of range'],
  ])('%j is refused', async (timeout, error) => {
    expect(await say(pusher, `T.POP a ${timeout}`)).toBe(`-ERR ${error}\r\n`);
  });

  test.each([
    ['0.0001', 1],
    ['0.07', 70],
    ['1e-2', 10],
    ['0x1p-1', 500],
    ['0.0101', 11],
  ])('%s seconds are %d ms', async (timeout, milliseconds) => {
    const client = await waiting(`T.POP a ${timeout}`);
    server.advance(milliseconds - 1);
    expect(heard(client)).toBe('');
    server.advance(1);
    expect(heard(client)).toBe(NIL);
  });
});

describe('leaving', () => {
  test('one that has gone is served no more', async () => {
    const gone = await waiting('T.POP a b 1');
    const next = await waiting('T.POP a 0');
    server.core.sessions.gone(gone.client);
    await say(pusher, 'T.PUSH a x');
    expect(heard(next)).toBe(bulk('x'));
    server.advance(2000);
    expect(await infoField('total_blocking_keys')).toBe('0');
    expect(await infoField('blocked_clients')).toBe('0');
  });

  test('CLIENT UNBLOCK, with and without an error', async () => {
    const first = await waiting('T.POP a 1', 'PING');
    const second = await waiting('T.POP a 0');
    expect(await infoField('blocked_clients')).toBe('2');
    expect(await say(pusher, `CLIENT LIST ID ${first.client.id}`)).toContain('flags=b');
    expect(await say(pusher, `CLIENT UNBLOCK ${first.client.id}`)).toBe(':1\r\n');
    expect(await say(pusher, `CLIENT UNBLOCK ${second.client.id} ERROR`)).toBe(':1\r\n');
    expect(heard(first)).toBe(`${NIL}+PONG\r\n`);
    expect(heard(second)).toBe('-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n');
    expect(await say(pusher, `CLIENT UNBLOCK ${second.client.id} TIMEOUT`)).toBe(':0\r\n');
    expect(await say(pusher, 'CLIENT UNBLOCK 999')).toBe(':0\r\n');
    expect(await say(pusher, 'CLIENT UNBLOCK a b')).toBe('-ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR\r\n');
    expect(await say(pusher, 'CLIENT UNBLOCK a')).toBe('-ERR value is not an integer or out of range\r\n');
  });
});

describe('what else a client does', () => {
  test('what it sent behind is done afterwards', async () => {
    const client = await waiting('T.POP a 0', 'PING', 'T.POP b 0', 'PING');
    expect(await say(client, 'ECHO later')).toBe('');
    await say(pusher, 'T.PUSH a x');
    expect(heard(client)).toBe(`${bulk('x')}+PONG\r\n`);
    await say(pusher, 'T.PUSH b y');
    expect(heard(client)).toBe(`${bulk('y')}+PONG\r\n${bulk('later')}`);
  });

  test('with CLIENT REPLY SKIP and OFF it is served, and hears nothing', async () => {
    const client = await waiting('CLIENT REPLY SKIP', 'T.POP a 0', 'PING');
    const silent = await waiting('CLIENT REPLY OFF', 'T.POP a 0', 'CLIENT REPLY ON');
    await say(pusher, 'T.PUSH a xy');
    expect(heard(client)).toBe('+PONG\r\n');
    expect(heard(silent)).toBe('+OK\r\n');
    expect(await say(pusher, 'EXISTS a')).toBe(':0\r\n');
  });

  test('a client that pushes in a pipeline goes on with it', async () => {
    const client = await waiting('T.POP a 0');
    expect(await say(pusher, 'T.PUSH a x', 'EXISTS a', 'T.PUSH a y', 'T.POP a 0')).toBe(
      `+OK\r\n:0\r\n+OK\r\n${bulk('y')}`,
    );
    expect(heard(client)).toBe(bulk('x'));
  });
});

describe('what is told of it', () => {
  test('it counts as one call, when it is done', async () => {
    const served = await waiting('T.POP a 0');
    await waiting('T.POP b 1');
    const unblocked = await waiting('T.POP c 1');
    expect(await infoField('cmdstat_t.pop')).toBeUndefined();
    await say(pusher, 'T.PUSH a x', `CLIENT UNBLOCK ${unblocked.client.id} ERROR`);
    server.advance(1000);
    expect(heard(served)).toBe(bulk('x'));
    expect(await infoField('cmdstat_t.pop')).toMatch(/^calls=3,.*rejected_calls=0,failed_calls=1$/);
    expect(await infoField('errorstat_UNBLOCKED')).toBe('count=1');
  });

  test('the command that served it is propagated first, then what it did itself', async () => {
    const effects = new RecordedEffects(server);
    await waiting('T.POP a 0');
    await say(pusher, 'T.PUSH a x');
    expect(effects.propagated()).toEqual(['T.PUSH a x', 'T.TAKE a']);
    expect(effects.events()).toEqual(['pushed a', 'del a']);
  });

  test('nobody waits: nothing is asked of a change', async () => {
    expect(server.core.effects.wakeMask).toBe(0);
    const client = await waiting('T.POP a 0');
    expect(server.core.effects.wakeMask).not.toBe(0);
    await say(pusher, 'T.PUSH a x');
    expect(heard(client)).toBe(bulk('x'));
    expect(server.core.effects.wakeMask).toBe(0);
  });
});

describe('transactions', () => {
  test('nothing waits in them', async () => {
    expect(await say(pusher, 'MULTI', 'T.POP a 0', 'T.PUSH a x', 'EXEC', 'EXISTS a')).toBe(
      `+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n${NIL}+OK\r\n:1\r\n`,
    );
  });

  test('others are served when they are over', async () => {
    const client = await waiting('T.POP a b 0');
    const other = await waiting('T.POP b 0');
    await say(pusher, 'MULTI', 'T.PUSH a x', 'DEL a', 'T.PUSH b yz', 'T.PUSH a w', 'EXEC');
    expect(heard(client)).toBe(bulk('w'));
    expect(heard(other)).toBe(bulk('y'));
    expect(await say(pusher, 'EXISTS a b')).toBe(':1\r\n');
  });
});
