import { INT64_TEXT_MAX, writeInt64 } from '@respite/bytes';
import {
  backwardLength,
  backwardLengthBytes,
  ElementEncoder,
  elementBytes,
  integerElement,
  isIntegerElement,
  stringElementLength,
  stringElementStart,
} from '../packed/listpack-element.ts';

/**
 * Runs of packed elements (drawn in packed/listpack-element.ts), one behind the other, without a header and without an end: what a
 * node of a list holds, and what stands between header and end of a listpack. Positions are in `bytes`; who calls knows how many
 * elements there are.
 */

/** Where elements are written to, one after the other: a reply, for one. */
export interface ElementSink {
  /** A string. The bytes must be read at once. */
  bulk(bytes: Uint8Array, start: number, end: number): void;
  /** A string that is the decimal text of a safe integer. */
  bulkInteger(value: number): void;
}

/** Who is shown the places where an element was found. */
export interface MatchVisitor {
  /** @returns whether it wants to be shown more */
  match(index: number): boolean;
}

/** The position `count` elements behind `at`. */
export function skipForward(bytes: Uint8Array, at: number, count: number): number {
  for (let i = 0; i < count; i++) {
    const lead = bytes[at];
    at += (lead & 0xc0) === 0x80 ? (lead & 0x3f) + 2 : elementBytes(bytes, at);
  }
  return at;
}

/** The position `count` elements before `at`. */
export function skipBackward(bytes: Uint8Array, at: number, count: number): number {
  for (let i = 0; i < count; i++) {
    const last = bytes[at - 1];
    if (last < 0x80) at -= last + 1;
    else {
      const size = backwardLength(bytes, at);
      at -= size + backwardLengthBytes(size);
    }
  }
  return at;
}

/** Writes `count` elements from `at` on. @returns the position behind them */
export function writeForward(sink: ElementSink, bytes: Uint8Array, at: number, count: number): number {
  for (let i = 0; i < count; i++) {
    const lead = bytes[at];
    if ((lead & 0xc0) === 0x80) {
      const end = at + 1 + (lead & 0x3f);
      sink.bulk(bytes, at + 1, end);
      at = end + 1;
    } else if (lead < 0x80) {
      sink.bulkInteger(lead);
      at += 2;
    } else {
      writeElement(sink, bytes, at);
      at += elementBytes(bytes, at);
    }
  }
  return at;
}

/** Writes the `count` elements before `at`, the last one first. @returns the position of the one written last */
export function writeBackward(sink: ElementSink, bytes: Uint8Array, at: number, count: number): number {
  for (let i = 0; i < count; i++) {
    at = skipBackward(bytes, at, 1);
    writeElement(sink, bytes, at);
  }
  return at;
}

const integerText = new Uint8Array(INT64_TEXT_MAX);

export function writeElement(sink: ElementSink, bytes: Uint8Array, at: number): void {
  if (isIntegerElement(bytes, at)) {
    const integer = integerElement(bytes, at);
    if (typeof integer === 'number') sink.bulkInteger(integer);
    else sink.bulk(integerText, 0, writeInt64(integer, integerText, 0));
    return;
  }
  const start = stringElementStart(bytes, at);
  sink.bulk(bytes, start, start + stringElementLength(bytes, at));
}

/** An element that is looked for. It is packed once, and then compared as it lies: equal elements have equal bytes. */
export class SoughtElement {
  /** What is looked for, as it was given: to be compared with elements that are not packed. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** Its bytes when packed. */
  size = 0;
  readonly #encoder = new ElementEncoder();
  #packed: Uint8Array = new Uint8Array(256);

  /** The bytes given have to stay as they are as long as they are looked for. */
  set(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.size = this.#encoder.set(bytes, start, end);
    if (this.size > this.#packed.length) this.#packed = new Uint8Array(this.size * 2);
    this.#encoder.write(this.#packed, 0);
  }

  /** What was looked for is not any more: the memory for a long one is given back. */
  forget(): void {
    this.bytes = this.#packed;
    if (this.#packed.length > 0xffff) this.#packed = this.bytes = new Uint8Array(256);
  }

  equalsAt(bytes: Uint8Array, at: number): boolean {
    const packed = this.#packed;
    // From the end: elements of a list begin alike more often than they end alike.
    for (let i = this.size - 1; i >= 0; i--) if (packed[i] !== bytes[at + i]) return false;
    return true;
  }

  /** The first such element between `at` and `end`. @returns its position, or -1 */
  findForward(bytes: Uint8Array, at: number, end: number): number {
    const first = this.#packed[0];
    while (at < end) {
      const lead = bytes[at];
      if (lead === first && this.equalsAt(bytes, at)) return at;
      at += (lead & 0xc0) === 0x80 ? (lead & 0x3f) + 2 : elementBytes(bytes, at);
    }
    return -1;
  }

  /** The last such element between `start` and `at`. @returns its position, or -1 */
  findBackward(bytes: Uint8Array, at: number, start: number): number {
    while (at > start) {
      at = skipBackward(bytes, at, 1);
      if (this.equalsAt(bytes, at)) return at;
    }
    return -1;
  }

  /**
   * Shows the visitor each such element among the `count` from `at` on.
   * @param index that of the element at `at`
   * @returns whether the visitor wants more
   */
  visitForward(bytes: Uint8Array, at: number, count: number, index: number, visitor: MatchVisitor): boolean {
    const first = this.#packed[0];
    for (let i = 0; i < count; i++) {
      const lead = bytes[at];
      if (lead === first && this.equalsAt(bytes, at) && !visitor.match(index + i)) return false;
      at += (lead & 0xc0) === 0x80 ? (lead & 0x3f) + 2 : elementBytes(bytes, at);
    }
    return true;
  }

  /** As `visitForward`, with the `count` elements before `at`, the last one first. @param index that of the last one */
  visitBackward(bytes: Uint8Array, at: number, count: number, index: number, visitor: MatchVisitor): boolean {
    for (let i = 0; i < count; i++) {
      at = skipBackward(bytes, at, 1);
      if (this.equalsAt(bytes, at) && !visitor.match(index - i)) return false;
    }
    return true;
  }
}
