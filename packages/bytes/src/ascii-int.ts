/**
 * Decimal text of 64-bit integers. JavaScript's numbers hold integers exactly to 2^53; beyond it a bigint carries the value, on a
 * way that only such values take.
 */

const ZERO = 0x30;
const MINUS = 0x2d;

/** No integer, or one outside the range asked for. */
export const NOT_AN_INTEGER: unique symbol = Symbol('not an integer');

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * `bytes[start, end)` as a canonical decimal integer that a number holds exactly (at most 15 digits), or NaN. Canonical: no plus
 * sign, no leading zero, no space, "-0" is none; thus the text can be made again from the number.
 */
export function parseSmallInteger(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = at < end && bytes[at] === MINUS;
  if (negative) at++;
  const digits = end - at;
  if (digits <= 0 || digits > 15) return Number.NaN;
  let value = bytes[at] - ZERO;
  if (value === 0 && digits === 1 && !negative) return 0;
  if (value < 1 || value > 9) return Number.NaN;
  for (at++; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

/** `bytes[start, end)` as a canonical decimal signed 64-bit integer; a number where it is exact, else a bigint. */
export function parseInt64(bytes: Uint8Array, start: number, end: number): number | bigint | typeof NOT_AN_INTEGER {
  const small = parseSmallInteger(bytes, start, end);
  if (!Number.isNaN(small)) return small;
  let at = start;
  const negative = at < end && bytes[at] === MINUS;
  if (negative) at++;
  const digits = end - at;
  if (digits < 16 || digits > 19 || bytes[at] === ZERO) return NOT_AN_INTEGER;
  let high = 0;
  let low = 0;
  for (const middle = end - 9; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return NOT_AN_INTEGER;
    if (at < middle) high = high * 10 + digit;
    else low = low * 10 + digit;
  }
  const magnitude = BigInt(high) * 1000000000n + BigInt(low);
  const value = negative ? -magnitude : magnitude;
  if (value > INT64_MAX || value < INT64_MIN) return NOT_AN_INTEGER;
  return narrowInteger(value);
}

/** The number of the same value where a number holds it exactly, else the bigint itself. */
export function narrowInteger(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** Whether a bigint fits a signed 64-bit integer. */
export function fitsInt64(value: bigint): boolean {
  return value >= INT64_MIN && value <= INT64_MAX;
}

/**
 * Writes the decimal text of an integer that a number holds exactly to `to` at `at`.
 * @returns the position behind the text. At most 17 bytes are written.
 */
export function writeInteger(value: number, to: Uint8Array, at: number): number {
  let rest = value;
  let position = at;
  if (rest < 0) {
    to[position++] = MINUS;
    rest = -rest;
  }
  const length = decimalDigits(rest);
  const end = position + length;
  position = end;
  // Above 2^31 the division is one of doubles; below, one of integers, which is faster.
  while (rest > 0x7fffffff) {
    const quotient = Math.floor(rest / 10);
    to[--position] = ZERO + (rest - quotient * 10);
    rest = quotient;
  }
  let small = rest | 0;
  do {
    const quotient = (small / 10) | 0;
    to[--position] = ZERO + (small - quotient * 10);
    small = quotient;
  } while (small > 0);
  return end;
}

/** As `writeInteger`, for a signed 64-bit integer. At most INT64_TEXT_MAX bytes are written. */
export function writeInt64(value: number | bigint, to: Uint8Array, at: number): number {
  if (typeof value === 'number') return writeInteger(value, to, at);
  const text = value.toString();
  for (let i = 0; i < text.length; i++) to[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** Bytes of the longest text: "-9223372036854775808". */
export const INT64_TEXT_MAX = 20;

/** How many decimal digits a non-negative integer has. */
export function decimalDigits(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  if (value < 1000) return 3;
  if (value < 10000) return 4;
  let digits = 5;
  for (let bound = 100000; value >= bound; bound *= 10) digits++;
  return digits;
}
