/**
 * CRC-64 as Redis has it at the end of RDB files and DUMP payloads: the polynomial 0xad93d23594c935a9 (D. Jones), bits reflected, from
 * 0, nothing added at the end. The checksum of "123456789" is 0xe9c6d914c4b8d9ca.
 *
 * Eight bytes are taken at a time, each from a table of its own ("slicing by 8": Kounavis and Berry, 2005). A checksum is two words
 * of 32 bits, since a bigint for every byte would be slow.
 */

/** The polynomial, its bits in reverse. */
const POLYNOMIAL_HIGH = 0x95ac9329;
const POLYNOMIAL_LOW = 0xac4bc9b5;

const SLICES = 8;
/** `[256 * n + byte]`: what a byte adds that n more bytes follow. */
const lows = new Int32Array(256 * SLICES);
const highs = new Int32Array(256 * SLICES);

for (let byte = 0; byte < 256; byte++) {
  let low = byte;
  let high = 0;
  for (let bit = 0; bit < 8; bit++) {
    const isOdd = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (isOdd === 1) {
      low ^= POLYNOMIAL_LOW;
      high ^= POLYNOMIAL_HIGH;
    }
  }
  lows[byte] = low;
  highs[byte] = high;
}
for (let i = 256; i < 256 * SLICES; i++) {
  const low = lows[i - 256];
  const high = highs[i - 256];
  lows[i] = ((low >>> 8) | (high << 24)) ^ lows[low & 0xff];
  highs[i] = (high >>> 8) ^ highs[low & 0xff];
}

/** Bytes of a written checksum. */
export const CRC64_BYTES = 8;

/** A checksum of bytes that come one piece after the other. */
export class Crc64 {
  /** The checksum of what was added so far, as signed words. */
  low = 0;
  high = 0;

  reset(): this {
    this.low = 0;
    this.high = 0;
    return this;
  }

  add(bytes: Uint8Array, start: number, end: number): this {
    let { low, high } = this;
    let at = start;
    for (; at + 8 <= end; at += 8) {
      const a = low ^ (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24));
      const b = high ^ (bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24));
      const i0 = 1792 + (a & 0xff);
      const i1 = 1536 + ((a >>> 8) & 0xff);
      const i2 = 1280 + ((a >>> 16) & 0xff);
      const i3 = 1024 + (a >>> 24);
      const i4 = 768 + (b & 0xff);
      const i5 = 512 + ((b >>> 8) & 0xff);
      const i6 = 256 + ((b >>> 16) & 0xff);
      const i7 = b >>> 24;
      low = lows[i0] ^ lows[i1] ^ lows[i2] ^ lows[i3] ^ lows[i4] ^ lows[i5] ^ lows[i6] ^ lows[i7];
      high = highs[i0] ^ highs[i1] ^ highs[i2] ^ highs[i3] ^ highs[i4] ^ highs[i5] ^ highs[i6] ^ highs[i7];
    }
    for (; at < end; at++) {
      const index = (low ^ bytes[at]) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ lows[index];
      high = (high >>> 8) ^ highs[index];
    }
    this.low = low;
    this.high = high;
    return this;
  }

  /** Writes the checksum, CRC64_BYTES, the lowest byte first. */
  write(to: Uint8Array, at: number): void {
    for (let i = 0; i < 4; i++) {
      to[at + i] = this.low >>> (8 * i);
      to[at + 4 + i] = this.high >>> (8 * i);
    }
  }

  /** Whether the bytes at `at` are this checksum, the lowest byte first. */
  equals(bytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < 4; i++) {
      if (bytes[at + i] !== ((this.low >>> (8 * i)) & 0xff)) return false;
      if (bytes[at + 4 + i] !== ((this.high >>> (8 * i)) & 0xff)) return false;
    }
    return true;
  }
}
