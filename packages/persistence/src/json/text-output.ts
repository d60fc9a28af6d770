import { copyBytes } from '@respite/bytes';

/** The most bytes that may be reserved at once. */
export const RESERVE_MAX = 8192;

/** Where the text of a `TextOutput` goes when its buffer is full. */
export interface TextSink {
  /** Sets `output.bytes` and `output.at` so that at least RESERVE_MAX bytes follow `at`. */
  makeRoom(output: TextOutput): void;
}

/** A buffer that text is written to, as bytes, by those who have reserved room: `bytes[at]` is the next one. */
export class TextOutput {
  bytes: Uint8Array;
  at = 0;
  /** Bytes that have left the buffer. */
  gone = 0;
  readonly #sink: TextSink;

  constructor(bytes: Uint8Array, sink: TextSink) {
    this.bytes = bytes;
    this.#sink = sink;
  }

  /** Makes sure of room for `length` (at most RESERVE_MAX) bytes. */
  reserve(length: number): void {
    if (this.at + length > this.bytes.length) this.#sink.makeRoom(this);
  }

  /** Appends ASCII text, of any length. */
  ascii(text: string): void {
    for (let start = 0; start < text.length; start += RESERVE_MAX) {
      const end = Math.min(text.length, start + RESERVE_MAX);
      this.reserve(end - start);
      for (let i = start; i < end; i++) this.bytes[this.at++] = text.charCodeAt(i);
    }
  }

  /** Appends `from[start, end)`, of any length. */
  append(from: Uint8Array, start: number, end: number): void {
    while (start < end) {
      this.reserve(1);
      const stop = Math.min(end, start + (this.bytes.length - this.at));
      copyBytes(from, start, stop, this.bytes, this.at);
      this.at += stop - start;
      start = stop;
    }
  }
}
