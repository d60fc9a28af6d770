import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';

test('a client that sends more than the query buffer limit without a whole command is disconnected; others go on', async () => {
  const server = new TestServer({ clientQueryBufferLimit: '1mb' });
  const greedy = server.connect();
  const other = server.transcript();
  await greedy.exchange(new TextEncoder().encode('*2\r\n$3\r\nGET\r\n$100000000\r\n'));
  const piece = new Uint8Array(64 * 1024).fill(0x61);
  for (let sent = 0; sent < 15 * piece.length; sent += piece.length) await greedy.exchange(piece);
  expect(greedy.closed).toBe(false);
  await greedy.exchange(piece);
  await greedy.exchange(piece);
  expect(greedy.closed).toBe(true);
  expect(server.logged.join()).toContain('max query buffer length');
  await other.says('PING').simple('PONG');
});

test('proto-max-bulk-len holds for clients that are there as soon as it is set, whether it becomes less or more', async () => {
  const server = new TestServer();
  const t = server.transcript();
  const announce = async (bytes: number) => {
    const client = server.connect();
    await t.says('PING').simple('PONG');
    return new TextDecoder().decode(
      await client.exchange(new TextEncoder().encode(`*2\r\n$4\r\nECHO\r\n$${bytes}\r\n`)),
    );
  };
  const early = server.connect();
  await t.says('CONFIG', 'SET', 'proto-max-bulk-len', '1mb').ok();
  const refusal = '-ERR Protocol error: invalid bulk length\r\n';
  expect(await announce(1048577)).toBe(refusal);
  expect(await announce(1048576)).toBe('');
  const request = new TextEncoder().encode('*2\r\n$4\r\nECHO\r\n$2000000\r\n');
  expect(new TextDecoder().decode(await early.exchange(request))).toBe(refusal);
  await t.says('CONFIG', 'SET', 'proto-max-bulk-len', '600mb').ok();
  expect(await announce(600 * 1024 ** 2)).toBe('');
  expect(await announce(600 * 1024 ** 2 + 1)).toBe(refusal);
});
