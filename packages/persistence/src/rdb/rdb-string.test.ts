import { type SeededRandom, seededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { readLength, readLength64, writeLength, writeLength64 } from './length.ts';
import { compressLzf, decompressLzf } from './lzf.ts';
import { RdbError } from './rdb-error.ts';
import { RdbInput } from './rdb-input.ts';
import { RdbOutput } from './rdb-output.ts';
import { readString, writeIntegerString, writeString } from './rdb-string.ts';

function written(write: (output: RdbOutput) => void): string {
  const output = new RdbOutput();
  write(output);
  return Buffer.from(output.bytes.subarray(0, output.at)).toString('hex');
}

function inputOf(hex: string): RdbInput {
  const bytes = Buffer.from(hex, 'hex');
  return new RdbInput(bytes, 0, bytes.length);
}

function textOf(hex: string): string {
  const input = inputOf(hex);
  readString(input);
  expect(input.at).toBe(input.end);
  return Buffer.from(input.string.slice(input.stringStart, input.stringEnd)).toString('latin1');
}

function string(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return written((output) => writeString(output, bytes, 0, bytes.length));
}

describe('lengths', () => {
  test.each([
    [0, '00'],
    [63, '3f'],
    [64, '4040'],
    [16383, '7fff'],
    [16384, '8000004000'],
    [0xffff_ffff, '80ffffffff'],
    [0x1_0000_0000, '810000000100000000'],
  ])('%d', (value, hex) => {
    expect(written((output) => writeLength(output, value))).toBe(hex);
    expect(readLength(inputOf(hex))).toBe(value);
    expect(readLength64(inputOf(hex))).toBe(BigInt(value));
  });

  test('of 64 bits', () => {
    expect(written((output) => writeLength64(output, -1n))).toBe('81ffffffffffffffff');
    expect(readLength64(inputOf('81ffffffffffffffff'))).toBe(0xffff_ffff_ffff_ffffn);
  });

  test.each(['', '40', '80000000', '8100', '82', 'bf00000000', 'c0'])('none is %s', (hex) => {
    expect(() => readLength(inputOf(hex))).toThrow(RdbError);
  });
});

describe('strings', () => {
  test.each([
    ['', '00'],
    ['abc', '03616263'],
    ['-1', 'c0ff'],
    ['127', 'c07f'],
    ['128', 'c18000'],
    ['-32768', 'c10080'],
    ['32768', 'c200800000'],
    ['-2147483648', 'c200000080'],
    ['2147483648', '0a32313437343833363438'],
    ['007', '03303037'],
    ['-0', '022d30'],
    ['a'.repeat(20), `14${'61'.repeat(20)}`],
  ])('%s', (text, hex) => {
    expect(string(text)).toBe(hex);
    expect(textOf(hex)).toBe(text);
  });

  test('integers', () => {
    expect(written((output) => writeIntegerString(output, 5))).toBe('c005');
    expect(textOf(written((output) => writeIntegerString(output, -9223372036854775808n)))).toBe('-9223372036854775808');
  });

  test('are compressed where that is shorter', () => {
    const hex = string('a'.repeat(100));
    expect(hex.length).toBeLessThan(40);
    expect(textOf(hex)).toBe('a'.repeat(100));
    // As redis-server writes it.
    expect(textOf('c3094064016161e05700016161')).toHaveLength(100);
  });

  test.each([
    '05616263', // ends too early
    'c0',
    'c100',
    'c2000000',
    'c4',
    'ff',
    '80ffffffff61', // a lie
    '81ffffffffffffffff61',
    'c30180ffffffff00', // more than its bytes can make
    'c3020100', // no bytes
    'c3020300612000', // what it refers to is not there
    'c302020061', // not as long as it says
  ])('%s is none', (hex) => {
    expect(() => readString(inputOf(hex))).toThrow(RdbError);
  });
});

function randomText(random: SeededRandom): Uint8Array {
  const bytes = new Uint8Array(random.nextInt(random.pick([30, 300, 20_000])));
  const letters = random.pick([1, 2, 4, 256]);
  for (let i = 0; i < bytes.length; i++) {
    if (i > 10 && random.chance(0.3)) {
      const from = random.nextInt(i);
      for (let j = from; j < from + random.nextInt(400) && i < bytes.length; j++) bytes[i++] = bytes[j];
    }
    if (i < bytes.length) bytes[i] = random.nextInt(letters);
  }
  return bytes;
}

test('LZF: what is compressed is read again, and what is damaged does no harm', () => {
  const random = seededRandom('LZF');
  for (let round = 0; round < 500; round++) {
    const text = randomText(random);
    const packed = new Uint8Array(text.length + 64).fill(0xee);
    const end = compressLzf(text, 0, text.length, packed, 8, text.length);
    if (end < 0) continue;
    expect(packed.subarray(8 + text.length).every((byte) => byte === 0xee)).toBe(true);
    const read = new Uint8Array(text.length + 1).fill(0xee);
    expect(decompressLzf(packed, 8, end, read, text.length)).toBe(true);
    expect(Buffer.compare(read.subarray(0, text.length), text)).toBe(0);
    expect(read[text.length]).toBe(0xee);
    for (let i = 0; i < 10 && end > 8; i++) packed[8 + random.nextInt(end - 8)] = random.nextInt(256);
    decompressLzf(packed, 8, end, read, text.length);
    expect(read[text.length]).toBe(0xee);
  }
});
