/** Signed 64-bit integers as eight bytes, little-endian two's complement. */

/** The integer at `at`: a number where that is exact, else a bigint. */
export function readInteger64(bytes: Uint8Array, at: number): number | bigint {
  const low = (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  const high = bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24);
  // 2^53 in the high word's terms is 2^21; -2^53 itself is told by a bigint, as parseInt64 does.
  if (high >= -0x200000 && high < 0x200000 && (high !== -0x200000 || low !== 0)) return high * 0x100000000 + low;
  return (BigInt(high) << 32n) | BigInt(low);
}

export function writeInteger64(bytes: Uint8Array, at: number, value: number | bigint): void {
  const low = lowWord(value);
  const high = highWord(value);
  bytes[at] = low;
  bytes[at + 1] = low >>> 8;
  bytes[at + 2] = low >>> 16;
  bytes[at + 3] = low >>> 24;
  bytes[at + 4] = high;
  bytes[at + 5] = high >>> 8;
  bytes[at + 6] = high >>> 16;
  bytes[at + 7] = high >>> 24;
}

/** The upper 32 bits, as a signed integer. */
export function highWord(value: number | bigint): number {
  return typeof value === 'number' ? Math.floor(value / 0x100000000) : Number(value >> 32n);
}

/** The lower 32 bits, as an unsigned integer. */
export function lowWord(value: number | bigint): number {
  if (typeof value === 'number') return value - Math.floor(value / 0x100000000) * 0x100000000;
  return Number(value & 0xffffffffn);
}
