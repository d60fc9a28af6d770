import { describe, expect, test } from 'vitest';
import { addLongDoubles, type LongDouble, longDoubleText, parseLongDouble } from './long-double.ts';

function parse(text: string): LongDouble | undefined {
  const bytes = new TextEncoder().encode(text);
  return parseLongDouble(bytes, 0, bytes.length);
}

function sum(a: string, b: string): string | undefined {
  const total = addLongDoubles(parse(a)!, parse(b)!);
  return total && longDoubleText(total);
}

describe('sums, as redis-server 7 answers INCRBYFLOAT', () => {
  test.each([
    ['0', '1', '1'],
    ['1', '-1.1', '-0.1'],
    ['0.1', '0.2', '0.3'],
    ['10.50', '0.1', '10.6'],
    ['3.0e3', '5e3', '8000'],
    ['17179869184', '1.5', '17179869185.5'],
    // Beyond what 53 bits would show, and beyond what 64 can hold.
    ['1000000.1', '0.2', '1000000.30000000000001137'],
    ['9223372036854775807', '1', '9223372036854775808'],
    ['18446744073709551615', '1', '18446744073709551616'],
    ['18446744073709551616', '1', '18446744073709551616'],
    // Halves go to the even side, in the sum and in the text.
    ['18446744073709551616', '3', '18446744073709551620'],
    ['0', '0.000003814697265625', '0.00000381469726562'],
    ['0', '0.000011444091796875', '0.00001144409179688'],
    ['0', '1e-18', '0'],
    ['0', '-1e-18', '0'],
    ['-0', '-0', '0'],
    ['0x1.8p1', '1', '4'],
    ['1e4000', '-1e4000', '0'],
  ])('%s + %s = %s', (a, b, expected) => {
    expect(sum(a, b)).toBe(expected);
  });

  test('large ones are written out', () => {
    expect(sum('1e25', '0')).toBe(`1${'0'.repeat(25)}`);
    expect(sum('1e30', '0')).toBe('1000000000000000000024696061952');
    expect(sum('1e4932', '0')).toHaveLength(4933);
  });

  test('what cannot be is undefined', () => {
    expect(addLongDoubles(parse('inf')!, parse('1')!)).toBeUndefined();
    expect(addLongDoubles(parse('1')!, parse('-inf')!)).toBeUndefined();
    expect(addLongDoubles(parse('inf')!, parse('-inf')!)).toBeUndefined();
    expect(addLongDoubles(parse('1.18e4932')!, parse('1.18e4932')!)).toBeUndefined();
  });
});

describe('texts', () => {
  test.each(['', ' 1', '1 ', 'abc', 'nan', '1e5000', '-1e5000', '1e-5000', '1e999999999999999999', '1\0'])(
    '%j is refused',
    (text) => {
      expect(parse(text)).toBeUndefined();
    },
  );

  test('at most 5119 bytes', () => {
    expect(parse(`1.${'0'.repeat(5117)}`)).toBeDefined();
    expect(parse(`1.${'0'.repeat(5118)}`)).toBeUndefined();
  });

  test('the smallest number that is not 0, and the first that is refused', () => {
    expect(parse('0x1p-16445')).toEqual({ mantissa: 1n, exponent: -16445 });
    expect(parse('0x1.8p-16446')).toEqual({ mantissa: 1n, exponent: -16445 });
    expect(parse('0x1p-16446')).toBeUndefined();
    expect(parse('0x1p16383')).toBeDefined();
    expect(parse('0x1p16384')).toBeUndefined();
  });
});
