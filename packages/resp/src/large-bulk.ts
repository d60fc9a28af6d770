import { capacityFor } from './spare-buffers.ts';
import { unclearedMemory } from './uncleared-memory.ts';
import { decodeUtf8, utf8Boundary } from './utf8.ts';

/** A bulk string that arrives in many chunks: takes the pieces, and in the end gives the value. */
export interface LargeBulk {
  /** Bytes that are still to come. */
  missing: number;
  take(bytes: Uint8Array, start: number, end: number): void;
  value(): Uint8Array | string;
}

/** Each piece goes where it will stay: when the last one is in, so is the value. */
export class LargeBytes implements LargeBulk {
  missing: number;
  private bytes: Uint8Array;
  private readonly length: number;
  private filled = 0;

  constructor(length: number, arrived: number) {
    this.length = this.missing = length;
    this.bytes = unclearedMemory(Math.min(capacityFor(arrived, length), length));
  }

  take(bytes: Uint8Array, start: number, end: number): void {
    const filled = this.filled + end - start;
    if (filled > this.bytes.length) {
      const larger = unclearedMemory(Math.min(capacityFor(filled, this.length), this.length));
      larger.set(this.bytes.subarray(0, this.filled));
      this.bytes = larger;
    }
    this.bytes.set(bytes.subarray(start, end), this.filled);
    this.filled = filled;
    this.missing -= end - start;
  }

  value(): Uint8Array {
    return this.bytes;
  }
}

/** Pieces smaller than this are brought together before they become text, or a string would be made of crumbs. */
const PIECE = 16 * 1024;
const LONGEST_CHARACTER = 4;

/**
 * Text piece by piece: each is decoded up to the last character that is whole, and what is left goes before the next.
 *
 * ```
 * chunk 1  [.........\xe2\x82]    -> text, and \xe2\x82 to `rest`
 * chunk 2  [\xac.............]    -> \xac to `rest`, which is a character now; then the chunk as it lies
 * ```
 */
export class LargeText implements LargeBulk {
  missing: number;
  private text = '';
  private readonly rest = new Uint8Array(PIECE);
  private restLength = 0;

  constructor(length: number) {
    this.missing = length;
  }

  take(bytes: Uint8Array, start: number, end: number): void {
    this.missing -= end - start;
    while (start < end) {
      if (end - start < PIECE) {
        const stop = Math.min(end, start + PIECE - this.restLength);
        this.rest.set(bytes.subarray(start, stop), this.restLength);
        this.restLength += stop - start;
        start = stop;
        if (this.restLength === PIECE) this.flush(utf8Boundary(this.rest, 0, PIECE));
      } else if (this.restLength === 0) {
        const cut = utf8Boundary(bytes, start, end);
        this.text += decodeUtf8(bytes, start, cut);
        start = cut;
      } else {
        while (this.restLength < LONGEST_CHARACTER && isContinuation(bytes[start])) {
          this.rest[this.restLength++] = bytes[start++];
        }
        this.flush(isContinuation(bytes[start]) ? utf8Boundary(this.rest, 0, this.restLength) : this.restLength);
      }
    }
  }

  value(): string {
    this.flush(this.restLength);
    return this.text;
  }

  private flush(cut: number): void {
    this.text += decodeUtf8(this.rest, 0, cut);
    this.rest.copyWithin(0, cut, this.restLength);
    this.restLength -= cut;
  }
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
