import { expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';

test('PING and ECHO', async () => {
  const t = new TestServer().transcript();
  await t.says('PING').simple('PONG');
  await t.says('PING', 'a\r\nb').bulk('a\r\nb');
  await t.says('PING', 'a', 'b').error("ERR wrong number of arguments for 'ping' command");
  await t.says('ECHO', Uint8Array.of(0, 255)).bulk(Uint8Array.of(0, 255));
});

test('SELECT', async () => {
  const t = new TestServer({ databases: 4 }).transcript();
  await t.says('SET', 'a', '1').ok();
  await t.says('SELECT', 3).ok();
  await t.says('GET', 'a').nil();
  await t.says('SELECT', 4).error('ERR DB index is out of range');
  await t.says('SELECT', -1).error('ERR DB index is out of range');
  await t.says('SELECT', 'x').error('ERR value is not an integer or out of range');
  await t.says('SET', 'a', '3').ok();
  await t.says('SELECT', 0).ok();
  await t.says('GET', 'a').bulk('1');
});

test('QUIT answers and closes; what was sent behind it is not run', async () => {
  const server = new TestServer();
  const connection = server.connect();
  const reply = await connection.exchange(new TextEncoder().encode('QUIT\r\nSET a 1\r\n'));
  expect(new TextDecoder().decode(reply)).toBe('+OK\r\n');
  expect(connection.closed).toBe(true);
  expect(server.core.clients.size).toBe(0);
  await server.transcript().says('GET', 'a').nil();
});

test('what looks like HTTP is cut off', async () => {
  for (const line of ['POST / HTTP/1.1', 'Host: 127.0.0.1:6379']) {
    const server = new TestServer();
    const connection = server.connect();
    const reply = await connection.exchange(new TextEncoder().encode(`${line}\r\nSET a 1\r\n`));
    expect(reply).toHaveLength(0);
    expect(connection.closed).toBe(true);
    expect(server.logged.join()).toContain('Possible SECURITY ATTACK detected');
    await server.transcript().says('GET', 'a').nil();
  }
});

test('an unknown command is quoted byte for byte, as far as there is room', async () => {
  const t = new TestServer().transcript();
  const bytes = Uint8Array.of(0xff, 0xc3, 0x28);
  await t
    .says(bytes, 'a\r\nb', Uint8Array.of(0x61, 0, 0x62))
    .raw(
      Buffer.concat([
        Buffer.from("-ERR unknown command '"),
        bytes,
        Buffer.from("', with args beginning with: 'a  b' 'a' \r\n"),
      ]),
    );
  await t
    .says('x'.repeat(200), 'y'.repeat(100), 'z'.repeat(100), 'never')
    .error(
      `ERR unknown command '${'x'.repeat(128)}', with args beginning with: '${'y'.repeat(100)}' '${'z'.repeat(25)}' `,
    );
  await t.says('client', 'x'.repeat(200)).error(`ERR unknown subcommand '${'x'.repeat(128)}'. Try CLIENT HELP.`);
});
