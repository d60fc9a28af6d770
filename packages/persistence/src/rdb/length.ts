import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';

/**
 * Lengths, counts, and other integers that are mostly small. High bytes come first.
 *
 * ```
 * 00nnnnnn             6 bits
 * 01nnnnnn nnnnnnnn    14 bits
 * 10000000 u32
 * 10000001 u64
 * 11tttttt             not a length: a string that is written otherwise (rdb-string.ts)
 * ```
 */
const LENGTH_14 = 0x40;
const LENGTH_32 = 0x80;
const LENGTH_64 = 0x81;
/** From this byte on it is no length. */
export const STRING_FORMS = 0xc0;

/** @param value a safe integer, from 0 on */
export function writeLength(output: RdbOutput, value: number): void {
  if (value > 0xffff_ffff) {
    writeLength64(output, BigInt(value));
    return;
  }
  output.reserve(5);
  const { bytes } = output;
  if (value < 0x40) bytes[output.at++] = value;
  else if (value < 0x4000) {
    bytes[output.at++] = LENGTH_14 | (value >>> 8);
    bytes[output.at++] = value;
  } else {
    bytes[output.at++] = LENGTH_32;
    for (let shift = 24; shift >= 0; shift -= 8) bytes[output.at++] = value >>> shift;
  }
}

/** @param value modulo 2^64 */
export function writeLength64(output: RdbOutput, value: bigint): void {
  const bits = BigInt.asUintN(64, value);
  if (bits <= 0xffff_ffffn) {
    writeLength(output, Number(bits));
    return;
  }
  output.byte(LENGTH_64);
  output.reserve(8);
  for (let shift = 56n; shift >= 0n; shift -= 8n) output.bytes[output.at++] = Number((bits >> shift) & 0xffn);
}

/** Reads a length; one above 2^53 is rounded. @throws RdbError */
export function readLength(input: RdbInput): number {
  return readLengthAfter(input, input.byte());
}

/** As `readLength`, where its first byte has been read. */
export function readLengthAfter(input: RdbInput, first: number): number {
  if (first < LENGTH_14) return first;
  if (first < LENGTH_32) return ((first & 0x3f) << 8) | input.byte();
  const at = input.skip(first === LENGTH_32 ? 4 : first === LENGTH_64 ? 8 : input.fail('no length'));
  const high = word(input.bytes, at);
  return first === LENGTH_32 ? high : high * 2 ** 32 + word(input.bytes, at + 4);
}

/** As `readLength`, exact: an unsigned integer of 64 bits. */
export function readLength64(input: RdbInput): bigint {
  const first = input.byte();
  if (first !== LENGTH_64) return BigInt(readLengthAfter(input, first));
  const at = input.skip(8);
  return (BigInt(word(input.bytes, at)) << 32n) | BigInt(word(input.bytes, at + 4));
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}
