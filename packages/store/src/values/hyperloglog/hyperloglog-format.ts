/**
 * A HyperLogLog as a string, byte for byte as Redis has it:
 *
 * ```
 * 0      4          5          8                      16
 * | HYLL | encoding | 0 0 0    | cardinality, u64 LE  | registers ...
 *
 * encoding     0 dense, 1 sparse
 * cardinality  the last estimate; its highest bit is set where registers have changed since
 * ```
 *
 * 16384 registers each hold the length of the longest run "00...1" among the hashes that belong to it, 0 to 51.
 */

export const HEADER_BYTES = 16;
export const DENSE = 0;
export const SPARSE = 1;
export const REGISTERS = 16384;
/** Bits of a hash that choose the register. */
export const INDEX_BITS = 14;
/** Bits of a hash whose zeros are counted. */
export const RUN_BITS = 64 - INDEX_BITS;

const ENCODING_AT = 4;
const CARDINALITY_AT = 8;
const CARDINALITY_END = 16;

/** "HYLL" */
const MAGIC = [0x48, 0x59, 0x4c, 0x4c];
/** One run of 16384 zero registers. */
const EMPTY_REGISTERS = [0x7f, 0xff];
export const EMPTY_BYTES = HEADER_BYTES + EMPTY_REGISTERS.length;

/** Whether `bytes[start, end)` begin as a HyperLogLog does and can be one by their length. */
export function looksLikeHyperLogLog(bytes: Uint8Array, start: number, end: number, denseBytes: number): boolean {
  if (end - start < HEADER_BYTES) return false;
  for (let i = 0; i < MAGIC.length; i++) if (bytes[start + i] !== MAGIC[i]) return false;
  const encoding = encodingAt(bytes, start);
  return encoding === SPARSE || (encoding === DENSE && end - start === denseBytes);
}

export function encodingAt(bytes: Uint8Array, start: number): number {
  return bytes[start + ENCODING_AT];
}

/** Writes a HyperLogLog without elements, sparse, EMPTY_BYTES long. */
export function writeEmpty(bytes: Uint8Array, start: number): void {
  bytes.fill(0, start, start + HEADER_BYTES);
  bytes.set(MAGIC, start);
  bytes[start + ENCODING_AT] = SPARSE;
  bytes.set(EMPTY_REGISTERS, start + HEADER_BYTES);
}

/** Makes the header that of the dense encoding; the estimate stays. */
export function setDense(bytes: Uint8Array, start: number): void {
  bytes[start + ENCODING_AT] = DENSE;
}

/** The estimate made last, or undefined where it is out of date. */
export function cachedCardinality(bytes: Uint8Array, start: number): number | bigint | undefined {
  if (bytes[start + CARDINALITY_END - 1] & 0x80) return undefined;
  let value = 0;
  for (let i = CARDINALITY_END - 1; i >= CARDINALITY_AT; i--) value = value * 256 + bytes[start + i];
  if (Number.isSafeInteger(value)) return value;
  let exact = 0n;
  for (let i = CARDINALITY_END - 1; i >= CARDINALITY_AT; i--) exact = (exact << 8n) | BigInt(bytes[start + i]);
  return exact;
}

/** Keeps an estimate, a signed 64-bit integer. */
export function cacheCardinality(bytes: Uint8Array, start: number, cardinality: number): void {
  let rest = cardinality;
  for (let i = CARDINALITY_AT; i < CARDINALITY_END; i++) {
    const quotient = Math.floor(rest / 256);
    bytes[start + i] = rest - quotient * 256;
    rest = quotient;
  }
}

export function forgetCardinality(bytes: Uint8Array, start: number): void {
  bytes[start + CARDINALITY_END - 1] |= 0x80;
}
