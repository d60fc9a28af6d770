import { copyBytes, copyInto } from './copy-bytes.ts';
/** No bytes at all; what a buffer field holds while it has nothing. */
export const NO_BYTES = new Uint8Array(0);

const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/**
 * The arguments of one command as slices of one byte buffer:
 *
 * ```
 * bytes   * 2 \r \n $ 3 \r \n G E T \r \n $ 1 \r \n k \r \n
 *                             ^    ^                ^^
 * starts[0] = 8 --------------+    |                ||
 * ends[0]   = 11 ------------------+    starts[1] --++-- ends[1]
 * ```
 *
 * What a decoder hands out is valid until that decoder's next call; `copy()` keeps it.
 */
export class Arguments {
  /** The buffer that all slices point into. */
  bytes: Uint8Array = NO_BYTES;
  /** Where argument `i` begins, for `i < count`. May be longer than `count`, and is replaced when it grows. */
  starts: Int32Array;
  /** Where argument `i` ends, exclusive. */
  ends: Int32Array;
  count = 0;

  constructor(capacity = 8) {
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  /** Arguments that own their bytes, from text (as UTF-8) and bytes. For tests and cold paths. */
  static of(...values: (string | Uint8Array)[]): Arguments {
    const parts = values.map((value) => (typeof value === 'string' ? utf8Encoder.encode(value) : value));
    const args = new Arguments(Math.max(values.length, 1));
    args.bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let position = 0;
    for (const part of parts) {
      args.bytes.set(part, position);
      args.push(position, position + part.length);
      position += part.length;
    }
    return args;
  }

  /** Length of argument `i` in bytes. */
  lengthOf(i: number): number {
    return this.ends[i] - this.starts[i];
  }

  /** Appends the slice `[start, end)` of `bytes`. */
  push(start: number, end: number): void {
    if (this.count === this.starts.length) this.grow(this.count + 1);
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  /** Makes room for at least `capacity` slices; those present stay. */
  grow(capacity: number): void {
    const room = Math.max(capacity, this.starts.length * 2, 8);
    const starts = new Int32Array(room);
    const ends = new Int32Array(room);
    starts.set(this.starts.subarray(0, this.count));
    ends.set(this.ends.subarray(0, this.count));
    this.starts = starts;
    this.ends = ends;
  }

  /** Gets new, empty offsets; the arrays as they were are the caller's. */
  renew(): void {
    this.starts = new Int32Array(8);
    this.ends = new Int32Array(8);
    this.count = 0;
  }

  /** The same arguments with a buffer of their own that holds nothing else: for MULTI queues and blocked clients. */
  copy(): Arguments {
    const copy = new Arguments(this.count);
    let total = 0;
    for (let i = 0; i < this.count; i++) total += this.ends[i] - this.starts[i];
    const bytes = new Uint8Array(total);
    let position = 0;
    for (let i = 0; i < this.count; i++) {
      const start = this.starts[i];
      const end = this.ends[i];
      copy.starts[i] = position;
      copyInto(this.bytes, start, end, bytes, position);
      position += end - start;
      copy.ends[i] = position;
    }
    copy.bytes = bytes;
    copy.count = this.count;
    return copy;
  }

  /** A copy of argument `i`. */
  toBytes(i: number): Uint8Array {
    return copyBytes(this.bytes, this.starts[i], this.ends[i]);
  }

  /** Argument `i` read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  text(i: number): string {
    return utf8Decoder.decode(this.bytes.subarray(this.starts[i], this.ends[i]));
  }

  /** All arguments as text, for tests and messages. */
  texts(): string[] {
    const texts: string[] = [];
    for (let i = 0; i < this.count; i++) texts.push(this.text(i));
    return texts;
  }
}
