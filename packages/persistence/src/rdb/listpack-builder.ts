import { copyBytes } from '@respite/bytes';
import { ElementEncoder, EMPTY_LISTPACK_BYTES, firstElement, LISTPACK_END } from '@respite/store';

const BYTES_KEPT = 1 << 20;
const COUNT_UNKNOWN = 0xffff;
const FIRST = firstElement(0);

/** A listpack that is made from its first element to its last. */
export class ListpackBuilder {
  bytes: Uint8Array = new Uint8Array(1024);
  /** Bytes of it; after `end` of the whole. */
  length = FIRST;
  #count = 0;
  readonly #element = new ElementEncoder();

  begin(): void {
    this.length = FIRST;
    this.#count = 0;
    if (this.bytes.length > BYTES_KEPT) this.bytes = new Uint8Array(1024);
  }

  addText(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(this.#element.set(bytes, start, end));
    this.#write();
  }

  addInteger(value: number | bigint): void {
    this.#reserve(this.#element.setInteger(value));
    this.#write();
  }

  /** Adds elements that are packed already. */
  addRun(bytes: Uint8Array, start: number, end: number, count: number): void {
    this.#reserve(end - start);
    copyBytes(bytes, start, end, this.bytes, this.length);
    this.length += end - start;
    this.#count += count;
  }

  end(): void {
    this.#reserve(EMPTY_LISTPACK_BYTES - FIRST);
    const { bytes } = this;
    bytes[this.length++] = LISTPACK_END;
    for (let i = 0; i < 4; i++) bytes[i] = this.length >>> (8 * i);
    const told = Math.min(this.#count, COUNT_UNKNOWN);
    bytes[4] = told;
    bytes[5] = told >>> 8;
  }

  #write(): void {
    this.length = this.#element.write(this.bytes, this.length);
    this.#count++;
  }

  #reserve(size: number): void {
    const needed = this.length + size;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
