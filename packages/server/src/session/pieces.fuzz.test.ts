import { encodeCommand, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';

/** How many bytes of replies are expected: each command is answered by `+OK`. */
const REPLY = '+OK\r\n';

test('a pipeline does the same in whatever pieces it arrives', async () => {
  const random = seededRandom('pieces');
  for (let round = 0; round < 30; round++) {
    const server = new TestServer();
    const connection = server.connect();
    const count = 1 + random.nextInt(400);
    const commands = Array.from({ length: count }, (_, i) =>
      encodeCommand(random.chance(0.1) ? ['MSET', `key:${i}`, i, `other:${i}`, i] : ['SET', `key:${i}`, i]),
    );
    const pipeline = Buffer.concat(commands);
    let replies = '';
    for (let at = 0; at < pipeline.length; ) {
      const end = Math.min(pipeline.length, at + 1 + random.nextInt(random.pick([3, 40, 300, 3000])));
      // Each piece in memory that is used for something else afterwards.
      const piece = Uint8Array.from(pipeline.subarray(at, end));
      replies += new TextDecoder().decode(await connection.exchange(piece));
      piece.fill(0);
      at = end;
    }
    expect(replies).toBe(REPLY.repeat(count));
    const [database] = server.core.store.databases;
    for (let i = 0; i < count; i++) {
      const key = new TextEncoder().encode(`key:${i}`);
      expect(database.find(key, 0, key.length), `key:${i} in round ${round}`).not.toBe(0);
    }
  }
});

test('inline commands with quotes in a pipeline find their keys', async () => {
  const connection = new TestServer().connect();
  const lines = ['SET "a b" 1', `SET 'c d' 2`, 'GET "a b"', 'GET "\\x63 d"', 'DEL "a b" "c d"', 'EXISTS "a b"'];
  const replies = await connection.exchange(Buffer.from(`${lines.join('\r\n')}\r\n`));
  expect(Buffer.from(replies).toString()).toBe('+OK\r\n+OK\r\n$1\r\n1\r\n$1\r\n2\r\n:2\r\n:0\r\n');
});
