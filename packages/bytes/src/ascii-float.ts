import { type BinaryFormat, nearestBinary } from './binary-rounding.ts';
import { asciiText, readFloatText } from './float-text.ts';

const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;

/** Digits that a double holds exactly, whatever they are. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
const DOUBLE: BinaryFormat = { precision: 53, minExponent: -1074, maxExponent: 1024 };

/**
 * `bytes[start, end)` as a double, or NaN where it is none: what Redis takes for a score or an increment. That is all that strtod
 * reads (see `readFloatText`, with hexadecimal and infinities), rounded as it rounds; numbers beyond the range, numbers so small
 * that they would be 0, and "nan" are refused.
 */
export function parseDouble(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = at < end && bytes[at] === MINUS;
  if (negative || (at < end && bytes[at] === PLUS)) at++;
  // Up to 15 digits with a point among them: an exact integer divided by an exact power of ten, which rounds once, as it should.
  if (end - at > EXACT_DIGITS + 1) return parseAnyDouble(bytes, start, end);
  let digits = 0;
  let value = 0;
  let behindPoint = -1;
  for (; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digits++;
    } else if (bytes[at] === POINT && behindPoint < 0) behindPoint = digits;
    else return parseAnyDouble(bytes, start, end);
  }
  if (digits === 0) return Number.NaN;
  if (digits > EXACT_DIGITS) return parseAnyDouble(bytes, start, end);
  if (behindPoint >= 0) value /= POWERS_OF_TEN[digits - behindPoint];
  return negative ? -value : value;
}

function parseAnyDouble(bytes: Uint8Array, start: number, end: number): number {
  const source = asciiText(bytes, start, end);
  const text = readFloatText(source);
  if (text === undefined) return Number.NaN;
  if (text.infinite) return text.negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const magnitude = text.base === 10 ? Math.abs(Number(source)) : fromBinary(nearestBinary(text, DOUBLE));
  if (magnitude === Number.POSITIVE_INFINITY || (magnitude === 0 && text.digits !== 0n)) return Number.NaN;
  return text.negative ? -magnitude : magnitude;
}

function fromBinary(value: ReturnType<typeof nearestBinary>): number {
  if (value === undefined) return Number.POSITIVE_INFINITY;
  // In two steps, since 2 ^ exponent alone may be beyond the range where the product is not; the first is exact.
  const half = Math.trunc(value.exponent / 2);
  return Number(value.mantissa) * 2 ** half * 2 ** (value.exponent - half);
}
