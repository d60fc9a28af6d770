import {
  ElementReader,
  firstElement,
  integerElement,
  isIntegerElement,
  isListpack,
  LISTPACK_END,
  listpackCount,
  nextElement,
} from '@respite/store';
import type { PackedElements } from './packed-elements.ts';

/** The elements of a listpack (drawn in the store's packed/listpack.ts). */
export class ListpackElements implements PackedElements {
  readonly form = 'listpack';
  count = 0;
  readonly #reader = new ElementReader();
  #bytes: Uint8Array = new Uint8Array(0);
  /** The next element. */
  #next = 0;
  /** The one at hand. */
  #at = 0;

  get bytes(): Uint8Array {
    return this.#reader.bytes;
  }

  get start(): number {
    return this.#reader.start;
  }

  get end(): number {
    return this.#reader.end;
  }

  open(bytes: Uint8Array, start: number, end: number): boolean {
    if (!isListpack(bytes, start, end)) return false;
    this.#bytes = bytes;
    this.#next = firstElement(start);
    this.count = listpackCount(bytes, start);
    return true;
  }

  next(): boolean {
    if (this.#bytes[this.#next] === LISTPACK_END) return false;
    this.#at = this.#next;
    this.#reader.readText(this.#bytes, this.#at);
    this.#next = nextElement(this.#bytes, this.#at);
    return true;
  }

  /** The element at hand, if it is kept as an integer. */
  integer(): number | bigint | undefined {
    return isIntegerElement(this.#bytes, this.#at) ? integerElement(this.#bytes, this.#at) : undefined;
  }
}
