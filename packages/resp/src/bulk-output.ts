import { CHUNK_SIZE } from './chunk-pool.ts';
import { ChunkedOutput, OWN_CHUNK } from './chunked-output.ts';
import { copyInto } from './copy-bytes.ts';
import { DECIMAL_ROOM, digitsOf, writeDecimal } from './decimal.ts';
import { encodeUtf8, encodeUtf8Into, utf8Length, writeUtf8 } from './utf8.ts';

const CR = 13;
const LF = 10;
const DOLLAR = 36;
const ASTERISK = 42;
const ZERO = 48;
const ONE = 49;

/** Room for a type byte, an integer and CRLF. */
const HEADER_ROOM = DECIMAL_ROOM + 3;
/** Texts up to this length are encoded by a loop, which beats a call into the engine. */
const LOOP_TEXT = 64;
/** Texts up to this length are encoded in the chunk. */
const SHORT_TEXT = 2048;

/** Arrays and bulk strings: what requests and replies, RESP2 and RESP3 have in common. */
export abstract class BulkOutput extends ChunkedOutput {
  /** `*n`: an array of `length` elements, which follow. */
  array(length: number): void {
    this.header(ASTERISK, length);
  }

  emptyArray(): void {
    this.header(ASTERISK, 0);
  }

  /** `$n`: the bytes `[start, end)`, copied. */
  bulk(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const chunk = this.chunk;
    if (length > CHUNK_SIZE || chunk.length - this.position < length + HEADER_ROOM + 2) {
      this.bulkAcrossChunks(bytes, start, end);
      return;
    }
    let at = this.position;
    chunk[at] = DOLLAR;
    if (length < 10) {
      chunk[at + 1] = ZERO + length;
      at += 2;
    } else at = writeDecimal(chunk, at + 1, length);
    chunk[at] = CR;
    chunk[at + 1] = LF;
    at += 2;
    copyInto(bytes, start, end, chunk, at);
    at += length;
    chunk[at] = CR;
    chunk[at + 1] = LF;
    this.position = at + 2;
  }

  /** A bulk string of text, as UTF-8. */
  bulkText(text: string): void {
    const length = text.length;
    if (length > SHORT_TEXT) {
      const bytes = encodeUtf8(text);
      this.bulk(bytes, 0, bytes.length);
      return;
    }
    const room = length * 3 + HEADER_ROOM + 2;
    if (this.chunk.length - this.position < room) this.room(room);
    const chunk = this.chunk;
    const start = this.position;
    // ASCII, as nearly all text is, has as many bytes as characters; if this has not, it is written again.
    let at = writeHeader(chunk, start, DOLLAR, length);
    if (length <= LOOP_TEXT) {
      for (let i = 0; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 0x7f) {
          at = writeHeader(chunk, start, DOLLAR, utf8Length(text));
          at = writeUtf8(text, chunk, at);
          break;
        }
        chunk[at++] = unit;
      }
    } else {
      const written = encodeUtf8Into(text, chunk, at);
      if (written === length) at += written;
      else {
        at = writeHeader(chunk, start, DOLLAR, written);
        at += encodeUtf8Into(text, chunk, at);
      }
    }
    chunk[at] = CR;
    chunk[at + 1] = LF;
    this.position = at + 2;
  }

  /** A bulk string with a safe integer in decimal. */
  bulkInteger(value: number): void {
    if (this.chunk.length - this.position < 2 * HEADER_ROOM) this.room(2 * HEADER_ROOM);
    const chunk = this.chunk;
    // At most 17 bytes of number: its length has one digit or two, which is known once it is written.
    const at = this.position;
    const wide = value > 999_999_999 || value < -99_999_999 ? 1 : 0;
    const numberAt = at + 4 + wide;
    const numberEnd = writeDecimal(chunk, numberAt, value);
    const length = numberEnd - numberAt;
    chunk[at] = DOLLAR;
    if (wide === 1) {
      chunk[at + 1] = ONE;
      chunk[at + 2] = ZERO + length - 10;
    } else chunk[at + 1] = ZERO + length;
    chunk[at + 2 + wide] = CR;
    chunk[at + 3 + wide] = LF;
    chunk[numberEnd] = CR;
    chunk[numberEnd + 1] = LF;
    this.position = numberEnd + 2;
  }

  /** A type byte, a number and CRLF. */
  protected header(type: number, value: number): void {
    if (this.chunk.length - this.position < HEADER_ROOM) this.room(HEADER_ROOM);
    this.position = writeHeader(this.chunk, this.position, type, value);
  }

  private bulkAcrossChunks(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length >= OWN_CHUNK && !this.overflowed) {
      this.seal();
      this.chunk = this.pool.takeLarge(length + digitsOf(length) + 5);
    }
    this.header(DOLLAR, length);
    this.raw(bytes, start, end);
    this.lineEnd();
  }
}

function writeHeader(chunk: Uint8Array, at: number, type: number, value: number): number {
  chunk[at] = type;
  const end = writeDecimal(chunk, at + 1, value);
  chunk[end] = CR;
  chunk[end + 1] = LF;
  return end + 2;
}
