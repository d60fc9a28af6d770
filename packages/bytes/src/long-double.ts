import { type BinaryFormat, nearestBinary, powerOfTen, roundBinary, shiftRightHalfEven } from './binary-rounding.ts';
import { asciiText, readFloatText } from './float-text.ts';

/**
 * C's long double as x86-64 has it (64 bits of mantissa), in which Redis computes INCRBYFLOAT and HINCRBYFLOAT and which shows in
 * their replies: 3.0e3 plus 5.0e3 is 8000 anywhere, but 1000000.1 plus 0.2 is 1000000.30000000000001137 with 64 bits of mantissa.
 * JavaScript's numbers have 53, so this one is made of a bigint.
 */
export interface LongDouble {
  /** The value is mantissa * 2 ^ exponent; the sign is the mantissa's. */
  readonly mantissa: bigint;
  /** Infinity for an infinite number, whose mantissa is 1 or -1. */
  readonly exponent: number;
}

const FORMAT: BinaryFormat = { precision: 64, minExponent: -16445, maxExponent: 16384 };

/** Redis reads no longer text as a long double. */
const TEXT_MAX = 5 * 1024 - 1;
/** Digits behind the point of a long double's text. */
const DECIMALS = 17;

/**
 * `bytes[start, end)` as a long double, or undefined where it is none: too large, too small to be told from 0, or no number. What
 * is a number, `readFloatText` says.
 */
export function parseLongDouble(bytes: Uint8Array, start: number, end: number): LongDouble | undefined {
  if (end - start > TEXT_MAX) return undefined;
  const text = readFloatText(asciiText(bytes, start, end));
  if (text === undefined) return undefined;
  if (text.infinite) return { mantissa: text.negative ? -1n : 1n, exponent: Number.POSITIVE_INFINITY };
  const nearest = nearestBinary(text, FORMAT);
  if (nearest === undefined || (nearest.mantissa === 0n && text.digits !== 0n)) return undefined;
  return text.negative ? { mantissa: -nearest.mantissa, exponent: nearest.exponent } : nearest;
}

/** The sum, rounded to a long double, or undefined where it is infinite or not a number. */
export function addLongDoubles(a: LongDouble, b: LongDouble): LongDouble | undefined {
  if (a.exponent === Number.POSITIVE_INFINITY || b.exponent === Number.POSITIVE_INFINITY) return undefined;
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
  const rounded = roundBinary(sum < 0n ? -sum : sum, exponent, FORMAT);
  if (rounded === undefined) return undefined;
  return sum < 0n ? { mantissa: -rounded.mantissa, exponent: rounded.exponent } : rounded;
}

/** A finite long double as Redis writes it: rounded to 17 decimals, without zeros at the end, never with an exponent. */
export function longDoubleText(value: LongDouble): string {
  const negative = value.mantissa < 0n;
  const magnitude = negative ? -value.mantissa : value.mantissa;
  if (value.exponent >= 0) return `${negative ? '-' : ''}${magnitude << BigInt(value.exponent)}`;
  const scaled = shiftRightHalfEven(magnitude * powerOfTen(DECIMALS), -value.exponent);
  if (scaled === 0n) return '0';
  const digits = scaled.toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}
