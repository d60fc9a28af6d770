import { encodeCommand } from '@respite/testing';
import { expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';

const MEGABYTE = 1024 * 1024;
const TOO_LONG = '-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n';

async function ask(connection: TestConnection, ...command: (string | number | Uint8Array)[]): Promise<string> {
  const reply = await connection.exchange(encodeCommand(command));
  return Buffer.from(reply.subarray(0, 100)).toString('latin1');
}

test('50 MB go in, come out, grow and are cut', async () => {
  const connection = new TestServer().connect();
  const value = new Uint8Array(50 * MEGABYTE);
  for (let i = 0; i < value.length; i += 997) value[i] = i;
  expect(await ask(connection, 'SET', 'k', value)).toBe('+OK\r\n');

  const reply = await connection.exchange(encodeCommand(['GET', 'k']));
  const head = `$${value.length}\r\n`.length;
  expect(Buffer.compare(reply.subarray(head, head + value.length), value)).toBe(0);

  expect(await ask(connection, 'APPEND', 'k', 'tail')).toBe(`:${value.length + 4}\r\n`);
  expect(await ask(connection, 'GETRANGE', 'k', -6, -1)).toBe('$6\r\n\0\0tail\r\n');
  expect(await ask(connection, 'SETRANGE', 'k', value.length + 8, 'end')).toBe(`:${value.length + 11}\r\n`);
  expect(await ask(connection, 'GETRANGE', 'k', -11, -1)).toBe('$11\r\ntail\0\0\0\0end\r\n');
  expect(await ask(connection, 'STRLEN', 'k')).toBe(`:${value.length + 11}\r\n`);
  expect(await ask(connection, 'SET', 'k', 'short')).toBe('+OK\r\n');
  expect(await ask(connection, 'GET', 'k')).toBe('$5\r\nshort\r\n');
});

test('a string may be as long as a client may send one', async () => {
  const server = new TestServer();
  const connection = server.connect();
  const limit = 512 * MEGABYTE;
  expect(await ask(connection, 'SETRANGE', 'k', limit - 3, 'end')).toBe(`:${limit}\r\n`);
  expect(await ask(connection, 'GETRANGE', 'k', -5, -1)).toBe('$5\r\n\0\0end\r\n');
  expect(await ask(connection, 'APPEND', 'k', 'x')).toBe(TOO_LONG);
  expect(await ask(connection, 'APPEND', 'k', '')).toBe(`:${limit}\r\n`);
  expect(await ask(connection, 'SETRANGE', 'k', limit - 3, 'ends')).toBe(TOO_LONG);
  expect(await ask(connection, 'SETRANGE', 'none', limit, 'x')).toBe(TOO_LONG);
  expect(await ask(connection, 'SETRANGE', 'none', '9223372036854775807', 'x')).toBe(TOO_LONG);
  expect(await ask(connection, 'SETRANGE', 'none', limit, '')).toBe(':0\r\n');
  expect(await ask(connection, 'EXISTS', 'none')).toBe(':0\r\n');
  expect(await ask(connection, 'DEL', 'k')).toBe(':1\r\n');
});

test('the limit is live', async () => {
  const connection = new TestServer().connect();
  await ask(connection, 'SET', 'k', 'x'.repeat(MEGABYTE));
  expect(await ask(connection, 'CONFIG', 'SET', 'proto-max-bulk-len', '1mb')).toBe('+OK\r\n');
  expect(await ask(connection, 'APPEND', 'k', 'x')).toBe(TOO_LONG);
});

test('appending a little to a large string many times copies little', async () => {
  const connection = new TestServer().connect();
  const piece = new Uint8Array(1000).fill(0x78);
  for (let i = 1; i <= 20_000; i++) {
    if (i % 1000 === 0) expect(await ask(connection, 'APPEND', 'k', piece)).toBe(`:${i * 1000}\r\n`);
    else await connection.exchange(encodeCommand(['APPEND', 'k', piece]));
  }
});
