import { INT64_TEXT_MAX, NOT_AN_INTEGER, parseInt64, writeInt64, writeInteger } from '@respite/bytes';
import { readLength, readLengthAfter, STRING_FORMS, writeLength } from './length.ts';
import { compressLzf, decompressLzf, EXPANSION_MAX } from './lzf.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';

/**
 * Strings.
 *
 * ```
 * length | bytes                                  as they are
 * 0xc0 i8,  0xc1 i16,  0xc2 i32                   the text of an integer, little-endian
 * 0xc3 | length packed | length | bytes           compressed (lzf.ts)
 * ```
 */
const INTEGER_8 = STRING_FORMS;
const INTEGER_16 = 0xc1;
const INTEGER_32 = 0xc2;
const COMPRESSED = 0xc3;

/** Texts of integers of 32 bits are no longer than this. */
const INTEGER_32_TEXT_MAX = 11;
/** Shorter strings are not compressed. */
const COMPRESSED_MIN = 21;
/** Bytes that compression has to save. */
const SAVED_MIN = 4;
const STRING_BYTES_MAX = 2 ** 32;

const integerText = new Uint8Array(INT64_TEXT_MAX);

export function writeString(output: RdbOutput, bytes: Uint8Array, start: number, end: number): void {
  const length = end - start;
  if (length > 0 && length <= INTEGER_32_TEXT_MAX && bytes[start] <= 0x39) {
    const integer = parseInt64(bytes, start, end);
    if (integer !== NOT_AN_INTEGER && writeInteger32(output, integer)) return;
  }
  if (length >= COMPRESSED_MIN && output.compresses && writeCompressed(output, bytes, start, end)) return;
  writeLength(output, length);
  output.append(bytes, start, end);
}

/** Writes the text of an integer. */
export function writeIntegerString(output: RdbOutput, value: number | bigint): void {
  if (writeInteger32(output, value)) return;
  const length = writeInt64(value, integerText, 0);
  writeLength(output, length);
  output.append(integerText, 0, length);
}

/** Writes an integer of up to 32 bits as that. @returns false if it has more */
function writeInteger32(output: RdbOutput, value: number | bigint): boolean {
  const bits = Number(value) | 0;
  if (bits !== Number(value)) return false;
  const size = (bits << 24) >> 24 === bits ? 1 : (bits << 16) >> 16 === bits ? 2 : 4;
  output.reserve(5);
  output.bytes[output.at++] = size === 1 ? INTEGER_8 : size === 2 ? INTEGER_16 : INTEGER_32;
  for (let i = 0; i < size; i++) output.bytes[output.at++] = bits >>> (8 * i);
  return true;
}

/** @returns false if it would not be shorter */
function writeCompressed(output: RdbOutput, bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  // It is written where it ends up if its length takes the most bytes, and moved then.
  const begin = output.at;
  const headMax = 11;
  output.reserve(headMax + length);
  const packed = begin + headMax;
  const behind = compressLzf(bytes, start, end, output.bytes, packed, length - SAVED_MIN);
  if (behind < 0) return false;
  output.bytes[output.at++] = COMPRESSED;
  writeLength(output, behind - packed);
  writeLength(output, length);
  output.bytes.copyWithin(output.at, packed, behind);
  output.at += behind - packed;
  return true;
}

/** Reads a string: `input.string` from `stringStart` to `stringEnd`. @throws RdbError */
export function readString(input: RdbInput): void {
  const form = input.byte();
  if (form < STRING_FORMS) {
    const length = readLengthAfter(input, form);
    input.string = input.bytes;
    input.stringStart = input.skip(length);
    input.stringEnd = input.at;
    return;
  }
  if (form === COMPRESSED) {
    readCompressed(input);
    return;
  }
  const { bytes } = input;
  let value: number;
  if (form === INTEGER_8) value = (input.byte() << 24) >> 24;
  else if (form === INTEGER_16) {
    const at = input.skip(2);
    value = ((bytes[at + 1] << 24) >> 16) | bytes[at];
  } else if (form === INTEGER_32) {
    const at = input.skip(4);
    value = (bytes[at + 3] << 24) | (bytes[at + 2] << 16) | (bytes[at + 1] << 8) | bytes[at];
  } else input.fail('a string in no form that is known');
  input.string = input.room(INT64_TEXT_MAX);
  input.stringStart = 0;
  input.stringEnd = writeInteger(value, input.string, 0);
}

function readCompressed(input: RdbInput): void {
  const packed = readLength(input);
  const length = readLength(input);
  const at = input.skip(packed);
  // Memory is asked for only where there are bytes that can fill it.
  if (length > packed * EXPANSION_MAX || length >= STRING_BYTES_MAX) input.fail('a string of more than its bytes');
  const text = input.room(length);
  if (!decompressLzf(input.bytes, at, input.at, text, length)) input.fail('a string that cannot be unpacked');
  input.string = text;
  input.stringStart = 0;
  input.stringEnd = length;
}
