import { copyBytes } from '@respite/bytes';

const BYTES_AT_FIRST = 4096;
/** A buffer that has grown beyond this is let go when it is used anew. */
const BYTES_KEPT = 1 << 20;

/** Bytes that grow at their end. Those who write reserve room first: `bytes[at]` is the next one. */
export class RdbOutput {
  bytes: Uint8Array = new Uint8Array(BYTES_AT_FIRST);
  at = 0;
  /** Whether strings are compressed, where that makes them shorter. */
  compresses = true;

  /** Begins anew. */
  clear(): void {
    this.at = 0;
    if (this.bytes.length > BYTES_KEPT) this.bytes = new Uint8Array(BYTES_AT_FIRST);
  }

  /** Makes sure of room for `length` bytes. */
  reserve(length: number): void {
    const needed = this.at + length;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  append(from: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    copyBytes(from, start, end, this.bytes, this.at);
    this.at += end - start;
  }

  /** Eight bytes, little-endian: times are such. */
  integer64(value: number | bigint): void {
    this.reserve(8);
    const bits = BigInt.asUintN(64, BigInt(value));
    this.#word(Number(bits & 0xffff_ffffn));
    this.#word(Number(bits >> 32n));
  }

  /** Eight bytes, little-endian. */
  double(value: number): void {
    doubles.setFloat64(0, value, true);
    this.reserve(8);
    for (let i = 0; i < 8; i++) this.bytes[this.at++] = doubles.getUint8(i);
  }

  #word(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.at++] = value >>> shift;
  }
}

const doubles = new DataView(new ArrayBuffer(8));
