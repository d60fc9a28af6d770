import type { PackedElements } from './packed-elements.ts';

/**
 * Zipmaps, what Redis packed small hashes in until 2.4; only read.
 *
 * ```
 * | count u8 | length | field | length | free u8 | value | free bytes | length | field | ... | 0xFF |
 *
 * length   one byte below 254, else 0xFE and a u32, little-endian
 * count    of pairs; 254 and more: they must be counted
 * ```
 */
const END = 0xff;
const LONG = 0xfe;
const COUNT_UNKNOWN = 0xfe;

/** Fields and values by turns. */
export class ZipmapElements implements PackedElements {
  readonly form = 'zipmap';
  count = 0;
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  #next = 0;
  #isValue = false;

  open(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start < 2 || bytes[end - 1] !== END) return false;
    this.bytes = bytes;
    this.#begin(start);
    let count = 0;
    for (; this.#next < end - 1; count++) {
      if (bytes[this.#next] === END || !this.#parse(end - 1)) return false;
    }
    if (count % 2 === 1 || (bytes[start] < COUNT_UNKNOWN && bytes[start] !== count / 2)) return false;
    this.count = count;
    this.#begin(start);
    return true;
  }

  next(): boolean {
    if (!this.#isValue && this.bytes[this.#next] === END) return false;
    return this.#parse(this.bytes.length);
  }

  #begin(start: number): void {
    this.#next = start + 1;
    this.#isValue = false;
  }

  #parse(end: number): boolean {
    const { bytes } = this;
    let at = this.#next;
    let length = bytes[at++];
    if (length === LONG) {
      if (at + 4 > end) return false;
      length = (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
      at += 4;
    } else if (length === END) return false;
    let free = 0;
    if (this.#isValue) {
      if (at >= end) return false;
      free = bytes[at++];
    }
    this.start = at;
    this.end = at + length;
    this.#next = this.end + free;
    this.#isValue = !this.#isValue;
    return this.#next <= end;
  }
}
