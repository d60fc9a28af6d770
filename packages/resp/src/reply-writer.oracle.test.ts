import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { ChunkPool } from './chunk-pool.ts';
import { encodeCommand } from './command-encoder.ts';
import { type Protocol, ReplyWriter } from './reply-writer.ts';

/** What Redis's DEBUG PROTOCOL answers, written by us. */
const debugProtocol: Record<string, (reply: ReplyWriter) => void> = {
  string: (reply) => reply.bulkText('Hello World'),
  integer: (reply) => reply.integer(12345),
  double: (reply) => reply.double(3141 / 1000),
  bignum: (reply) => reply.bigNumber('1234567999999999999999999999999999999'),
  null: (reply) => reply.nullBulk(),
  array(reply) {
    reply.array(3);
    for (let i = 0; i < 3; i++) reply.integer(i);
  },
  set(reply) {
    reply.set(3);
    for (let i = 0; i < 3; i++) reply.integer(i);
  },
  map(reply) {
    reply.map(3);
    for (let i = 0; i < 3; i++) {
      reply.integer(i);
      reply.boolean(i === 1);
    }
  },
  attrib(reply) {
    if (reply.attribute(1)) {
      reply.bulkText('key-popularity');
      reply.array(2);
      reply.bulkText('key:123');
      reply.integer(90);
    }
    reply.bulkText('Some real reply following the attribute');
  },
  true: (reply) => reply.boolean(true),
  false: (reply) => reply.boolean(false),
  verbatim: (reply) => reply.verbatim('txt', 'This is a verbatim\nstring'),
};

function pushed(reply: ReplyWriter): void {
  reply.push(2);
  reply.bulkText('server-cpu-usage');
  reply.integer(42);
  reply.bulkText('Some real reply following the push reply');
}

function text(reply: ReplyWriter): string {
  return Buffer.from(reply.chunkAt(0)).toString('latin1');
}

describeWithOracle(
  'redis-server writes the same',
  (oracle) => {
    const cases = ([2, 3] as Protocol[]).flatMap((protocol) =>
      Object.entries({ ...debugProtocol, ...(protocol === 3 && { push: pushed }) }).map(
        ([name, write]) => [name, protocol, write] as const,
      ),
    );
    test.each(cases)('%s in RESP%i', async (name, protocol, write) => {
      const reply = new ReplyWriter(new ChunkPool(), protocol);
      write(reply);
      reply.ok();
      const connection = await oracle().connect();
      if (protocol === 3) await connection.exchange(encodeCommand(['HELLO', 3]));
      connection.send(encodeCommand(['DEBUG', 'PROTOCOL', name]));
      connection.send(encodeCommand(['QUIT']));
      expect(Buffer.from(await connection.untilClosed()).toString('latin1')).toBe(text(reply));
    });

    test('errors with line breaks', async () => {
      const connection = await oracle().connect();
      const received = await connection.exchange(encodeCommand(['a\r\nb']));
      const reply = new ReplyWriter();
      reply.error("ERR unknown command 'a\r\nb', with args beginning with: \r\n");
      expect(Buffer.from(received).toString('latin1')).toBe(text(reply));
    });
  },
  ['--enable-debug-command', 'yes'],
);
