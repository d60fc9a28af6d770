import { describe, expect, test } from 'vitest';
import { FAILED, INCOMPLETE, READY } from './chunked-input.ts';
import { type Reply, ReplyError, TypedReply } from './reply.ts';
import { ReplyDecoder } from './reply-decoder.ts';
import type { ReplyDecoderOptions } from './reply-scalars.ts';

interface Outcome {
  replies: Reply[];
  pushes: Reply[];
  attributes: (Reply[] | null)[];
  error: string;
}

/** Feeds `text` (one byte for each character) in pieces of `size` bytes, each overwritten once it has been taken. */
function decode(text: string, size: number, options?: ReplyDecoderOptions): Outcome {
  const decoder = new ReplyDecoder(options);
  const outcome: Outcome = { replies: [], pushes: [], attributes: [], error: '' };
  for (let at = 0; at < text.length; at += size) {
    const piece = Buffer.from(text.slice(at, at + size), 'latin1');
    decoder.feed(piece);
    let status = decoder.next();
    for (; status === READY; status = decoder.next()) {
      (decoder.pushed ? outcome.pushes : outcome.replies).push(decoder.value);
      outcome.attributes.push(decoder.attributes);
    }
    piece.fill(0x78);
    if (status === FAILED) break;
    if (status !== INCOMPLETE) throw new Error(`next() returned ${status}`);
  }
  outcome.error = decoder.error;
  return outcome;
}

/** In one piece, byte by byte, and in all sizes between for short texts. */
function decodeAnyHow(text: string, options?: ReplyDecoderOptions): Outcome {
  const whole = decode(text, text.length, options);
  for (const size of [1, 2, 3, 5, 7, 11, 17]) expect(decode(text, size, options)).toEqual(whole);
  return whole;
}

function one(text: string, options?: ReplyDecoderOptions): Reply {
  const { replies, error } = decodeAnyHow(text, options);
  expect(error).toBe('');
  expect(replies).toHaveLength(1);
  return replies[0];
}

describe('RESP2', () => {
  test.each<[string, Reply]>([
    ['+OK\r\n', 'OK'],
    ['+\r\n', ''],
    [':0\r\n', 0],
    [':-5\r\n', -5],
    [':+7\r\n', 7],
    [':9007199254740991\r\n', 9007199254740991],
    [':9007199254740993\r\n', 9007199254740993n],
    [':-9223372036854775808\r\n', -9223372036854775808n],
    ['$5\r\nhe\0lo\r\n', 'he\0lo'],
    ['$0\r\n\r\n', ''],
    ['$-1\r\n', null],
    ['*-1\r\n', null],
    ['*0\r\n', []],
    ['*3\r\n:1\r\n*2\r\n+a\r\n$-1\r\n$1\r\nb\r\n', [1, ['a', null], 'b']],
    [`$40\r\n${'x'.repeat(40)}\r\n`, 'x'.repeat(40)],
    ['$3\r\n\xe2\x82\xac\r\n', '\u20ac'],
    ['$2\r\n\xff\x61\r\n', '\ufffda'],
  ])('%j', (text, value) => {
    expect(one(text)).toEqual(value);
  });

  test('errors are values', () => {
    const [error] = one('*1\r\n-WRONGTYPE Operation against\r\n') as Reply[];
    expect(error).toBeInstanceOf(ReplyError);
    expect(error).toMatchObject({ message: 'WRONGTYPE Operation against', code: 'WRONGTYPE', name: 'ReplyError' });
  });

  test('bytes by choice', () => {
    const options: ReplyDecoderOptions = { strings: 'bytes' };
    expect(one('*2\r\n$2\r\n\xff\0\r\n+s\r\n', options)).toEqual([new Uint8Array([255, 0]), 's']);
  });
});

describe('RESP3', () => {
  test.each<[string, Reply]>([
    ['_\r\n', null],
    ['#t\r\n', true],
    ['#f\r\n', false],
    [',1.5\r\n', 1.5],
    [',-0.1\r\n', -0.1],
    [',10\r\n', 10],
    [',1e-7\r\n', 1e-7],
    [',3.14159265358979312\r\n', Math.PI],
    [',inf\r\n', Infinity],
    [',-inf\r\n', -Infinity],
    [',nan\r\n', Number.NaN],
    ['(-3492890328409238509324850943850943825024385\r\n', -3492890328409238509324850943850943825024385n],
    ['!21\r\nSYNTAX invalid syntax\r\n', new ReplyError('SYNTAX invalid syntax')],
    ['=15\r\ntxt:Some string\r\n', 'Some string'],
    ['~3\r\n:1\r\n+a\r\n:1\r\n', new Set<Reply>([1, 'a'])],
    [
      '%2\r\n+first\r\n:1\r\n$6\r\nsecond\r\n*1\r\n:2\r\n',
      new Map<Reply, Reply>([
        ['first', 1],
        ['second', [2]],
      ]),
    ],
    ['$?\r\n;4\r\nHell\r\n;5\r\no wor\r\n;1\r\nd\r\n;0\r\n', 'Hello word'],
    ['*?\r\n:1\r\n*?\r\n.\r\n:3\r\n.\r\n', [1, [], 3]],
    [
      '%?\r\n+a\r\n:1\r\n+b\r\n:2\r\n.\r\n',
      new Map<Reply, Reply>([
        ['a', 1],
        ['b', 2],
      ]),
    ],
    ['~?\r\n:1\r\n.\r\n', new Set<Reply>([1])],
    ['*2\r\n|1\r\n+ttl\r\n:3\r\n:5\r\n:6\r\n', [5, 6]],
  ])('%j', (text, value) => {
    expect(one(text)).toEqual(value);
  });

  test('maps and sets by choice', () => {
    const text = '%2\r\n$1\r\na\r\n%1\r\n+b\r\n~1\r\n:1\r\n$9\r\n__proto__\r\n:2\r\n';
    const object = one(text, { maps: 'object', sets: 'array' }) as Record<string, Reply>;
    expect(Object.entries(object)).toEqual([
      ['a', { b: [1] }],
      ['__proto__', 2],
    ]);
    expect(one(text, { maps: 'array', sets: 'array' })).toEqual(['a', ['b', [1]], '__proto__', 2]);
    expect(one(text, { strings: 'bytes' })).toEqual(
      new Map<Reply, Reply>([
        ['a', new Map([['b', new Set([1])]])],
        ['__proto__', 2],
      ]),
    );
  });

  test('attributes and push messages', () => {
    const text = '|1\r\n+pop\r\n%1\r\n$1\r\na\r\n,0.5\r\n*1\r\n:1\r\n>2\r\n+message\r\n+hi\r\n:2\r\n';
    expect(decodeAnyHow(text)).toEqual({
      replies: [[1], 2],
      pushes: [['message', 'hi']],
      attributes: [['pop', new Map([['a', 0.5]])], null, null],
      error: '',
    });
  });

  test('typed replies tell how they were sent', () => {
    const text = '*4\r\n+OK\r\n$2\r\nOK\r\n=6\r\ntxt:ab\r\n|1\r\n+k\r\n:1\r\n~1\r\n_\r\n';
    const simple = (value: string) => Object.assign(new TypedReply('+', value), { line: value });
    const attributed = new TypedReply('~', [new TypedReply('_', null)]);
    attributed.attributes = [simple('k'), new TypedReply(':', 1)];
    expect(one(text, { typed: true })).toEqual(
      new TypedReply('*', [simple('OK'), new TypedReply('$', 'OK'), new TypedReply('=', 'ab', 'txt'), attributed]),
    );
  });
});

test.each([
  ['+caf\xe9\r\n', 'caf\ufffd', 'caf\xe9'],
  [',1.50\r\n', 1.5, '1.50'],
  ['(0012\r\n', 12n, '0012'],
])('a typed %j comes with its line', (text, value, line) => {
  expect(one(text, { typed: true })).toMatchObject({ value, line });
});

describe('large strings in pieces', () => {
  const text = '\u20ac\u{1f600}abc\u00e9'.repeat(20_000);
  const bytes = Buffer.from(text);
  const frame = `*2\r\n$${bytes.length}\r\n${bytes.toString('latin1')}\r\n:1\r\n`;

  test.each([1, 3, 1000, 16 * 1024, 65_536, 1_000_000])('of %i bytes', (size) => {
    expect(decode(frame, size).replies).toEqual([[text, 1]]);
    const [[found]] = decode(frame, size, { strings: 'bytes' }).replies as Uint8Array[][];
    expect(Buffer.compare(found, bytes)).toBe(0);
  });
});

describe('protocol errors', () => {
  test.each<[string, string, ReplyDecoderOptions?]>([
    ['?\r\n', "unknown type byte '?'"],
    ['\0', 'unknown type byte 0x00'],
    [':12a\r\n', 'invalid integer'],
    [':\r\n', 'invalid integer'],
    [':1\rx', 'invalid integer'],
    [`:${'1'.repeat(40)}`, 'invalid integer'],
    ['$3\r\nabcde', 'a string of another length than announced'],
    ['$x\r\n', 'invalid length'],
    ['$-2\r\n', 'invalid length'],
    ['$99999999999\r\n', 'invalid length'],
    ['$600000000\r\n', 'too long string'],
    ['+a\rb\r\n', 'a line without its end'],
    [`+${'a'.repeat(101)}`, 'too long line', { maxLineLength: 100 }],
    ['#x\r\n', 'invalid boolean'],
    ['_x\r\n', 'a null with content'],
    [',1.2.3\r\n', 'invalid double'],
    [',0x10\r\n', 'invalid double'],
    ['(12a\r\n', 'invalid big number'],
    ['=3\r\ntxt\r\n', 'invalid verbatim string'],
    ['=5\r\ntxtab\r\n', 'invalid verbatim string'],
    ['*1\r\n>1\r\n:1\r\n', 'a push message within a reply'],
    ['*1\r\n*1\r\n*1\r\n:1\r\n', 'too deep', { maxDepth: 2 }],
    ['%?\r\n+a\r\n.\r\n', 'a key without a value'],
    ['|1\r\n+a\r\n:1\r\n|1\r\n', 'attributes twice'],
    ['$?\r\n$1\r\n', 'a streamed string without its end'],
  ])('%j', (text, problem, options) => {
    expect(decodeAnyHow(text, options)).toMatchObject({ replies: [], error: `Protocol error: ${problem}` });
  });

  test('nothing is decoded after one', () => {
    const decoder = new ReplyDecoder();
    decoder.feed(Buffer.from('?'));
    expect(decoder.next()).toBe(FAILED);
    decoder.feed(Buffer.from('+OK\r\n'));
    expect(decoder.next()).toBe(FAILED);
  });
});
