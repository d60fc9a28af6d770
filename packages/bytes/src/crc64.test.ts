import { seededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { CRC64_BYTES, Crc64 } from './crc64.ts';

function checksum(bytes: Uint8Array): string {
  const crc = new Crc64().add(bytes, 0, bytes.length);
  return `${(crc.high >>> 0).toString(16).padStart(8, '0')}${(crc.low >>> 0).toString(16).padStart(8, '0')}`;
}

/** Bit by bit, as the definition has it. */
function plainChecksum(bytes: Uint8Array): string {
  let crc = 0n;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x95ac9329ac4bc9b5n : crc >> 1n;
  }
  return crc.toString(16).padStart(16, '0');
}

describe('CRC-64', () => {
  test('has the known check value', () => {
    expect(checksum(new TextEncoder().encode('123456789'))).toBe('e9c6d914c4b8d9ca');
    expect(checksum(new Uint8Array(0))).toBe('0000000000000000');
  });

  test('is that of its definition, at every length and in pieces', () => {
    const random = seededRandom('CRC-64');
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, () => random.nextInt(256));
      const expected = plainChecksum(bytes);
      expect(checksum(bytes)).toBe(expected);
      const cut = random.nextInt(length + 1);
      const whole = new Crc64().add(bytes, 0, length);
      const parts = new Crc64().add(bytes, 0, cut).add(bytes, cut, length);
      expect([parts.low, parts.high]).toEqual([whole.low, whole.high]);
      const written = new Uint8Array(CRC64_BYTES);
      parts.write(written, 0);
      expect(Buffer.from(written).reverse().toString('hex')).toBe(expected);
      expect(whole.equals(written, 0)).toBe(true);
      written[random.nextInt(8)] ^= 1 << random.nextInt(8);
      expect(whole.equals(written, 0)).toBe(false);
    }
  });
});
