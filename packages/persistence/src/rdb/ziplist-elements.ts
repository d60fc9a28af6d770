import { INT64_TEXT_MAX, writeInt64, writeInteger } from '@respite/bytes';
import { readInteger64 } from '@respite/store';
import type { PackedElements } from './packed-elements.ts';

/**
 * Ziplists, what Redis packed small values in before it had listpacks (until 6.2); only read.
 *
 * ```
 * | bytes u32 | offset of the last element u32 | count u16 | elements ... | 0xFF |
 *
 * element    | bytes of the element before | encoding | content |
 *
 * bytes      one below 254, else 0xFE and a u32
 * encoding   00llllll                string of up to 63 bytes
 *            01llllll llllllll       string of up to 16383 bytes, high bits of its length first
 *            10------ u32            string, its length big-endian
 *            0xC0, 0xD0, 0xE0        integer of 2, 4 or 8 bytes
 *            0xF0, 0xFE              integer of 3 bytes, of 1 byte
 *            0xF1 .. 0xFD            the integer 0 to 12
 * ```
 *
 * All but lengths of strings is little-endian. A count of 65535 says that there may be more.
 */
const HEADER_BYTES = 10;
const END = 0xff;
const LONG_PREVIOUS = 0xfe;
const COUNT_UNKNOWN = 0xffff;

export class ZiplistElements implements PackedElements {
  readonly form = 'ziplist';
  count = 0;
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  readonly #text = new Uint8Array(INT64_TEXT_MAX);
  #packed: Uint8Array = new Uint8Array(0);
  #next = 0;
  /** Of the element at `#next`: where its content is, whether it is a string, and where it ends. */
  #content = 0;
  #encoding = 0;
  #behind = 0;

  open(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start < HEADER_BYTES + 1 || bytes[end - 1] !== END) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, HEADER_BYTES);
    if (view.getUint32(0, true) !== end - start) return false;
    this.#packed = bytes;
    let count = 0;
    let previous = 0;
    let last = start + HEADER_BYTES;
    let at = last;
    while (at < end - 1) {
      if (!this.#parse(at, end - 1, previous)) return false;
      previous = this.#behind - at;
      last = at;
      at = this.#behind;
      count++;
    }
    const told = view.getUint16(8, true);
    if (told !== COUNT_UNKNOWN && told !== count) return false;
    if (view.getUint32(4, true) !== last - start) return false;
    this.count = count;
    this.#next = start + HEADER_BYTES;
    return true;
  }

  next(): boolean {
    const at = this.#next;
    if (this.#packed[at] === END) return false;
    this.#parse(at, this.#packed.length, -1);
    this.#next = this.#behind;
    if (this.#encoding < 0xc0) {
      this.bytes = this.#packed;
      this.start = this.#content;
      this.end = this.#behind;
      return true;
    }
    this.bytes = this.#text;
    this.start = 0;
    this.end =
      this.#encoding === 0xe0
        ? writeInt64(readInteger64(this.#packed, this.#content), this.#text, 0)
        : writeInteger(this.#integer(), this.#text, 0);
    return true;
  }

  /** Of up to 32 bits. */
  #integer(): number {
    const encoding = this.#encoding;
    if (encoding > 0xf0 && encoding < LONG_PREVIOUS) return encoding - 0xf1;
    const size = this.#behind - this.#content;
    let bits = 0;
    for (let i = 0; i < size; i++) bits |= this.#packed[this.#content + i] << (8 * i);
    const unused = 32 - 8 * size;
    return (bits << unused) >> unused;
  }

  /**
   * Finds the parts of the element at `at`, which must end before `end`.
   * @param previous bytes of the element before, as it must be told; -1: whatever
   */
  #parse(at: number, end: number, previous: number): boolean {
    const bytes = this.#packed;
    let position = at + 1;
    let told = bytes[at];
    if (told === END) return false;
    if (told === LONG_PREVIOUS) {
      if (at + 5 > end) return false;
      told = (bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16) | (bytes[at + 4] << 24)) >>> 0;
      position += 4;
    }
    if (previous >= 0 && told !== previous) return false;
    if (position >= end) return false;
    const encoding = bytes[position++];
    let size: number;
    switch (encoding >>> 6) {
      case 0:
        size = encoding;
        break;
      case 1:
        if (position >= end) return false;
        size = ((encoding & 0x3f) << 8) | bytes[position++];
        break;
      case 2:
        if (position + 4 > end) return false;
        size =
          bytes[position] * 2 ** 24 + ((bytes[position + 1] << 16) | (bytes[position + 2] << 8) | bytes[position + 3]);
        position += 4;
        break;
      default:
        size = integerBytes(encoding);
        if (size < 0) return false;
    }
    this.#encoding = encoding;
    this.#content = position;
    this.#behind = position + size;
    return this.#behind <= end;
  }
}

function integerBytes(encoding: number): number {
  switch (encoding) {
    case 0xc0:
      return 2;
    case 0xd0:
      return 4;
    case 0xe0:
      return 8;
    case 0xf0:
      return 3;
    case 0xfe:
      return 1;
    default:
      return encoding > 0xf0 && encoding < 0xfe ? 0 : -1;
  }
}
