import { expect, test } from 'vitest';
import { bytesFromHex, describeDifference, firstDifference, hexDump, quoteBytes } from './hex.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

test('hexDump shows offset, bytes and text', () => {
  expect(hexDump(ascii('*1\r\n$4\r\nPING\r\n')).split('\n')).toEqual([
    '00000000  2a 31 0d 0a 24 34 0d 0a  50 49 4e 47 0d 0a        |*1..$4..PING..|',
  ]);
  expect(hexDump(ascii('0123456789abcdefg')).split('\n')).toEqual([
    '00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|',
    '00000010  67                                                |g|',
  ]);
  expect(hexDump(new Uint8Array(0))).toBe('(no bytes)');
});

test('hexDump says what it leaves out', () => {
  expect(hexDump(new Uint8Array(100), 16).split('\n')[1]).toBe('... 84 more bytes');
});

test('quoteBytes loses nothing', () => {
  expect(quoteBytes(ascii('+OK\r\n'))).toBe('"+OK\\r\\n"');
  expect(quoteBytes(new Uint8Array([0, 0x22, 0x5c, 0xff]))).toBe('"\\x00\\"\\\\\\xff"');
  expect(quoteBytes(new Uint8Array(300), 1)).toBe('"\\x00"... 299 more bytes');
});

test('bytesFromHex reads pairs of digits only', () => {
  expect(bytesFromHex('2a 31\n0D0a')).toEqual(new Uint8Array([0x2a, 0x31, 13, 10]));
  expect(bytesFromHex('')).toHaveLength(0);
  expect(() => bytesFromHex('2')).toThrow(SyntaxError);
  expect(() => bytesFromHex('zz')).toThrow(SyntaxError);
});

test('firstDifference finds the byte, or the end of the shorter', () => {
  expect(firstDifference(ascii('abc'), ascii('abd'))).toBe(2);
  expect(firstDifference(ascii('ab'), ascii('abd'))).toBe(2);
  expect(firstDifference(ascii('ab'), ascii('ab'))).toBe(-1);
});

test('describeDifference shows the rows around the first difference', () => {
  const expected = new Uint8Array(1000).fill(0x61);
  const actual = expected.slice();
  actual[700] = 0x62;
  const text = describeDifference(expected, actual);
  expect(text).toContain('byte 700');
  expect(text).toContain('000002b0  61 61 61 61 61 61 61 61  61 61 61 61 62');
  expect(describeDifference(actual, actual)).toBe('no difference');
});
