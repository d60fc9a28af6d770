import { INT64_TEXT_MAX, writeInt64 } from '@respite/bytes';
import {
  integerElement,
  isIntegerElement,
  stringElementLength,
  stringElementStart,
} from '../../packed/listpack-element.ts';
import type { Entries } from '../../structures/entries.ts';

/**
 * A member as it is kept in its set: an integer, or a slice of bytes. The slice lies in the store and is good until the set changes;
 * the text of an integer lies in memory of this object's own.
 */
export class SetMember {
  isInteger = false;
  integer: number | bigint = 0;
  /** The text: of an integer only after `toText`. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** Where in its set it is: its element in a table, its index in an intset, its distance from the beginning of a listpack. */
  place = 0;
  readonly #text = new Uint8Array(INT64_TEXT_MAX);

  /** Sets `bytes`, `start` and `end` whatever the member is. */
  toText(): void {
    if (!this.isInteger) return;
    this.bytes = this.#text;
    this.start = 0;
    this.end = writeInt64(this.integer, this.#text, 0);
  }

  protected setInteger(value: number | bigint, index: number): void {
    this.isInteger = true;
    this.integer = value;
    this.place = index;
  }

  protected setPacked(bytes: Uint8Array, base: number, at: number): void {
    this.place = at - base;
    this.isInteger = isIntegerElement(bytes, at);
    if (this.isInteger) {
      this.integer = integerElement(bytes, at);
      return;
    }
    this.bytes = bytes;
    this.start = stringElementStart(bytes, at);
    this.end = this.start + stringElementLength(bytes, at);
  }

  protected setElement(entries: Entries, element: number): void {
    entries.locate(element);
    this.isInteger = false;
    this.bytes = entries.bytes;
    this.start = entries.keyStart;
    this.end = entries.keyEnd;
    this.place = element;
  }
}
