import { describe, expect, test } from 'vitest';
import { parseDouble } from './ascii-float.ts';

function parse(text: string): number {
  const bytes = new TextEncoder().encode(`1${text}1`);
  return parseDouble(bytes, 1, bytes.length - 1);
}

describe('parseDouble', () => {
  test.each([
    ['0', 0],
    ['-0', -0],
    ['1', 1],
    ['+1', 1],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['00012', 12],
    ['0.1', 0.1],
    ['123456789012345', 123456789012345],
    ['12345678.9012345', 12345678.9012345],
    ['0.000000000000001', 1e-15],
    ['9007199254740993', 9007199254740992],
    ['1e3', 1000],
    ['1E+3', 1000],
    ['1e-3', 0.001],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['4.9e-324', 5e-324],
    ['2.5e-324', 5e-324],
    ['0e99999', 0],
    ['0x10', 16],
    ['-0X.8', -0.5],
    ['0x1.8p1', 3],
    ['0x1p-1074', 5e-324],
    ['0x1.8p-1075', 5e-324],
    ['0x1.fffffffffffff7p1023', Number.MAX_VALUE],
    ['0x1.00000000000008p0', 1],
    ['0x1.00000000000018p0', 1.0000000000000004],
    ['inf', Number.POSITIVE_INFINITY],
    ['+Infinity', Number.POSITIVE_INFINITY],
    ['-INF', Number.NEGATIVE_INFINITY],
  ])('%j is %d', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  test.each([
    ...['', '-', '+', '.', '-.', 'e', '1e', '1e+', '.e1', '1..2', '1.2.3', '--1', '+-1', ' 1', '1 ', '\t1', '1\0'],
    ...['0x', '0x.', '0xg', '0x1p', '1_0', '1,5', 'nan', '-nan', 'nan(1)', 'in', 'infi', 'infinit', 'infinityy', 'abc'],
    ...['1e309', '-1e309', '1e999999999999', '1e-400', '2e-324', '0x1p1024', '0x1.fffffffffffff8p1023', '0x1p-1075'],
  ])('%j is refused', (text) => {
    expect(parse(text)).toBeNaN();
  });
});
