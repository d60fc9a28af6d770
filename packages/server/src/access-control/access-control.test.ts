import { describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { ClientState } from '../session/client.ts';
import { sha256Hex } from './sha256.ts';

const digest = (password: string): string => sha256Hex(new TextEncoder().encode(password));
const SECRET = digest('secret');

/** A server, a connection of the default user, and one of alice. */
async function withAlice(...rules: string[]) {
  const server = new TestServer();
  const admin = server.transcript();
  await admin.says('ACL', 'SETUSER', 'alice', 'on', '>secret', ...rules).ok();
  const alice = server.transcript();
  await alice.says('AUTH', 'alice', 'secret').ok();
  return { server, admin, alice };
}

describe('rules', () => {
  test('are kept in their order, and shown in one form', async () => {
    const { admin } = await withAlice(
      '~cache:*',
      '%R~log:*',
      '%W~log:*',
      '%R~seen:*',
      '&news',
      '+@read',
      '-get',
      '+client|id',
    );
    const rules =
      'on sanitize-payload #SECRET ~cache:* ~log:* %R~seen:* resetchannels &news -@all +@read -get +client|id';
    await admin
      .says('ACL', 'LIST')
      .array([`user alice ${rules.replace('SECRET', SECRET)}`, 'user default on nopass sanitize-payload ~* &* +@all']);
    await admin.says('ACL', 'SETUSER', 'alice', '+client', '+get', 'allkeys', 'off', 'resetpass', '(~a* +set)').ok();
    await admin
      .says('ACL', 'GETUSER', 'alice')
      .array([
        'flags',
        ['off', 'sanitize-payload'],
        'passwords',
        [],
        'commands',
        '-@all +@read +client +get',
        'keys',
        '~*',
        'channels',
        '&news',
        'selectors',
        [['commands', '-@all +set', 'keys', '~a*', 'channels', '']],
      ]);
    await admin.says('ACL', 'GETUSER', 'nobody').nil();
  });

  test('are taken all or not at all', async () => {
    const { admin } = await withAlice();
    await admin
      .says('ACL', 'SETUSER', 'alice', '+get', '+nothing')
      .error("ERR Error in ACL SETUSER modifier '+nothing': Unknown command or category name in ACL");
    await admin
      .says('ACL', 'SETUSER', 'bob', 'on', '(~a')
      .error("ERR Unmatched parenthesis in acl selector starting at '(~a'.");
    await admin.says('ACL', 'USERS').array(['alice', 'default']);
    await admin
      .says('ACL', 'DRYRUN', 'alice', 'GET', 'a')
      .bulk("User alice has no permissions to run the 'get' command");
    await admin.says('ACL', 'SETUSER', 'two words').error("ERR Usernames can't contain spaces or null characters");
  });

  test('a new user may use the channels that acl-pubsub-default says', async () => {
    const admin = new TestServer({ aclPubsubDefault: 'allchannels' }).transcript();
    await admin.says('ACL', 'SETUSER', 'alice', 'resetchannels', 'reset').ok();
    await admin.says('CONFIG', 'SET', 'acl-pubsub-default', 'resetchannels').ok();
    await admin.says('ACL', 'SETUSER', 'bob').ok();
    await admin
      .says('ACL', 'LIST')
      .array([
        'user alice off sanitize-payload &* -@all',
        'user bob off sanitize-payload resetchannels -@all',
        'user default on nopass sanitize-payload ~* &* +@all',
      ]);
  });

  test('names and patterns of any bytes', async () => {
    const server = new TestServer();
    const admin = server.transcript();
    const name = Uint8Array.of(0xff, 0x41, 0xc3);
    await admin.says('ACL', 'SETUSER', name, 'on', 'nopass', '+@all', Uint8Array.of(0x7e, 0xfe, 0x2a)).ok();
    const t = server.transcript();
    await t.says('AUTH', name, 'x').ok();
    await t.says('ACL', 'WHOAMI').bulk(name);
    await t.says('SET', Uint8Array.of(0xfe, 0x01), '1').ok();
    await t.says('SET', Uint8Array.of(0xfd, 0x01), '1').error('NOPERM No permissions to access a key');
  });

  test('hold for commands that were renamed, under their own names', async () => {
    const { CommandNames } = await import('../dispatch/command-names.ts');
    const { Config } = await import('../config/config.ts');
    const { Core } = await import('../core.ts');
    const names = new CommandNames();
    names.rename('GET', 'FETCH');
    names.rename('SET', '');
    const { host } = new TestServer().core;
    const core = new Core({ config: new Config(), host, commandNames: names });
    const { users } = core.accessControl;
    expect(users.set('alice', ['+get', '+set', '-set', '-config', '~*'])).toBe(undefined);
    expect(users.set('alice', ['+fetch'])).toMatch(/Unknown command/);
    const command = core.commands.commands.find(({ word }) => word === 'fetch');
    const bytes = new TextEncoder().encode('fetchk');
    const args = { bytes, count: 2, starts: [0, 5], ends: [5, 6] };
    const alice = users.get('alice');
    expect(alice && core.accessControl.check(alice, command?.id ?? -1, args)).toBe(0);
  });
});

describe('who may do everything', () => {
  test('is on the short way', async () => {
    const server = new TestServer();
    const t = server.transcript();
    await t.says('ACL', 'SETUSER', 'root', 'on', 'nopass', '(+@all ~* &*)').ok();
    const connection = server.connect();
    expect(connection.client.state).toBe(0);
    await connection.exchange(new TextEncoder().encode('AUTH root x\r\n'));
    expect(connection.client.state).toBe(0);
    await t.says('ACL', 'SETUSER', 'root', 'clearselectors', '+@all', '~*', '&*').ok();
    expect(connection.client.state).toBe(0);
    await t.says('ACL', 'SETUSER', 'root', '-debug').ok();
    expect(connection.client.state).toBe(ClientState.restricted);
    await t.says('ACL', 'SETUSER', 'root', '+@all').ok();
    expect(connection.client.state).toBe(0);
  });
});

describe('denials', () => {
  test('of commands, keys and channels are told, counted and logged', async () => {
    const { server, admin, alice } = await withAlice(
      '~a*',
      '%R~r*',
      '&c*',
      '+@all',
      '-@dangerous',
      '-config|get',
      '+select|1',
      '-select',
    );
    await alice.says('SET', 'a1', '1').ok();
    await alice.says('GET', 'r1').nil();
    await alice.says('SET', 'r1', '1').error('NOPERM No permissions to access a key');
    await alice.says('MGET', 'a1', 'x').error('NOPERM No permissions to access a key');
    await alice.says('FLUSHALL').error("NOPERM User alice has no permissions to run the 'flushall' command");
    await alice
      .says('CONFIG', 'GET', 'x')
      .error("NOPERM User alice has no permissions to run the 'config|get' command");
    await alice.says('PUBLISH', 'c', '1').int(0);
    await alice.says('PUBLISH', 'd', '1').error('NOPERM No permissions to access a channel');
    await alice.says('PSUBSCRIBE', 'c1').error('NOPERM No permissions to access a channel');
    const { counters } = server.core;
    expect([counters.aclDeniedCommand, counters.aclDeniedKey, counters.aclDeniedChannel]).toEqual([2, 2, 2]);
    expect(server.core.accessControl.log.entries.map(({ denial }) => [denial.reason, denial.object])).toEqual([
      ['channel', 'c1'],
      ['channel', 'd'],
      ['command', 'config|get'],
      ['command', 'flushall'],
      ['key', 'x'],
      ['key', 'r1'],
    ]);
    await admin.says('ACL', 'LOG', 'RESET').ok();
    await admin.says('ACL', 'LOG').array([]);
  });

  test('that are alike are one entry for a minute', async () => {
    const { server, admin, alice } = await withAlice('+@all', '~a');
    await alice.says('GET', 'b').error(/^NOPERM/);
    server.advance(59_000);
    await alice.says('GET', 'b').error(/^NOPERM/);
    server.advance(61_000);
    await alice.says('GET', 'b').error(/^NOPERM/);
    await alice.says('AUTH', 'alice', 'wrong').error(/^WRONGPASS/);
    const { entries } = server.core.accessControl.log;
    expect(entries.map(({ id, count, denial }) => [id, count, denial.reason, denial.object, denial.user])).toEqual([
      [2, 1, 'auth', 'AUTH', 'alice'],
      [1, 1, 'key', 'b', 'alice'],
      [0, 2, 'key', 'b', 'alice'],
    ]);
    expect(entries[2].lastAt - entries[2].firstAt).toBe(59_000);
    server.advance(1500);
    const [, , age] = await oneEntry(admin.says('ACL', 'LOG', '1').reply());
    expect(age).toBe('1.5');
    await admin.says('CONFIG', 'SET', 'acllog-max-len', '2').ok();
    await alice.says('GET', 'c').error(/^NOPERM/);
    expect(entries.length).toBe(2);
  });

  test('in a transaction', async () => {
    const { server, admin, alice } = await withAlice('+@all', '~a*');
    await alice.says('MULTI').ok();
    await alice.says('SET', 'b', '1').error('NOPERM No permissions to access a key');
    await alice.says('EXEC').error('EXECABORT Transaction discarded because of previous errors.');
    await alice.says('MULTI').ok();
    await alice.says('SET', 'a', '1').simple('QUEUED');
    await alice.says('PING').simple('QUEUED');
    await admin.says('ACL', 'SETUSER', 'alice', 'resetkeys').ok();
    await alice
      .says('EXEC')
      .raw(
        '*2\r\n-NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no ' +
          'longer allowed for the following reason: no permission to touch the specified keys\r\n+PONG\r\n',
      );
    const { entries } = server.core.accessControl.log;
    expect(entries.map(({ denial }) => [denial.context, denial.object])).toEqual([
      ['multi', 'a'],
      ['multi', 'b'],
    ]);
  });

  test('of a command that waited', async () => {
    const { admin, alice } = await withAlice('+@all', '~a*');
    const waiting = alice.says('BLPOP', 'a', '0');
    await waiting.raw('');
    await admin.says('ACL', 'SETUSER', 'alice', 'resetkeys').ok();
    await admin.says('RPUSH', 'a', '1').int(1);
    await alice.says('PING').raw('-NOPERM No permissions to access a key\r\n+PONG\r\n');
    await admin.says('LLEN', 'a').int(1);
  });

  test("SORT's patterns need leave to read every key", async () => {
    const { alice } = await withAlice('+@all', '%R~*', '~list');
    await alice.says('RPUSH', 'list', '2', '1').int(2);
    await alice.says('SORT', 'list', 'BY', 'w_*', 'GET', '#').array(['1', '2']);
    const other = await withAlice('+@all', '~list');
    await other.alice
      .says('SORT', 'list', 'BY', 'w_*')
      .error('ERR BY option of SORT denied due to insufficient ACL permissions.');
    await other.alice
      .says('SORT_RO', 'list', 'GET', '#')
      .error('ERR GET option of SORT denied due to insufficient ACL permissions.');
    await other.alice.says('SORT', 'list', 'BY', 'nosort').array([]);
  });
});

describe('clients of a user', () => {
  test('are closed when the user is deleted, also the one that asks', async () => {
    const { server, admin } = await withAlice('+@all');
    const alice = server.connect();
    const say = async (line: string): Promise<string> =>
      new TextDecoder().decode(await alice.exchange(new TextEncoder().encode(`${line}\r\n`)));
    await say('AUTH alice secret');
    expect(await say('ACL DELUSER alice')).toBe(':1\r\n');
    expect(alice.closed).toBe(true);
    await admin.says('PING').simple('PONG');
    await admin.says('ACL', 'DELUSER', 'default').error("ERR The 'default' user cannot be removed");
    await admin.says('ACL', 'DELUSER', 'alice', 'nobody').int(0);
  });

  test('are closed when they listen to a channel that they may hear no longer', async () => {
    const { server, admin } = await withAlice('+@all', '&a*', '&b');
    const connect = async (...lines: string[]) => {
      const connection = server.connect();
      for (const line of ['AUTH alice secret', ...lines]) {
        await connection.exchange(new TextEncoder().encode(`${line}\r\n`));
      }
      return connection;
    };
    const byChannel = await connect('SUBSCRIBE a1');
    const byPattern = await connect('PSUBSCRIBE a*');
    const byShard = await connect('SSUBSCRIBE b');
    const silent = await connect();
    await admin.says('ACL', 'SETUSER', 'alice', '&c').ok();
    expect([byChannel, byPattern, byShard, silent].map(({ closed }) => closed)).toEqual([false, false, false, false]);
    await admin.says('ACL', 'SETUSER', 'alice', 'resetchannels', '&a1', '&b').ok();
    server.turn();
    expect([byChannel, byPattern, byShard, silent].map(({ closed }) => closed)).toEqual([false, true, false, false]);
    await admin.says('ACL', 'SETUSER', 'alice', 'resetchannels').ok();
    server.turn();
    expect([byChannel, byPattern, byShard, silent].map(({ closed }) => closed)).toEqual([true, true, true, false]);
  });

  test('can be listed and killed by its name', async () => {
    const { server, admin } = await withAlice('+@all');
    await admin.says('CLIENT', 'KILL', 'USER', 'nobody').error("ERR No such user 'nobody'");
    await admin.says('CLIENT', 'KILL', 'USER', 'alice').int(1);
    expect(server.core.clients.size).toBe(1);
  });
});

describe('logging in', () => {
  test('users that are off, without a password, with any', async () => {
    const { admin, server } = await withAlice('+@all', '>second');
    const t = server.transcript();
    for (const password of ['secret', 'second']) await t.says('AUTH', 'alice', password).ok();
    await t.says('AUTH', 'alice', SECRET).error('WRONGPASS invalid username-password pair or user is disabled.');
    await admin.says('ACL', 'SETUSER', 'alice', 'off').ok();
    await t.says('ACL', 'WHOAMI').bulk('alice');
    await t.says('AUTH', 'alice', 'secret').error(/^WRONGPASS/);
    await admin.says('ACL', 'SETUSER', 'alice', 'on', 'resetpass').ok();
    await t.says('AUTH', 'alice', '').error(/^WRONGPASS/);
    await admin.says('ACL', 'SETUSER', 'alice', 'nopass').ok();
    await t.says('AUTH', 'alice', 'anything').ok();
    await t.says('AUTH', 'nobody', 'x').error(/^WRONGPASS/);
    expect(server.core.counters.aclDeniedAuth).toBe(4);
  });

  test('without permission for anything, AUTH, HELLO and QUIT work still', async () => {
    const { admin, server } = await withAlice('+@all');
    await admin.says('ACL', 'SETUSER', 'default', 'nocommands', 'resetkeys').ok();
    const t = server.transcript();
    await t.says('PING').error("NOPERM User default has no permissions to run the 'ping' command");
    await t.says('HELLO', '2', 'AUTH', 'alice', 'secret').reply();
    await t.says('PING').simple('PONG');
    await t.says('RESET').simple('RESET');
    await t.says('ACL', 'WHOAMI').error(/^NOPERM/);
  });

  test('requirepass is the password of the default user', async () => {
    const server = new TestServer({ requirepass: 'secret' });
    const t = server.transcript();
    await t.says('PING').error('NOAUTH Authentication required.');
    await t.says('AUTH', 'secret').ok();
    await t.says('ACL', 'LIST').array([`user default on sanitize-payload #${SECRET} ~* &* +@all`]);
    await t.says('ACL', 'SETUSER', 'default', '>other').ok();
    await t.says('CONFIG', 'GET', 'requirepass').array(['requirepass', 'secret']);
    await server.transcript().says('AUTH', 'other').ok();
    await t.says('CONFIG', 'SET', 'requirepass', 'third').ok();
    await t.says('ACL', 'LIST').array([`user default on sanitize-payload #${digest('third')} ~* &* +@all`]);
    await t.says('CONFIG', 'SET', 'requirepass', '').ok();
    await t.says('AUTH', 'x').error(/^ERR AUTH <password> called without any password configured/);
    await t.says('ACL', 'SETUSER', 'default', 'off').ok();
    await server.transcript().says('PING').error('NOAUTH Authentication required.');
  });
});

test('ACL GENPASS', async () => {
  const t = new TestServer().transcript();
  const password = async (...bits: string[]): Promise<string> =>
    new TextDecoder().decode(await t.says('ACL', 'GENPASS', ...bits).reply()).split('\r\n')[1];
  expect(await password()).toMatch(/^[0-9a-f]{64}$/);
  expect(await password('5')).toMatch(/^[0-9a-f]{2}$/);
  expect(await password('4096')).toMatch(/^[0-9a-f]{1024}$/);
  expect(await password()).not.toBe(await password());
  const text =
    'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096';
  for (const bits of ['0', '-1', '4097']) await t.says('ACL', 'GENPASS', bits).error(text);
});

/** Count, reason and age of the first entry of ACL LOG. */
async function oneEntry(reply: Promise<Uint8Array>): Promise<string[]> {
  const lines = new TextDecoder().decode(await reply).split('\r\n');
  const after = (name: string, skipped: number): string => lines[lines.indexOf(name) + skipped];
  return [after('count', 1), after('reason', 2), after('age-seconds', 2)];
}
