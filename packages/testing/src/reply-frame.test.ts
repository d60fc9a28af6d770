import { describe, expect, test } from 'vitest';
import { endOfReply } from './reply-frame.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

const replies = [
  '+OK\r\n',
  '-ERR no\r\n',
  ':-12\r\n',
  '$-1\r\n',
  '*-1\r\n',
  '$0\r\n\r\n',
  '$5\r\na\r\nbc\r\n',
  '*0\r\n',
  '*3\r\n:1\r\n$1\r\na\r\n*1\r\n+x\r\n',
  '%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n:2\r\n',
  '~2\r\n:1\r\n:2\r\n',
  '>2\r\n+message\r\n$2\r\nhi\r\n',
  '|1\r\n+ttl\r\n:1\r\n$1\r\nv\r\n',
  '_\r\n',
  ',1.5\r\n',
  '#t\r\n',
  '(123456789012345678901\r\n',
  '=7\r\ntxt:abc\r\n',
  '!5\r\nERR x\r\n',
];

describe.each(replies)('%j', (reply) => {
  test('ends where it ends, whatever follows', () => {
    expect(endOfReply(ascii(`${reply}+next\r\n`), 0)).toBe(reply.length);
    expect(endOfReply(ascii(`+before\r\n${reply}`), 9)).toBe(9 + reply.length);
  });

  test('is not complete one byte earlier', () => {
    for (let length = 0; length < reply.length; length++)
      expect(endOfReply(ascii(reply).subarray(0, length), 0)).toBe(-1);
  });
});

test('says where bytes cannot be a reply', () => {
  expect(() => endOfReply(ascii('HTTP/1.1\r\n'), 0)).toThrow(/no reply starts with "H"/);
  expect(() => endOfReply(ascii('$x\r\n'), 0)).toThrow(/not a length: "x"/);
});
