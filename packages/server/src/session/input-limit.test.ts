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
