import { type SeededRandom, seededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { ChunkPool } from './chunk-pool.ts';
import { doubleText } from './double-text.ts';
import { ReplyWriter } from './reply-writer.ts';

/** One thing that can be written, and the bytes that shall come of it, one character for each. */
type Step = (random: SeededRandom, reply: ReplyWriter, depth: number) => string;

const source = new Uint8Array(200_000).map((_, i) => 97 + (i % 26));
const sourceText = Buffer.from(source).toString('latin1');

const steps: Step[] = [
  (_, reply) => {
    reply.ok();
    return '+OK\r\n';
  },
  (random, reply) => {
    const value = random.pick([0, 9, 10, 99, -1, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, 1 - 2 ** 53, random.nextUint32()]);
    reply.integer(value);
    return `:${value}\r\n`;
  },
  (random, reply) => {
    const value = Math.trunc((random.nextFloat() - 0.5) * 10 ** random.nextInt(17));
    reply.bulkInteger(value);
    return `$${String(value + 0).length}\r\n${value + 0}\r\n`;
  },
  (random, reply) => {
    const length = random.nextInt(random.pick([10, 100, 1000, 40_000, 100_000]));
    const start = random.nextInt(source.length - length);
    reply.bulk(source, start, start + length);
    return `$${length}\r\n${sourceText.slice(start, start + length)}\r\n`;
  },
  (random, reply) => {
    const text = random.pick(['a', '\u00e9', '\u20ac', '\u{1f600}']).repeat(random.nextInt(random.pick([5, 70, 3000])));
    reply.bulkText(text);
    const bytes = Buffer.from(text);
    return `$${bytes.length}\r\n${bytes.toString('latin1')}\r\n`;
  },
  (random, reply) => {
    const length = random.nextInt(random.pick([10, 20_000, 50_000]));
    reply.raw(source, 0, length);
    return sourceText.slice(0, length);
  },
  (random, reply) => {
    const text = `ERR ${'x\u00e9\r'.repeat(random.nextInt(random.pick([5, 2000])))}y`;
    reply.error(text);
    return `-${Buffer.from(text.replaceAll('\r', ' ')).toString('latin1')}\r\n`;
  },
  (random, reply) => {
    const value = random.nextFloat() * 10 ** random.nextInt(30);
    reply.double(value);
    const text = doubleText(value);
    return reply.protocol === 3 ? `,${text}\r\n` : `$${text.length}\r\n${text}\r\n`;
  },
  (_, reply) => {
    reply.nullBulk();
    reply.boolean(true);
    return reply.protocol === 3 ? '_\r\n#t\r\n' : '$-1\r\n:1\r\n';
  },
  // Written, and taken back.
  (random, reply, depth) => {
    const mark = reply.mark();
    writeSome(random, reply, depth - 1);
    reply.rewind(mark);
    return '';
  },
  // An aggregate whose length is known at the end.
  (random, reply, depth) => {
    const gap = reply.beginDeferred();
    const inner = writeSome(random, reply, depth - 1);
    const length = random.pick([0, 7, 123_456, 2 ** 31]);
    const resp3 = reply.protocol === 3;
    switch (random.nextInt(4)) {
      case 0:
        reply.endArray(gap, length);
        return `*${length}\r\n${inner}`;
      case 1:
        reply.endMap(gap, length);
        return resp3 ? `%${length}\r\n${inner}` : `*${2 * length}\r\n${inner}`;
      case 2:
        reply.endSet(gap, length);
        return `${resp3 ? '~' : '*'}${length}\r\n${inner}`;
      default:
        reply.endPush(gap, length);
        return `${resp3 ? '>' : '*'}${length}\r\n${inner}`;
    }
  },
];

function writeSome(random: SeededRandom, reply: ReplyWriter, depth: number): string {
  let text = '';
  const count = random.nextInt(depth === 3 ? 60 : 10);
  for (let i = 0; i < count; i++) {
    const step = steps[random.nextInt(depth > 0 ? steps.length : steps.length - 2)];
    text += step(random, reply, depth);
  }
  return text;
}

function outputOf(reply: ReplyWriter): string {
  let text = '';
  for (let i = 0; i < reply.chunkCount; i++) {
    const chunk = reply.chunkAt(i);
    expect(chunk.length).toBeGreaterThan(0);
    text += Buffer.from(chunk).toString('latin1');
  }
  return text;
}

describe('reply writer, at random', () => {
  const random = seededRandom('reply writer');

  test('the bytes are those that were written and not taken back', () => {
    const pool = new ChunkPool();
    for (let round = 0; round < 200; round++) {
      const reply = new ReplyWriter(pool, random.pick([2, 3]));
      for (let turn = 0; turn < 3; turn++) {
        const expected = writeSome(random, reply, 3);
        const output = outputOf(reply);
        // Not toBe: the difference of two megabytes is no help.
        expect(output === expected).toBe(true);
        expect(reply.length).toBe(expected.length);
        reply.recycle();
        expect([reply.length, reply.chunkCount]).toEqual([0, 0]);
      }
    }
  });

  test('chunks that are still being sent are not written again', () => {
    const pool = new ChunkPool();
    const reply = new ReplyWriter(pool);
    for (let round = 0; round < 50; round++) {
      const expected = writeSome(random, reply, 3);
      const views = Array.from({ length: reply.chunkCount }, (_, i) => reply.chunkAt(i));
      reply.abandon();
      writeSome(random, reply, 3);
      reply.recycle();
      writeSome(random, reply, 3);
      expect(Buffer.concat(views).toString('latin1') === expected).toBe(true);
      reply.recycle();
    }
  });
});
