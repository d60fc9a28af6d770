/**
 * Integers of 1 to 64 bits at any bit of a string, the highest bit first:
 *
 * ```
 * bytes   | 0 1 2 3 4 5 6 7 | 8 9 ...
 *                 [ u7, offset 4  ]
 * ```
 *
 * Fields of up to 48 bits are numbers all the way. Wider ones, and operands beyond 2^52, are bigints: their sums would not be exact.
 */

/** What becomes of a value that a field cannot hold. */
export type Overflow = 'wrap' | 'sat' | 'fail';

const NUMBER_BITS_MAX = 48;
const NUMBER_OPERAND_MAX = 2 ** 52;

/** Reads the field at bit `offset` of the bytes `[start, end)`, behind which zeros follow. */
export function readBitField(
  bytes: Uint8Array,
  start: number,
  end: number,
  offset: number,
  width: number,
  signed: boolean,
): number | bigint {
  const firstByte = start + Math.floor(offset / 8);
  const shift = offset % 8;
  const byteCount = (shift + width + 7) >>> 3;
  const behind = byteCount * 8 - shift - width;
  if (width <= NUMBER_BITS_MAX) {
    let value = firstByte < end ? bytes[firstByte] & (0xff >>> shift) : 0;
    for (let i = 1; i < byteCount - 1; i++) value = value * 256 + (firstByte + i < end ? bytes[firstByte + i] : 0);
    if (byteCount === 1) value >>>= behind;
    else {
      const last = firstByte + byteCount - 1;
      value = value * 2 ** (8 - behind) + ((last < end ? bytes[last] : 0) >>> behind);
    }
    return signed && value >= 2 ** (width - 1) ? value - 2 ** width : value;
  }
  let value = 0n;
  for (let i = 0; i < byteCount; i++) value = (value << 8n) | BigInt(firstByte + i < end ? bytes[firstByte + i] : 0);
  value >>= BigInt(behind);
  return signed ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
}

/** Writes the low `width` bits of a value to bit `offset` of the bytes that begin at `start`; they must be there. */
export function writeBitField(
  bytes: Uint8Array,
  start: number,
  offset: number,
  width: number,
  value: number | bigint,
): void {
  let rest = typeof value === 'number' ? value : 0;
  let wideRest = typeof value === 'number' ? 0n : BigInt.asUintN(width, value);
  // From the last byte to the first; `bits` of them are still to come.
  const fieldEnd = offset + width;
  let at = start + Math.floor((fieldEnd - 1) / 8);
  let bits = width;
  let low = (8 - (fieldEnd % 8)) % 8;
  while (bits > 0) {
    const count = Math.min(bits, 8 - low);
    let part: number;
    if (typeof value === 'number') {
      const size = 1 << count;
      const quotient = Math.floor(rest / size);
      part = rest - quotient * size;
      rest = quotient;
    } else {
      part = Number(wideRest & BigInt((1 << count) - 1));
      wideRest >>= BigInt(count);
    }
    const mask = ((1 << count) - 1) << low;
    bytes[at] = (bytes[at] & ~mask) | (part << low);
    bits -= count;
    low = 0;
    at--;
  }
}

/** A value made to fit a field, in two properties, so that nothing is allocated. */
export class BitFieldSum {
  /** The value for the field. Where it overflowed and `overflow` is "fail", of no meaning. */
  value: number | bigint = 0;
  overflowed = false;

  /** The sum of a field's value and an increment. */
  add(old: number | bigint, increment: number | bigint, width: number, signed: boolean, overflow: Overflow): void {
    if (
      width <= NUMBER_BITS_MAX &&
      typeof old === 'number' &&
      typeof increment === 'number' &&
      Math.abs(increment) <= NUMBER_OPERAND_MAX
    ) {
      this.#fitNumber(old + increment, width, signed, overflow);
      return;
    }
    const sum = BigInt(old) + BigInt(increment);
    this.#fitBigint(sum, sum > maxOf(width, signed), sum < minOf(width, signed), width, signed, overflow);
  }

  /** A value (a signed 64-bit integer) as a field can hold it. */
  set(value: number | bigint, width: number, signed: boolean, overflow: Overflow): void {
    if (
      width <= NUMBER_BITS_MAX &&
      typeof value === 'number' &&
      Math.abs(value) <= NUMBER_OPERAND_MAX &&
      (signed || value >= 0)
    ) {
      this.#fitNumber(value, width, signed, overflow);
      return;
    }
    // For an unsigned field Redis takes a negative value for the unsigned one of the same 64 bits, which is too large. And for a
    // signed one it subtracts from the largest in 64 bits, whereby the smallest values of all count as too large.
    const wanted = signed ? BigInt(value) : BigInt.asUintN(64, BigInt(value));
    const max = maxOf(width, signed);
    const isTooLarge = wanted > max || (signed && width !== 64 && max - wanted >= 2n ** 63n);
    this.#fitBigint(wanted, isTooLarge, wanted < minOf(width, signed), width, signed, overflow);
  }

  #fitNumber(value: number, width: number, signed: boolean, overflow: Overflow): void {
    const size = 2 ** width;
    const max = signed ? size / 2 - 1 : size - 1;
    const min = signed ? -size / 2 : 0;
    this.value = value;
    this.overflowed = value > max || value < min;
    if (!this.overflowed) return;
    if (overflow === 'sat') this.value = value > max ? max : min;
    else if (overflow === 'wrap') {
      const low = value - Math.floor(value / size) * size;
      this.value = low > max ? low - size : low;
    }
  }

  #fitBigint(
    value: bigint,
    isTooLarge: boolean,
    isTooSmall: boolean,
    width: number,
    signed: boolean,
    overflow: Overflow,
  ): void {
    this.overflowed = isTooLarge || isTooSmall;
    let fitting = value;
    if (this.overflowed && overflow === 'sat') fitting = isTooLarge ? maxOf(width, signed) : minOf(width, signed);
    else if (this.overflowed) fitting = signed ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
    this.value = width <= NUMBER_BITS_MAX ? Number(fitting) : fitting;
  }
}

function maxOf(width: number, signed: boolean): bigint {
  return (1n << BigInt(signed ? width - 1 : width)) - 1n;
}

function minOf(width: number, signed: boolean): bigint {
  return signed ? -(1n << BigInt(width - 1)) : 0n;
}
