import { copyBytes, INT64_TEXT_MAX, writeInteger } from '@respite/bytes';
import type { ElementSink, Slices } from '@respite/store';

/** Where an element is missing. */
const NOTHING = -1;

const FIRST_BYTES = 4096;
const FIRST_COUNT = 64;

/**
 * Copies of elements, one behind the other in one array; so no object is made per element, and what the copies were made from may go.
 * A list of them can be stored as they are.
 */
export class ElementCopies implements ElementSink, Slices {
  bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  starts: Int32Array = new Int32Array(FIRST_COUNT);
  ends: Int32Array = new Int32Array(FIRST_COUNT);
  count = 0;
  #used = 0;

  bulk(bytes: Uint8Array, start: number, end: number): void {
    const at = this.#reserve(end - start);
    copyBytes(bytes, start, end, this.bytes, at);
    this.#finish(at, at + end - start);
  }

  bulkInteger(value: number): void {
    const at = this.#reserve(INT64_TEXT_MAX);
    this.#finish(at, writeInteger(value, this.bytes, at));
  }

  /** Adds a place without an element. */
  nothing(): void {
    this.#reserve(0);
    this.#finish(NOTHING, NOTHING);
  }

  has(index: number): boolean {
    return this.starts[index] !== NOTHING;
  }

  #reserve(length: number): number {
    if (this.#used + length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.#used + length));
      larger.set(this.bytes.subarray(0, this.#used));
      this.bytes = larger;
    }
    if (this.count === this.starts.length) {
      const starts = new Int32Array(this.count * 2);
      const ends = new Int32Array(this.count * 2);
      starts.set(this.starts);
      ends.set(this.ends);
      this.starts = starts;
      this.ends = ends;
    }
    return this.#used;
  }

  #finish(start: number, end: number): void {
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
    if (end > this.#used) this.#used = end;
  }
}
