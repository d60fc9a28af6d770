import type { FloatText } from './float-text.ts';

/** A binary floating-point number: mantissa * 2 ^ exponent. */
export interface BinaryFloat {
  /** Not negative. */
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** A format of binary floating-point numbers. */
export interface BinaryFormat {
  /** Bits of the mantissa, the leading one among them. */
  readonly precision: number;
  /** Exponent of the last bit of the smallest (subnormal) number. */
  readonly minExponent: number;
  /** Numbers from 2 ^ maxExponent on are infinite. */
  readonly maxExponent: number;
}

/**
 * The number of a format that is nearest to the text's magnitude; of two equally near, the one with the even mantissa (IEEE 754,
 * round half to even). The mantissa is 0 where the text is too small, and undefined is returned where it is too large.
 */
export function nearestBinary(text: FloatText, format: BinaryFormat): BinaryFloat | undefined {
  const { digits, base, exponent } = text;
  if (digits === 0n) return ZERO;
  // Far outside: no need to write out numbers with millions of digits to see it.
  const bits = bitLength(digits) + exponent * (base === 10 ? BITS_PER_DECIMAL_DIGIT : 1);
  if (bits > format.maxExponent + FAR) return undefined;
  if (bits < format.minExponent - FAR) return ZERO;
  if (base === 2) return roundBinary(digits, exponent, format);
  if (exponent >= 0) return roundBinary(digits * powerOfTen(exponent), 0, format);
  // A quotient with more bits than the format has, and a last bit that tells whether there was a remainder.
  const divisor = powerOfTen(-exponent);
  const shift = Math.max(0, format.precision + 2 + bitLength(divisor) - bitLength(digits));
  const dividend = digits << BigInt(shift);
  const quotient = dividend / divisor;
  const sticky = quotient * divisor === dividend ? 0n : 1n;
  return roundBinary((quotient << 1n) | sticky, -shift - 1, format);
}

/** mantissa * 2 ^ exponent rounded to a format, as `nearestBinary`. */
export function roundBinary(mantissa: bigint, exponent: number, format: BinaryFormat): BinaryFloat | undefined {
  const excess = Math.max(bitLength(mantissa) - format.precision, format.minExponent - exponent);
  const rounded = excess > 0 ? shiftRightHalfEven(mantissa, excess) : mantissa;
  const roundedExponent = excess > 0 ? exponent + excess : exponent;
  if (bitLength(rounded) + roundedExponent > format.maxExponent) return undefined;
  return { mantissa: rounded, exponent: roundedExponent };
}

/** value / 2 ^ bits, rounded to the nearest integer, half to even. */
export function shiftRightHalfEven(value: bigint, bits: number): bigint {
  const shift = BigInt(bits);
  const quotient = value >> shift;
  const rest = value - (quotient << shift);
  const half = 1n << (shift - 1n);
  if (rest > half || (rest === half && (quotient & 1n) === 1n)) return quotient + 1n;
  return quotient;
}

const ZERO: BinaryFloat = { mantissa: 0n, exponent: 0 };
const BITS_PER_DECIMAL_DIGIT = Math.log2(10);
/** Bits by which an estimate may be wrong, and more. */
const FAR = 8;

/** Bits of a number that is not negative; 0 has none. */
function bitLength(value: bigint): number {
  if (value <= 0xffffffffn) return 32 - Math.clz32(Number(value));
  const hex = value.toString(16);
  return hex.length * 4 - Math.clz32(Number.parseInt(hex[0], 16)) + 28;
}

const powersOfTen: bigint[] = [];

/** 10 ^ n; kept for small n, since making one costs more than all else here. */
export function powerOfTen(n: number): bigint {
  if (n >= 64) return 10n ** BigInt(n);
  while (powersOfTen.length <= n) powersOfTen.push(10n ** BigInt(powersOfTen.length));
  return powersOfTen[n];
}
