import { expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';

test('without a password', async () => {
  const t = new TestServer().transcript();
  await t
    .says('AUTH', 'x')
    .error(
      'ERR AUTH <password> called without any password configured for the default user. ' +
        'Are you sure your configuration is correct?',
    );
  await t.says('AUTH', 'default', 'anything').ok();
  await t.says('AUTH', 'nobody', 'x').error('WRONGPASS invalid username-password pair or user is disabled.');
});

test('with a password, nothing goes before AUTH', async () => {
  const server = new TestServer({ requirepass: 'secret' });
  const t = server.transcript();
  await t.says('PING').error('NOAUTH Authentication required.');
  await t.says('CONFIG', 'SET', 'requirepass', '').error('NOAUTH Authentication required.');
  await t.says('AUTH', 'secre').error('WRONGPASS invalid username-password pair or user is disabled.');
  await t.says('AUTH', 'secretsecret').error('WRONGPASS invalid username-password pair or user is disabled.');
  await t.says('AUTH', '').error('WRONGPASS invalid username-password pair or user is disabled.');
  await t.says('AUTH', 'secret').ok();
  await t.says('PING').simple('PONG');
  expect(server.core.counters.aclDeniedAuth).toBe(3);
});

test('a wrong password takes nothing away from who has given the right one', async () => {
  const t = new TestServer({ requirepass: 'secret' }).transcript();
  await t.says('AUTH', 'secret').ok();
  await t.says('AUTH', 'wrong').error(/^WRONGPASS/);
  await t.says('PING').simple('PONG');
});

test('a password of any bytes', async () => {
  const password = Uint8Array.of(0xff, 0x00, 0x80, 0x41);
  const server = new TestServer();
  const first = server.transcript();
  await first.says('CONFIG', 'SET', 'requirepass', password).ok();
  const second = server.transcript();
  await second.says('PING').error('NOAUTH Authentication required.');
  await second.says('AUTH', password.subarray(0, 3)).error(/^WRONGPASS/);
  await second.says('AUTH', password).ok();
});

test('who was there before a password was set stays; who waited for it when it was taken away may go on', async () => {
  const server = new TestServer();
  const early = server.transcript();
  await early.says('CONFIG', 'SET', 'requirepass', 'secret').ok();
  await early.says('PING').simple('PONG');
  const late = server.transcript();
  await late.says('PING').error('NOAUTH Authentication required.');
  await early.says('CONFIG', 'SET', 'requirepass', '').ok();
  await late.says('PING').simple('PONG');
  // It has shown no password yet.
  await early.says('CONFIG', 'SET', 'requirepass', 'secret').ok();
  await late.says('PING').error('NOAUTH Authentication required.');
  await late.says('AUTH', 'secret').ok();
  await late.says('PING').simple('PONG');
});

test('before AUTH, requests are kept small', async () => {
  const server = new TestServer({ requirepass: 'secret' });
  await server.transcript().sends('*11\r\n').error('ERR Protocol error: unauthenticated multibulk length');
  await server.transcript().sends('*1\r\n$16385\r\n').error('ERR Protocol error: unauthenticated bulk length');
  const t = server.transcript();
  await t.says('AUTH', 'secret').ok();
  await t.says('ECHO', 'x'.repeat(20_000)).bulk('x'.repeat(20_000));
});

test('HELLO authenticates, names and switches, or does nothing', async () => {
  const server = new TestServer({ requirepass: 'secret' });
  const connection = server.connect();
  const hello = async (...args: string[]): Promise<string> => {
    const line = ['HELLO', ...args].map((arg) => `"${arg}"`).join(' ');
    return new TextDecoder().decode(await connection.exchange(new TextEncoder().encode(`${line}\r\n`)));
  };
  const { client } = connection;
  expect(await hello('3')).toMatch(/^-NOAUTH HELLO must be called/);
  expect(await hello()).toMatch(/^-NOAUTH HELLO must be called/);
  expect(await hello('3', 'AUTH', 'default', 'wrong', 'SETNAME', 'me')).toMatch(/^-WRONGPASS/);
  expect([client.reply.protocol, client.name]).toEqual([2, '']);
  expect(await hello('4', 'AUTH', 'default', 'secret')).toBe('-NOPROTO unsupported protocol version\r\n');
  expect(await hello('3', 'AUTH', 'default', 'secret', 'SETNAME', 'two words')).toMatch(/^-ERR Client names cannot/);
  expect(await hello('3', 'AUTH', 'default', 'secret', 'SETNAME', 'me')).toMatch(/^%7\r\n\$6\r\nserver\r\n/);
  expect([client.reply.protocol, client.name]).toEqual([3, 'me']);
  expect(await hello('2', 'AUTH')).toBe("-ERR Syntax error in HELLO option 'AUTH'\r\n");
  expect(await hello('2')).toMatch(/^\*14\r\n/);
  expect(await hello('3', 'SETNAME', '')).toMatch(/^%7\r\n/);
  expect([client.reply.protocol, client.name]).toEqual([3, '']);
});

test('RESET asks for the password again and takes back all that the client chose', async () => {
  const server = new TestServer({ requirepass: 'secret' });
  const connection = server.connect();
  const says = async (line: string): Promise<string> =>
    new TextDecoder().decode(await connection.exchange(new TextEncoder().encode(`${line}\r\n`)));
  await says('HELLO 3 AUTH default secret SETNAME me');
  await says('SELECT 3');
  await says('CLIENT NO-EVICT ON');
  await says('CLIENT NO-TOUCH ON');
  await says('CLIENT SETINFO lib-name mine');
  await says('CLIENT REPLY OFF');
  expect(await says('RESET')).toBe('+RESET\r\n');
  expect(await says('PING')).toBe('-NOAUTH Authentication required.\r\n');
  await says('AUTH secret');
  const { client } = connection;
  expect([client.name, client.database.index, client.reply.protocol, client.state]).toEqual(['', 0, 2, 0]);
  expect([client.noEvict, client.noTouch]).toEqual([false, false]);
  expect(client.libraryName).toBe('mine');
});
