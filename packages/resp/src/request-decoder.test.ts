import { describe, expect, test } from 'vitest';
import { FAILED, INCOMPLETE, READY } from './chunked-input.ts';
import { DecoderScratch } from './decoder-scratch.ts';
import { authenticatedLimits, unauthenticatedLimits } from './limits.ts';
import { type RequestCase, requestCases } from './request-decoder.cases.ts';
import { RequestDecoder } from './request-decoder.ts';

function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** The arguments with one character for each byte. */
function argumentsOf({ args }: RequestDecoder): string[] {
  return Array.from({ length: args.count }, (_, i) =>
    Buffer.from(args.bytes.buffer, args.bytes.byteOffset + args.starts[i], args.lengthOf(i)).toString('latin1'),
  );
}

/** Feeds the stream in pieces of `size` bytes, and overwrites each once it has been taken. */
function decode({ stream, unauthenticated }: RequestCase, size: number): { commands: string[][]; error: string } {
  const decoder = new RequestDecoder(unauthenticated ? unauthenticatedLimits() : authenticatedLimits());
  const bytes = latin1(stream);
  const commands: string[][] = [];
  for (let at = 0; at < bytes.length && decoder.error === ''; at += size) {
    const end = Math.min(at + size, bytes.length);
    decoder.feed(bytes, at, end);
    while (decoder.next() === READY) commands.push(argumentsOf(decoder));
    bytes.fill(0x2a, at, end);
  }
  return { commands, error: decoder.error };
}

describe('what Redis makes of it, in pieces of any size', () => {
  test.each(requestCases)('$title', (one) => {
    const error = one.error === undefined ? '' : `Protocol error: ${one.error}`;
    for (const size of [1, 2, 3, 7, 13, 100, 5000, 16_384, one.stream.length]) {
      expect(decode(one, size)).toEqual({ commands: one.commands, error });
    }
  });
});

describe('in place', () => {
  test('arguments are slices of what was fed', () => {
    const decoder = new RequestDecoder();
    const bytes = latin1('junk*2\r\n$3\r\nGET\r\n$3\r\nkey\r\nPING\r\njunk');
    decoder.feed(bytes, 4, bytes.length - 4);
    expect(decoder.next()).toBe(READY);
    expect(decoder.args.bytes).toBe(bytes);
    expect([...decoder.args.starts.slice(0, 2)]).toEqual([12, 21]);
    expect(decoder.next()).toBe(READY);
    expect(decoder.args.bytes).toBe(bytes);
    expect(decoder.next()).toBe(INCOMPLETE);
    expect(decoder.buffered).toBe(0);
  });

  test('what follows a command that was cut is in place again', () => {
    const decoder = new RequestDecoder();
    const first = latin1('*1\r\n$4\r\nPI');
    const second = latin1('NG\r\n*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n');
    decoder.feed(first);
    expect(decoder.next()).toBe(INCOMPLETE);
    expect(decoder.buffered).toBe(first.length);
    decoder.feed(second);
    expect(decoder.next()).toBe(READY);
    expect(argumentsOf(decoder)).toEqual(['PING']);
    expect(decoder.next()).toBe(READY);
    expect(decoder.args.bytes).toBe(second);
    expect(argumentsOf(decoder)).toEqual(['ECHO', 'hi']);
    expect(decoder.next()).toBe(INCOMPLETE);
    expect(decoder.capacity).toBe(0);
  });

  test('thousands of arguments', () => {
    const decoder = new RequestDecoder();
    const count = 100_000;
    const bytes = latin1(`*${count}\r\n${'$1\r\na\r\n'.repeat(count)}`);
    for (let at = 0; at < bytes.length; at += 65_536) {
      decoder.feed(bytes, at, Math.min(at + 65_536, bytes.length));
      if (at + 65_536 < bytes.length) expect(decoder.next()).toBe(INCOMPLETE);
    }
    expect(decoder.next()).toBe(READY);
    expect(decoder.args.count).toBe(count);
    expect(new Set(argumentsOf(decoder))).toEqual(new Set(['a']));
  });
});

describe('detach', () => {
  const stream = latin1('PING\r\n*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\nGET a\r\n*1\r\n$4\r\nQU');

  test('in the midst of a chunk', () => {
    const decoder = new RequestDecoder();
    const bytes = stream.slice();
    decoder.feed(bytes);
    decoder.next();
    decoder.detach();
    bytes.fill(0);
    expect(decoder.buffered).toBe(stream.length - 6);
    expect(decoder.next()).toBe(READY);
    expect(argumentsOf(decoder)).toEqual(['ECHO', 'hi']);
    decoder.detach();
    expect(decoder.next()).toBe(READY);
    expect(argumentsOf(decoder)).toEqual(['GET', 'a']);
    decoder.feed(latin1('IT\r\nPING\r\n'));
    decoder.detach();
    expect(decoder.next()).toBe(READY);
    expect(argumentsOf(decoder)).toEqual(['QUIT']);
    expect(decoder.next()).toBe(READY);
    expect(argumentsOf(decoder)).toEqual(['PING']);
    expect(decoder.next()).toBe(INCOMPLETE);
    expect(decoder.capacity).toBe(0);
  });

  test('feeding before the last chunk was taken keeps both', () => {
    const decoder = new RequestDecoder();
    decoder.feed(latin1('ECHO 1\r\nECHO'));
    decoder.feed(latin1(' 2\r\nECHO 3'));
    decoder.feed(latin1('3\r\n'));
    const commands: string[][] = [];
    while (decoder.next() === READY) commands.push(argumentsOf(decoder));
    expect(commands).toEqual([
      ['ECHO', '1'],
      ['ECHO', '2'],
      ['ECHO', '33'],
    ]);
  });
});

describe('memory', () => {
  test('a length that is a lie costs next to nothing', () => {
    const decoder = new RequestDecoder();
    decoder.feed(latin1('*1\r\n$536870912\r\n'));
    expect(decoder.next()).toBe(INCOMPLETE);
    expect(decoder.capacity).toBeLessThanOrEqual(1024);
    const piece = new Uint8Array(65_536);
    for (let sent = 16; sent < 4_000_000; sent += piece.length) {
      decoder.feed(piece);
      expect(decoder.next()).toBe(INCOMPLETE);
      expect(decoder.buffered).toBe(sent + piece.length);
      expect(decoder.capacity).toBeLessThanOrEqual(64 * decoder.buffered);
    }
  });

  test('a large argument is held once, in a buffer of its size', () => {
    const decoder = new RequestDecoder();
    const length = 5_000_000;
    const value = Uint8Array.from({ length }, (_, i) => i * 31);
    const stream = Buffer.concat([
      Buffer.from(`*2\r\n$4\r\nECHO\r\n$${length}\r\n`),
      value,
      Buffer.from('\r\nPING\r\n'),
    ]);
    for (let at = 0; at < stream.length; at += 65_536) {
      decoder.feed(stream, at, Math.min(at + 65_536, stream.length));
      if (at + 65_536 < stream.length) expect(decoder.next()).toBe(INCOMPLETE);
    }
    expect(decoder.next()).toBe(READY);
    expect(decoder.capacity).toBeLessThan(length + 1000);
    expect(Buffer.compare(decoder.args.toBytes(1), value)).toBe(0);
    expect(decoder.next()).toBe(READY);
    expect(argumentsOf(decoder)).toEqual(['PING']);
    expect(decoder.next()).toBe(INCOMPLETE);
    expect(decoder.capacity).toBe(0);
  });

  test('decoders that share a scratch do not disturb each other', () => {
    const scratch = new DecoderScratch();
    const limits = authenticatedLimits();
    const [a, b] = [new RequestDecoder(limits, scratch), new RequestDecoder(limits, scratch)];
    expect(a.args).toBe(b.args);
    a.feed(latin1('*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nab'));
    expect(a.next()).toBe(INCOMPLETE);
    b.feed(latin1('*4\r\n$4\r\nMGET\r\n$1\r\nx\r\n$1\r\ny\r\n$1\r\nz\r\n*2\r\n$3\r\nGET\r\n$1\r'));
    expect(b.next()).toBe(READY);
    expect(argumentsOf(b)).toEqual(['MGET', 'x', 'y', 'z']);
    expect(b.next()).toBe(INCOMPLETE);
    a.feed(latin1('cde\r\nPI'));
    expect(a.next()).toBe(READY);
    expect(argumentsOf(a)).toEqual(['SET', 'k', 'abcde']);
    expect(a.next()).toBe(INCOMPLETE);
    b.feed(latin1('\nq\r\n'));
    expect(b.next()).toBe(READY);
    expect(argumentsOf(b)).toEqual(['GET', 'q']);
    a.feed(latin1('NG\r\n'));
    expect(a.next()).toBe(READY);
    expect(argumentsOf(a)).toEqual(['PING']);
  });
});

describe('limits', () => {
  test('may change between two commands', () => {
    const decoder = new RequestDecoder(unauthenticatedLimits());
    const many = `*12\r\n${'$1\r\na\r\n'.repeat(12)}`;
    decoder.feed(latin1(`AUTH\r\n${many}${many}`));
    expect(decoder.next()).toBe(READY);
    decoder.limits = authenticatedLimits();
    expect(decoder.next()).toBe(READY);
    decoder.limits = unauthenticatedLimits();
    expect(decoder.next()).toBe(FAILED);
  });

  test('proto-max-bulk-len', () => {
    const decoder = new RequestDecoder(authenticatedLimits(1000));
    decoder.feed(latin1('*1\r\n$1000\r\n'));
    expect(decoder.next()).toBe(INCOMPLETE);
    const other = new RequestDecoder(authenticatedLimits(1000));
    other.feed(latin1('*1\r\n$1001\r\n'));
    expect(other.next()).toBe(FAILED);
    expect(other.error).toBe('Protocol error: invalid bulk length');
  });

  test('a command of 2 GiB is refused, not attempted', () => {
    const decoder = new RequestDecoder(authenticatedLimits(2 ** 40));
    decoder.feed(latin1('*1\r\n$4294967296\r\n'));
    expect(decoder.next()).toBe(FAILED);
    expect(decoder.error).toBe('Protocol error: too large');
  });
});

test('after an error and after close, nothing is decoded', () => {
  const decoder = new RequestDecoder();
  decoder.feed(latin1('*a\r\nPING\r\n'));
  expect(decoder.next()).toBe(FAILED);
  decoder.feed(latin1('PING\r\n'));
  decoder.detach();
  expect(decoder.next()).toBe(FAILED);
  expect(decoder.error).toBe('Protocol error: invalid multibulk length');

  const closed = new RequestDecoder();
  closed.feed(latin1('*2\r\n$4\r\nECHO\r\n'));
  expect(closed.next()).toBe(INCOMPLETE);
  closed.close();
  expect(closed.capacity).toBe(0);
  expect(closed.next()).toBe(FAILED);
});

test('what is held of a command that comes in pieces, and what of it is given back when no more comes', () => {
  const decoder = new RequestDecoder();
  decoder.feed(latin1('*3\r\n$3\r\nSET\r\n$1\r\na\r\n$200000\r\n'));
  expect(decoder.next()).toBe(INCOMPLETE);
  expect([decoder.argumentBytes, decoder.undecoded, decoder.announced]).toEqual([4, 0, 200_002]);
  decoder.feed(new Uint8Array(10_000).fill(0x78));
  expect(decoder.next()).toBe(INCOMPLETE);
  expect([decoder.argumentBytes, decoder.undecoded, decoder.announced]).toEqual([4, 10_000, 200_002]);
  expect(decoder.capacity).toBeGreaterThan(200_000);
  decoder.trim();
  expect(decoder.capacity).toBeLessThan(20_000);
  decoder.feed(new Uint8Array(190_000).fill(0x78));
  expect(decoder.next()).toBe(INCOMPLETE);
  decoder.feed(latin1('\r\n'));
  expect(decoder.next()).toBe(READY);
  expect([decoder.args.text(1), decoder.args.text(2)]).toEqual(['a', 'x'.repeat(200_000)]);
  expect([decoder.argumentBytes, decoder.announced]).toEqual([0, 0]);
  expect(decoder.next()).toBe(INCOMPLETE);
  expect(decoder.capacity).toBe(0);
});

test('reading ahead stops before arguments that do not stand in what was fed', () => {
  const decoder = new RequestDecoder();
  decoder.feed(latin1('GET a\r\nGET "b c"\r\n'));
  expect(decoder.nextInPlace()).toBe(true);
  expect(decoder.nextInPlace()).toBe(false);
  expect(decoder.next()).toBe(READY);
  expect(decoder.args.text(1)).toBe('b c');
  expect(decoder.nextInPlace()).toBe(false);
  expect(decoder.next()).toBe(INCOMPLETE);
});
