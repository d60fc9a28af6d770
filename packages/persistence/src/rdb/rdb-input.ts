import { RdbError } from './rdb-error.ts';

/** Bytes that are read one part after the other; they may come from anybody. */
export class RdbInput {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
  /** The string that `readString` read last: a slice of `bytes`, or of memory that the next one uses again. */
  string: Uint8Array;
  stringStart = 0;
  stringEnd = 0;
  /** Where strings are unpacked to. */
  scratch: Uint8Array = new Uint8Array(64);

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.string = bytes;
    this.at = start;
    this.end = end;
  }

  fail(what: string): never {
    throw new RdbError(what);
  }

  /** Makes sure that `length` bytes follow. @throws RdbError */
  need(length: number): void {
    if (length > this.end - this.at) this.fail('it ends too early');
  }

  byte(): number {
    this.need(1);
    return this.bytes[this.at++];
  }

  /** Goes on behind the next `length` bytes. @returns where they begin */
  skip(length: number): number {
    this.need(length);
    const { at } = this;
    this.at += length;
    return at;
  }

  /** Eight bytes, little-endian, signed. */
  integer64(): bigint {
    return this.#view(8).getBigInt64(0, true);
  }

  /** Eight bytes, little-endian. */
  double(): number {
    return this.#view(8).getFloat64(0, true);
  }

  #view(length: number): DataView {
    const { bytes } = this;
    return new DataView(bytes.buffer, bytes.byteOffset + this.skip(length), length);
  }

  /** Room of `length` bytes for a string that is unpacked. */
  room(length: number): Uint8Array {
    if (length > this.scratch.length) this.scratch = new Uint8Array(Math.max(length, 2 * this.scratch.length));
    return this.scratch;
  }
}
