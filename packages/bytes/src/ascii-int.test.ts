import { describe, expect, test } from 'vitest';
import {
  decimalDigits,
  fitsInt64,
  INT64_TEXT_MAX,
  NOT_AN_INTEGER,
  narrowInteger,
  parseInt64,
  parseSmallInteger,
  writeInt64,
  writeInteger,
} from './ascii-int.ts';

const encoder = new TextEncoder();

function parse(text: string): number | bigint | typeof NOT_AN_INTEGER {
  const bytes = encoder.encode(`9${text}9`);
  return parseInt64(bytes, 1, bytes.length - 1);
}

function parseSmall(text: string): number {
  const bytes = encoder.encode(text);
  return parseSmallInteger(bytes, 0, bytes.length);
}

function write(value: number | bigint): string {
  const bytes = new Uint8Array(30).fill(0x78);
  const end = writeInt64(value, bytes, 3);
  expect(end - 3).toBeLessThanOrEqual(INT64_TEXT_MAX);
  expect(bytes[end]).toBe(0x78);
  return new TextDecoder().decode(bytes.subarray(3, end));
}

const notCanonical = [
  '',
  '-',
  '+1',
  '01',
  '-01',
  '-0',
  '00',
  ' 1',
  '1 ',
  '1.0',
  '1e3',
  '0x10',
  '1a',
  'a',
  '--1',
  '1-',
  '\0',
  '1\0',
];

describe('reading', () => {
  test.each(notCanonical)('%j is no integer', (text) => {
    expect(parse(text)).toBe(NOT_AN_INTEGER);
    expect(parseSmall(text)).toBeNaN();
  });

  test.each(['0', '1', '-1', '9', '10', '-10', '2147483648', '-2147483649', '999999999999999', '-999999999999999'])(
    '%s is small',
    (text) => {
      expect(parse(text)).toBe(Number(text));
      expect(parseSmall(text)).toBe(Number(text));
    },
  );

  test('a number up to 2^53 - 1, a bigint beyond', () => {
    expect(parse('9007199254740991')).toBe(9007199254740991);
    expect(parse('-9007199254740991')).toBe(-9007199254740991);
    expect(parse('9007199254740992')).toBe(9007199254740992n);
    expect(parse('-9007199254740992')).toBe(-9007199254740992n);
    expect(parseSmall('1000000000000000')).toBeNaN();
  });

  test('the ends of 64 bits, and one further', () => {
    expect(parse('9223372036854775807')).toBe(9223372036854775807n);
    expect(parse('-9223372036854775808')).toBe(-9223372036854775808n);
    expect(parse('9223372036854775808')).toBe(NOT_AN_INTEGER);
    expect(parse('-9223372036854775809')).toBe(NOT_AN_INTEGER);
    expect(parse('10000000000000000000')).toBe(NOT_AN_INTEGER);
    expect(parse('99999999999999999999999999')).toBe(NOT_AN_INTEGER);
  });

  test('a letter anywhere in a long one is found', () => {
    for (let i = 0; i < 19; i++) {
      expect(parse(`${'1'.repeat(i)}x${'1'.repeat(18 - i)}`)).toBe(NOT_AN_INTEGER);
    }
  });
});

describe('writing', () => {
  test.each([0, 9, 10, 99, 100, 12345, 2147483647, 2147483648, 4294967296, 9007199254740991])(
    '%d and its negative',
    (value) => {
      expect(write(value)).toBe(String(value));
      if (value !== 0) expect(write(-value)).toBe(String(-value));
    },
  );

  test('bigints', () => {
    for (const value of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n]) expect(write(value)).toBe(value.toString());
  });

  test('writeInteger tells where it ended', () => {
    expect(writeInteger(-120, new Uint8Array(10), 2)).toBe(6);
  });
});

test('decimalDigits at every power of ten', () => {
  expect(decimalDigits(0)).toBe(1);
  for (let digits = 1; digits <= 15; digits++) {
    expect(decimalDigits(10 ** digits - 1)).toBe(digits);
    expect(decimalDigits(10 ** digits)).toBe(digits + 1);
  }
});

test('fitsInt64 and narrowInteger', () => {
  expect(fitsInt64(2n ** 63n - 1n)).toBe(true);
  expect(fitsInt64(2n ** 63n)).toBe(false);
  expect(fitsInt64(-(2n ** 63n))).toBe(true);
  expect(fitsInt64(-(2n ** 63n) - 1n)).toBe(false);
  expect(narrowInteger(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
  expect(narrowInteger(2n ** 53n)).toBe(2n ** 53n);
  expect(narrowInteger(-(2n ** 53n))).toBe(-(2n ** 53n));
});
