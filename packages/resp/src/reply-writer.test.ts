import { describe, expect, test } from 'vitest';
import { CHUNK_SIZE, ChunkPool, SMALL_CHUNK_SIZE } from './chunk-pool.ts';
import { type Protocol, ReplyWriter } from './reply-writer.ts';

const encoder = new TextEncoder();

function textOf(reply: ReplyWriter): string {
  let text = '';
  for (let i = 0; i < reply.chunkCount; i++) text += Buffer.from(reply.chunkAt(i)).toString('latin1');
  expect(text.length).toBe(reply.length);
  return text;
}

function written(protocol: Protocol, write: (reply: ReplyWriter) => void): string {
  const reply = new ReplyWriter(new ChunkPool(), protocol);
  write(reply);
  return textOf(reply);
}

describe('shapes in RESP2 and RESP3', () => {
  const utf8 = Buffer.from('h\u00e9\u20ac\u{1f600}\ufffd').toString('latin1');
  const utf8Bulk = `$${utf8.length}\r\n${utf8}\r\n`;
  const shapes: [string, (reply: ReplyWriter) => void, string, string][] = [
    ['ok', (r) => r.ok(), '+OK\r\n', '+OK\r\n'],
    ['simple', (r) => r.simple('PONG'), '+PONG\r\n', '+PONG\r\n'],
    ['simple with line breaks', (r) => r.simple('a\r\nb'), '+a  b\r\n', '+a  b\r\n'],
    ['error', (r) => r.error('ERR no\r\nway\r\n'), '-ERR no  way\r\n', '-ERR no  way\r\n'],
    ['integer 0', (r) => r.integer(0), ':0\r\n', ':0\r\n'],
    ['integer', (r) => r.integer(1234567890123), ':1234567890123\r\n', ':1234567890123\r\n'],
    ['integer < 0', (r) => r.integer(-42), ':-42\r\n', ':-42\r\n'],
    ['integer64', (r) => r.integer64(-(2n ** 63n)), ':-9223372036854775808\r\n', ':-9223372036854775808\r\n'],
    ['bulkText', (r) => r.bulkText('h\u00e9\u20ac\u{1f600}\ud800'), utf8Bulk, utf8Bulk],
    ['bulkText empty', (r) => r.bulkText(''), '$0\r\n\r\n', '$0\r\n\r\n'],
    ['bulkInteger', (r) => r.bulkInteger(-7), '$2\r\n-7\r\n', '$2\r\n-7\r\n'],
    ['nullBulk', (r) => r.nullBulk(), '$-1\r\n', '_\r\n'],
    ['nullArray', (r) => r.nullArray(), '*-1\r\n', '_\r\n'],
    ['emptyArray', (r) => r.emptyArray(), '*0\r\n', '*0\r\n'],
    ['true', (r) => r.boolean(true), ':1\r\n', '#t\r\n'],
    ['false', (r) => r.boolean(false), ':0\r\n', '#f\r\n'],
    ['double', (r) => r.double(1.5), '$3\r\n1.5\r\n', ',1.5\r\n'],
    ['double inf', (r) => r.double(-Infinity), '$4\r\n-inf\r\n', ',-inf\r\n'],
    ['doubleFromText', (r) => r.doubleFromText('0.10'), '$4\r\n0.10\r\n', ',0.10\r\n'],
    ['bigNumber', (r) => r.bigNumber('123'), '$3\r\n123\r\n', '(123\r\n'],
    ['verbatim', (r) => r.verbatim('txt', 'hi'), '$2\r\nhi\r\n', '=6\r\ntxt:hi\r\n'],
    ['bulkError', (r) => r.bulkError('ERR a\nb'), '-ERR a b\r\n', '!7\r\nERR a\nb\r\n'],
    ['array', (r) => r.array(12), '*12\r\n', '*12\r\n'],
    ['map', (r) => r.map(3), '*6\r\n', '%3\r\n'],
    ['set', (r) => r.set(3), '*3\r\n', '~3\r\n'],
    ['push', (r) => r.push(3), '*3\r\n', '>3\r\n'],
    ['attribute', (r) => r.attribute(1) && r.ok(), '', '|1\r\n+OK\r\n'],
  ];
  test.each(shapes)('%s', (_, write, resp2, resp3) => {
    expect(written(2, write)).toBe(resp2);
    expect(written(3, write)).toBe(resp3);
  });
});

test('bulk strings of every size around the limits come out whole', () => {
  const source = encoder.encode('0123456789abcdef'.repeat(5000));
  for (const before of [0, 1, CHUNK_SIZE - 30, CHUNK_SIZE - 2, CHUNK_SIZE - 1, CHUNK_SIZE]) {
    for (const length of [0, 1, 95, 96, 97, 1000, CHUNK_SIZE - 30, CHUNK_SIZE, CHUNK_SIZE + 1, 32767, 32768, 70000]) {
      const reply = new ReplyWriter();
      reply.raw(source, 0, before);
      reply.bulk(source, 3, 3 + length);
      reply.ok();
      const text = Buffer.from(source).toString('latin1');
      expect(textOf(reply)).toBe(`${text.slice(0, before)}$${length}\r\n${text.slice(3, 3 + length)}\r\n+OK\r\n`);
    }
  }
});

test('an error quotes bytes as they are, but for line breaks', () => {
  const bytes = Uint8Array.from([10, 69, 82, 82, 32, 0xff, 13, 10, 0, 13]);
  const reply = new ReplyWriter();
  reply.errorBytes(bytes, 0, bytes.length);
  expect(textOf(reply)).toBe('-ERR \xff  \0\r\n');
});

test('small replies are one chunk, which is used again', () => {
  const pool = new ChunkPool();
  const reply = new ReplyWriter(pool);
  reply.ok();
  reply.integer(1);
  expect(reply.chunkCount).toBe(1);
  const first = reply.chunkAt(0);
  reply.recycle();
  expect(pool.available).toBe(1);
  const other = new ReplyWriter(pool);
  other.ok();
  expect(other.chunkAt(0).buffer).toBe(first.buffer);
  expect(pool.available).toBe(0);
});

describe('a large bulk string', () => {
  const write = (reply: ReplyWriter, length: number) => reply.bulk(new Uint8Array(length), 0, length);

  test('has a chunk of its own, little longer than it', () => {
    const reply = new ReplyWriter();
    write(reply, 1_000_000);
    expect(reply.chunkCount).toBe(1);
    expect(reply.memoryAt(0).length).toBeLessThan(1_000_000 + CHUNK_SIZE);
    write(reply, 64 * 1024);
    expect(reply.memoryAt(1).length).toBe(64 * 1024 + 64);
  });

  test('beyond a megabyte, exactly as long', () => {
    const reply = new ReplyWriter();
    write(reply, 3_000_000);
    expect(reply.memoryAt(0).length).toBe('$3000000\r\n'.length + 3_000_000 + 2);
  });

  test('leaves its chunk for the next of about its length, until nobody wants one any more', () => {
    const pool = new ChunkPool();
    const reply = new ReplyWriter(pool);
    write(reply, 100_000);
    const memory = reply.memoryAt(0);
    reply.recycle();
    expect(pool.heldBytes).toBe(memory.length);
    write(reply, 99_000);
    expect(reply.memoryAt(0)).toBe(memory);
    reply.abandon();
    expect(pool.heldBytes).toBe(0);
    reply.giveBack(memory);
    expect(pool.heldBytes).toBe(memory.length);
    pool.trim();
    expect(pool.heldBytes).toBe(memory.length);
    pool.trim();
    expect(pool.heldBytes).toBe(0);
  });

  test('of many, so much is kept and no more', () => {
    const pool = new ChunkPool();
    const reply = new ReplyWriter(pool);
    for (let i = 0; i < 100; i++) write(reply, 100_000);
    reply.recycle();
    expect(pool.heldBytes).toBeGreaterThan(3 * 1024 ** 2);
    expect(pool.heldBytes).toBeLessThanOrEqual(4 * 1024 ** 2);
  });

  test('that many writers share is not one of the chunks that go back', () => {
    const pool = new ChunkPool();
    const reply = new ReplyWriter(pool);
    const message = new Uint8Array(64 * 1024 + 64);
    reply.shared(message);
    reply.recycle();
    write(reply, 64 * 1024);
    expect(reply.memoryAt(0)).not.toBe(message);
  });
});

test('the pool keeps no more than it was told', () => {
  const pool = new ChunkPool(2);
  const reply = new ReplyWriter(pool);
  for (let i = 0; i < 5 * CHUNK_SIZE; i += 5) reply.ok();
  expect(reply.chunkCount).toBeGreaterThanOrEqual(5);
  reply.recycle();
  expect(pool.available).toBe(2);
});

describe('short output', () => {
  test('begins in a small chunk, and moves to a large one when that is not enough', () => {
    const pool = new ChunkPool();
    const writer = new ReplyWriter(pool);
    writer.beginsSmall = true;
    writer.ok();
    expect(writer.memoryAt(0).length).toBe(SMALL_CHUNK_SIZE);
    const mark = writer.mark();
    for (let i = 0; i < 300; i++) writer.ok();
    expect([writer.chunkCount, writer.memoryAt(0).length]).toEqual([1, CHUNK_SIZE]);
    expect(textOf(writer)).toBe('+OK\r\n'.repeat(301));
    writer.rewind(mark);
    expect(textOf(writer)).toBe('+OK\r\n');
    writer.recycle();
    expect(pool.available).toBe(1);
    writer.ok();
    expect(writer.memoryAt(0).length).toBe(SMALL_CHUNK_SIZE);
  });

  test('a text, a bulk string and a bulk string of its own size from within a small chunk', () => {
    for (const length of [900, 1000, 1020, 1100, 5000, 16_000, 20_000, 40_000]) {
      const writer = new ReplyWriter();
      writer.beginsSmall = true;
      const bytes = new Uint8Array(length).fill(0x61);
      writer.array(3);
      writer.simple('b'.repeat(length));
      writer.bulk(bytes, 0, length);
      writer.bulkText('c'.repeat(length));
      const bulk = (letter: string): string => `$${length}\r\n${letter.repeat(length)}\r\n`;
      expect(textOf(writer)).toBe(`*3\r\n+${'b'.repeat(length)}\r\n${bulk('a')}${bulk('c')}`);
    }
  });
});

describe('output beyond the limit', () => {
  test('is let go of, and goes on being counted', () => {
    const pool = new ChunkPool();
    const writer = new ReplyWriter(pool);
    writer.limit = 50_000;
    const bytes = new Uint8Array(10_000);
    const gap = writer.beginDeferred();
    for (let i = 0; i < 100; i++) writer.bulk(bytes, 0, bytes.length);
    writer.endArray(gap, 100);
    expect(writer.overflowed).toBe(true);
    expect(writer.length).toBeGreaterThan(1_000_000);
    expect(writer.chunkCount).toBeLessThanOrEqual(1);
    writer.raw(new Uint8Array(100_000), 0, 100_000);
    const mark = writer.mark();
    writer.error('ERR x');
    writer.rewind(mark);
    expect(writer.length).toBeGreaterThan(1_100_000);
    writer.recycle();
    expect([writer.overflowed, writer.length]).toEqual([false, 0]);
    writer.ok();
    expect(writer.length).toBe(5);
  });

  test('taken back from its beginning, it was never there', () => {
    const writer = new ReplyWriter();
    writer.limit = 50_000;
    const bytes = new Uint8Array(40_000);
    const mark = writer.mark();
    for (let i = 0; i < 4; i++) writer.bulk(bytes, 0, bytes.length);
    expect(writer.overflowed).toBe(true);
    writer.rewind(mark);
    expect([writer.overflowed, writer.length]).toEqual([false, 0]);
  });
});

describe('bytes that many writers send', () => {
  test('are not copied, and stand between what was written before and after', () => {
    const pool = new ChunkPool();
    const bytes = encoder.encode('+shared\r\n');
    for (const writer of [new ReplyWriter(pool), new ReplyWriter(pool)]) {
      writer.ok();
      writer.shared(bytes);
      expect(writer.memoryAt(1)).toBe(bytes);
      writer.ok();
      expect([textOf(writer), writer.length]).toEqual(['+OK\r\n+shared\r\n+OK\r\n', 19]);
      writer.recycle();
    }
    expect(textOf(new ReplyWriter(pool))).toBe('');
  });

  test.each([SMALL_CHUNK_SIZE, CHUNK_SIZE])('are never written over, were they %i', (size) => {
    const pool = new ChunkPool();
    const writer = new ReplyWriter(pool);
    const bytes = new Uint8Array(size).fill(0x61);
    writer.shared(bytes);
    writer.recycle();
    writer.beginsSmall = true;
    for (let i = 0; i < 10_000; i++) writer.ok();
    expect(bytes.every((byte) => byte === 0x61)).toBe(true);
  });

  test('count for the limit', () => {
    const writer = new ReplyWriter();
    writer.limit = 100;
    writer.shared(new Uint8Array(90));
    expect(writer.overflowed).toBe(false);
    writer.shared(new Uint8Array(90));
    expect([writer.overflowed, writer.length, writer.chunkCount]).toEqual([true, 180, 0]);
    writer.shared(new Uint8Array(90));
    expect(writer.length).toBe(270);
  });
});

test('chunks are kept for the next time, and let go of when there is none', () => {
  const pool = new ChunkPool();
  const writers = Array.from({ length: 10_000 }, () => new ReplyWriter(pool));
  const writeToAll = (): void => {
    for (const writer of writers) {
      writer.beginsSmall = true;
      writer.ok();
    }
    for (const writer of writers) writer.recycle();
  };
  writeToAll();
  expect(pool.heldBytes).toBe(10_000 * SMALL_CHUNK_SIZE);
  pool.trim();
  writeToAll();
  pool.trim();
  expect(pool.heldBytes).toBe(10_000 * SMALL_CHUNK_SIZE);
  for (let i = 0; i < 80; i++) pool.trim();
  expect(pool.heldBytes).toBe(0);

  const chunks = Array.from({ length: 20 }, () => pool.take());
  for (const chunk of chunks) pool.give(chunk);
  pool.trim();
  for (let i = 0; i < 80; i++) {
    // One at a time is needed, and stays.
    pool.give(pool.take());
    pool.trim();
  }
  expect(pool.available).toBe(1);
});

test('an array as it is, of every length around the limits, after anything', () => {
  for (const length of [0, 1, 48, 49, 1000, 1020, 1024, 1025, 16_000, 16_383, 16_384, 20_000, 40_000]) {
    for (const before of [0, 1, 1020, 16_000, 16_380]) {
      for (const beginsSmall of [false, true]) {
        const writer = new ReplyWriter();
        writer.beginsSmall = beginsSmall;
        const head = new Uint8Array(before).fill(0x61);
        writer.raw(head, 0, before);
        const bytes = new Uint8Array(length).map((_, i) => 0x41 + (i % 26));
        writer.whole(bytes);
        writer.ok();
        expect(textOf(writer)).toBe(`${'a'.repeat(before)}${Buffer.from(bytes).toString('latin1')}+OK\r\n`);
        expect(writer.length).toBe(before + length + 5);
      }
    }
  }
});
