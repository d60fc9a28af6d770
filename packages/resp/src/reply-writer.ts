import { BulkOutput } from './bulk-output.ts';
import { ChunkPool } from './chunk-pool.ts';
import { copyBytes } from './copy-bytes.ts';
import { writeDecimal } from './decimal.ts';
import { doubleText } from './double-text.ts';
import { encodeUtf8, writeUtf8 } from './utf8.ts';

const CR = 13;
const LF = 10;
const SPACE = 32;
const BANG = 33;
const HASH = 35;
const DOLLAR = 36;
const PERCENT = 37;
const LEFT_PAREN = 40;
const ASTERISK = 42;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const COLON = 58;
const EQUALS = 61;
const GREATER = 62;
const UNDERSCORE = 95;
const BAR = 124;
const TILDE = 126;
const ZERO = 48;
const ONE = 49;
const LOWER_F = 102;
const LOWER_T = 116;

/** Texts up to this length are encoded by a loop in place. */
const SHORT_TEXT = 1024;
/** A header whose number comes later: `*`, ten digits, CRLF. */
const DEFERRED_ROOM = 13;

export type Protocol = 2 | 3;

/**
 * Writes replies in RESP2 or RESP3. A command says what it answers, the protocol decides how that looks:
 *
 * | method            | RESP2                | RESP3                |
 * |-------------------|----------------------|----------------------|
 * | nullBulk          | `$-1`                | `_`                  |
 * | nullArray         | `*-1`                | `_`                  |
 * | boolean           | `:1`, `:0`           | `#t`, `#f`           |
 * | double            | bulk string          | `,3.14`              |
 * | bigNumber         | bulk string          | `(123...`            |
 * | verbatim          | bulk string          | `=15\r\ntxt:...`     |
 * | map(n)            | `*2n`                | `%n`                 |
 * | set(n)            | `*n`                 | `~n`                 |
 * | push(n)           | `*n`                 | `>n`                 |
 * | attribute(n)      | not sent             | `\|n`                |
 * | all others        | the same in both                            ||
 */
export class ReplyWriter extends BulkOutput {
  protocol: Protocol;

  constructor(pool: ChunkPool = new ChunkPool(), protocol: Protocol = 2) {
    super(pool);
    this.protocol = protocol;
  }

  // Scalars.

  ok(): void {
    if (this.chunk.length - this.position < 5) this.room(5);
    const chunk = this.chunk;
    const at = this.position;
    chunk[at] = PLUS;
    chunk[at + 1] = 79;
    chunk[at + 2] = 75;
    chunk[at + 3] = CR;
    chunk[at + 4] = LF;
    this.position = at + 5;
  }

  /** `+text`, as UTF-8. Line breaks in it become spaces. */
  simple(text: string): void {
    this.line(PLUS, text);
  }

  /** `-text`, the whole line with its code: "ERR syntax error". Line breaks in it become spaces, at its end they go. */
  error(text: string): void {
    this.line(MINUS, trimLineBreaks(text));
  }

  /** `error` with bytes, for messages that quote what a client sent. */
  errorBytes(bytes: Uint8Array, start: number, end: number): void {
    while (end > start && isLineBreak(bytes[end - 1])) end--;
    while (start < end && isLineBreak(bytes[start])) start++;
    this.byte(MINUS);
    if (hasLineBreak(bytes, start, end)) {
      const line = copyBytes(bytes, start, end);
      for (let i = 0; i < line.length; i++) if (isLineBreak(line[i])) line[i] = SPACE;
      this.raw(line, 0, line.length);
    } else this.raw(bytes, start, end);
    this.lineEnd();
  }

  /** `:n`. A safe integer. */
  integer(value: number): void {
    this.header(COLON, value);
  }

  /** `:n`. A signed 64-bit integer. */
  integer64(value: bigint): void {
    this.line(COLON, value.toString());
  }

  /** No such value: RESP2's null bulk string, RESP3's null. */
  nullBulk(): void {
    if (this.protocol === 3) this.resp3Null();
    else this.minusOne(DOLLAR);
  }

  /** No such array: RESP2's null array, RESP3's null. */
  nullArray(): void {
    if (this.protocol === 3) this.resp3Null();
    else this.minusOne(ASTERISK);
  }

  boolean(value: boolean): void {
    if (this.chunk.length - this.position < 4) this.room(4);
    const chunk = this.chunk;
    const at = this.position;
    if (this.protocol === 3) {
      chunk[at] = HASH;
      chunk[at + 1] = value ? LOWER_T : LOWER_F;
    } else {
      chunk[at] = COLON;
      chunk[at + 1] = value ? ONE : ZERO;
    }
    chunk[at + 2] = CR;
    chunk[at + 3] = LF;
    this.position = at + 4;
  }

  /** A double in the form of `doubleText`. */
  double(value: number): void {
    this.number(COMMA, doubleText(value));
  }

  /** A double whose text the caller made, such as a long double of INCRBYFLOAT. */
  doubleFromText(text: string): void {
    this.number(COMMA, text);
  }

  /** An integer of any size, in decimal. */
  bigNumber(text: string): void {
    this.number(LEFT_PAREN, text);
  }

  /** Text for a person; `format` is three letters, "txt" or "mkd". */
  verbatim(format: string, text: string): void {
    if (this.protocol === 2) {
      this.bulkText(text);
      return;
    }
    const bytes = encodeUtf8(`${format.slice(0, 3).padEnd(3)}:${text}`);
    this.header(EQUALS, bytes.length);
    this.raw(bytes, 0, bytes.length);
    this.lineEnd();
  }

  /** An error of any content and length: RESP3's blob error, in RESP2 a line. */
  bulkError(text: string): void {
    if (this.protocol === 2) {
      this.error(text);
      return;
    }
    const bytes = encodeUtf8(text);
    this.header(BANG, bytes.length);
    this.raw(bytes, 0, bytes.length);
    this.lineEnd();
  }

  // Headers of aggregates: the elements follow.

  /** A map of `pairs` keys, each followed by its value. */
  map(pairs: number): void {
    if (this.protocol === 3) this.header(PERCENT, pairs);
    else this.header(ASTERISK, pairs * 2);
  }

  set(length: number): void {
    this.header(this.protocol === 3 ? TILDE : ASTERISK, length);
  }

  push(length: number): void {
    this.header(this.protocol === 3 ? GREATER : ASTERISK, length);
  }

  /**
   * Attributes of the reply that follows. False in RESP2, which has none: then the caller must not write the pairs.
   */
  attribute(pairs: number): boolean {
    if (this.protocol === 2) return false;
    this.header(BAR, pairs);
    return true;
  }

  // Aggregates whose length is known at the end only.

  /**
   * Leaves a gap for a header, to be filled by `endArray`, `endMap`, `endSet` or `endPush` with the number returned.
   * These nest: the last begun is the first to end. A mark set in between is void after the end.
   *
   * ```
   * ...[13 bytes of gap][elements      ]        begin
   * ...[*42\r\n][elements      ]                end: only what stands behind the gap in its own chunk moves
   * ```
   */
  beginDeferred(): number {
    if (this.chunk.length - this.position < DEFERRED_ROOM) this.room(DEFERRED_ROOM);
    const gap = this.sealedLength + this.position;
    this.position += DEFERRED_ROOM;
    return gap;
  }

  endArray(gap: number, length: number): void {
    this.endDeferred(gap, ASTERISK, length);
  }

  endMap(gap: number, pairs: number): void {
    if (this.protocol === 3) this.endDeferred(gap, PERCENT, pairs);
    else this.endDeferred(gap, ASTERISK, pairs * 2);
  }

  endSet(gap: number, length: number): void {
    this.endDeferred(gap, this.protocol === 3 ? TILDE : ASTERISK, length);
  }

  endPush(gap: number, length: number): void {
    this.endDeferred(gap, this.protocol === 3 ? GREATER : ASTERISK, length);
  }

  // How it is written.

  private resp3Null(): void {
    this.byte(UNDERSCORE);
    this.lineEnd();
  }

  private minusOne(type: number): void {
    if (this.chunk.length - this.position < 5) this.room(5);
    const chunk = this.chunk;
    const at = this.position;
    chunk[at] = type;
    chunk[at + 1] = MINUS;
    chunk[at + 2] = ONE;
    chunk[at + 3] = CR;
    chunk[at + 4] = LF;
    this.position = at + 5;
  }

  /** In RESP3 a line, in RESP2 a bulk string. */
  private number(type: number, text: string): void {
    if (this.protocol === 3) this.line(type, text);
    else this.bulkText(text);
  }

  private line(type: number, text: string): void {
    if (text.length > SHORT_TEXT) {
      const bytes = encodeUtf8(text);
      for (let i = 0; i < bytes.length; i++) if (isLineBreak(bytes[i])) bytes[i] = SPACE;
      this.byte(type);
      this.raw(bytes, 0, bytes.length);
      this.lineEnd();
      return;
    }
    const most = text.length * 3 + 3;
    if (this.chunk.length - this.position < most) this.room(most);
    const chunk = this.chunk;
    const start = this.position + 1;
    chunk[start - 1] = type;
    const end = writeUtf8(text, chunk, start);
    for (let i = start; i < end; i++) if (isLineBreak(chunk[i])) chunk[i] = SPACE;
    this.position = end;
    this.lineEnd();
  }

  private endDeferred(gap: number, type: number, value: number): void {
    if (this.overflowed) return;
    let chunk = this.chunk;
    let end = this.position;
    let base = this.sealedLength;
    let index = this.sealed.length;
    while (gap < base) {
      chunk = this.sealed[--index];
      end = this.sealedEnds[index];
      base -= end;
    }
    const at = gap - base;
    chunk[at] = type;
    const headerEnd = writeDecimal(chunk, at + 1, value) + 2;
    chunk[headerEnd - 2] = CR;
    chunk[headerEnd - 1] = LF;
    chunk.copyWithin(headerEnd, at + DEFERRED_ROOM, end);
    const shift = at + DEFERRED_ROOM - headerEnd;
    if (index === this.sealed.length) this.position -= shift;
    else {
      this.sealedEnds[index] -= shift;
      this.sealedLength -= shift;
    }
  }
}

function isLineBreak(byte: number): boolean {
  return byte === CR || byte === LF;
}

function hasLineBreak(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isLineBreak(bytes[i])) return true;
  return false;
}

function trimLineBreaks(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > start && isLineBreak(text.charCodeAt(end - 1))) end--;
  while (start < end && isLineBreak(text.charCodeAt(start))) start++;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
