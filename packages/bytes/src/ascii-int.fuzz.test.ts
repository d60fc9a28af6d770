import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { fitsInt64, NOT_AN_INTEGER, narrowInteger, parseInt64, parseSmallInteger, writeInt64 } from './ascii-int.ts';

/** The same, as slowly as it may be. */
function expectedOf(text: string): number | bigint | typeof NOT_AN_INTEGER {
  if (!/^(?:0|-?[1-9]\d*)$/.test(text)) return NOT_AN_INTEGER;
  const value = BigInt(text);
  return fitsInt64(value) ? narrowInteger(value) : NOT_AN_INTEGER;
}

test('any text is read as a slow reader reads it', () => {
  const random = seededRandom('ascii-int reading');
  for (let round = 0; round < 20_000; round++) {
    let text = random.chance(0.3) ? '-' : '';
    for (let length = random.nextInt(22); length > 0; length--) {
      text += random.chance(0.01) ? random.pick(['-', '+', '.', 'e', ' ', 'x', '/', ':']) : random.nextInt(10);
    }
    const bytes = new TextEncoder().encode(`1${text}1`);
    expect(parseInt64(bytes, 1, bytes.length - 1), text).toBe(expectedOf(text));
    const small = parseSmallInteger(bytes, 1, bytes.length - 1);
    if (!Number.isNaN(small)) expect(small, text).toBe(expectedOf(text));
  }
});

test('what is written is read back', () => {
  const random = seededRandom('ascii-int writing');
  const bytes = new Uint8Array(24);
  for (let round = 0; round < 20_000; round++) {
    const wide = (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
    const value = narrowInteger(BigInt.asIntN(64, wide) >> BigInt(random.nextInt(64)));
    const end = writeInt64(value, bytes, 2);
    expect(new TextDecoder().decode(bytes.subarray(2, end))).toBe(value.toString());
    expect(parseInt64(bytes, 2, end)).toBe(value);
  }
});
