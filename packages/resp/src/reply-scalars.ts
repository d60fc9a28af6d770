import { ChunkedInput } from './chunked-input.ts';
import { copyBytes } from './copy-bytes.ts';
import { type LargeBulk, LargeBytes, LargeText } from './large-bulk.ts';
import { exactInteger, parseDouble } from './number-text.ts';
import { type Reply, ReplyError, type ReplyType, TypedReply } from './reply.ts';
import { PENDING, type Pending } from './reply-frame.ts';
import type { SpareBuffers } from './spare-buffers.ts';
import { decodeUtf8 } from './utf8.ts';

const LF = 10;
const CR = 13;
const BANG = 33;
const HASH = 35;
const DOLLAR = 36;
const LEFT_PAREN = 40;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const EQUALS = 61;
const UNDERSCORE = 95;

/** In place of a length: it is not all there, or not as it should be. */
export const NO_LENGTH = -2;
/** In place of a length: `?`. */
export const STREAMED = -3;

/** A bulk string from this size on, if it does not arrive whole, is brought together apart. */
const LARGE = 16 * 1024;
/** What a string can hold in V8, which has the least. */
const LONGEST_TEXT = 2 ** 29 - 24;
/** A sign, 19 digits and CRLF, with room for leading zeros. */
const LONGEST_INTEGER = 32;
/** Digits of a length: up to ten billion. */
const LONGEST_LENGTH = 10;
/** Where the digits must end that the short loops read: nine of them stay within 32 bits. */
export const SHORT_NUMBER = 10;
/** So many digits are exact in a double, whatever they are. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

export interface ReplyDecoderOptions {
  /** Bulk and verbatim strings: as text (from UTF-8) or as bytes. Simple strings and map keys are text always. */
  strings?: 'text' | 'bytes';
  /** Maps: a Map; an object; or a flat list of keys and values. */
  maps?: 'map' | 'object' | 'array';
  /** Sets: a Set, or a list. */
  sets?: 'set' | 'array';
  /** Every value as a TypedReply, which tells how it was sent. Maps and sets are lists then. */
  typed?: boolean;
  /** How deep aggregates may nest: 1 to 1000. */
  maxDepth?: number;
  /** The longest bulk string, in bytes. */
  maxBulkLength?: number;
  /** The longest line (simple string, error, number) without CRLF, in bytes. */
  maxLineLength?: number;
}

/**
 * Reads values that hold no others. Each function reads the one at `position` and moves behind it, or returns PENDING:
 * either the value is not all there, and `position` is where to go on, or `problem` says what is wrong with it.
 */
export abstract class ReplyScalars extends ChunkedInput {
  protected readonly asText: boolean;
  protected readonly typed: boolean;
  protected readonly maxBulkLength: number;
  private readonly maxLineLength: number;

  protected problem = '';
  /** Where the content begins after the header that `readLength` read. */
  protected contentStart = 0;
  /** Bytes that a string lacks, if it is known. */
  protected lacking = 0;
  /** A string that arrives in many chunks. */
  protected large: LargeBulk | null = null;

  constructor(options: ReplyDecoderOptions, buffers: SpareBuffers) {
    super(buffers);
    this.asText = (options.strings ?? 'text') === 'text';
    this.typed = options.typed ?? false;
    const maxBulkLength = options.maxBulkLength ?? 512 * 1024 * 1024;
    this.maxBulkLength = this.asText ? Math.min(maxBulkLength, LONGEST_TEXT) : maxBulkLength;
    this.maxLineLength = options.maxLineLength ?? 1024 * 1024;
  }

  protected pendingStart(): number {
    return this.position;
  }

  protected missing(): number {
    return Math.max(this.lacking, 1);
  }

  protected wrong(problem: string): Pending {
    this.problem = problem;
    return PENDING;
  }

  /** A value that is one line, or not as common as the others. */
  protected line(type: number): unknown {
    switch (type) {
      case COLON:
        return this.integer();
      case PLUS:
        return this.simple();
      case MINUS: {
        const text = this.lineText();
        return text === PENDING ? PENDING : new ReplyError(text);
      }
      case UNDERSCORE: {
        const text = this.lineText();
        return text === '' ? null : text === PENDING ? PENDING : this.wrong('a null with content');
      }
      case HASH:
        return this.boolean();
      case COMMA:
        return this.double();
      case LEFT_PAREN:
        return this.bigNumber();
      case BANG: {
        const text = this.bulk(true);
        return typeof text === 'string' ? new ReplyError(text) : text;
      }
      case EQUALS:
        return this.verbatim();
      default:
        return this.wrong(`unknown type byte ${quoteByte(type)}`);
    }
  }

  protected integer(): unknown {
    const { bytes, end } = this;
    const start = this.position + 1;
    const sign = start < end ? bytes[start] : 0;
    const first = sign === MINUS || sign === PLUS ? start + 1 : start;
    const stop = Math.min(end, first + LONGEST_INTEGER);
    let value = 0;
    let at = first;
    for (; at < stop; at++) {
      const digit = bytes[at] - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at + 1 < end && bytes[at] === CR && bytes[at + 1] === LF && at > first) {
      this.position = at + 2;
      if (at - first > EXACT_DIGITS) return exactInteger(decodeUtf8(bytes, start, at));
      return sign === MINUS && value !== 0 ? -value : value;
    }
    const isCut = at === end || (at + 1 === end && bytes[at] === CR);
    return isCut && at < first + LONGEST_INTEGER ? PENDING : this.wrong('invalid integer');
  }

  protected simple(): unknown {
    const { bytes, position: at } = this;
    // "+OK\r\n" is nearly all there is.
    if (at + 5 <= this.end && bytes[at + 1] === 79 && bytes[at + 2] === 75 && bytes[at + 3] === CR) {
      if (bytes[at + 4] === LF) {
        this.position = at + 5;
        return 'OK';
      }
    }
    return this.lineText();
  }

  private boolean(): unknown {
    const text = this.lineText();
    if (text === PENDING) return PENDING;
    if (text === 't') return true;
    return text === 'f' ? false : this.wrong('invalid boolean');
  }

  /** A few digits with a point become a number by one exact division; all else by the engine. */
  private double(): unknown {
    const { bytes, end } = this;
    let at = this.position + 1;
    const negative = at < end && bytes[at] === MINUS;
    if (negative) at++;
    let value = 0;
    let digits = 0;
    let decimals = -1;
    for (; at < end && digits <= EXACT_DIGITS; at++) {
      const digit = bytes[at] - ZERO;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
        if (decimals >= 0) decimals++;
      } else if (bytes[at] === DOT && decimals < 0) decimals = 0;
      else break;
    }
    if (digits > 0 && digits <= EXACT_DIGITS && at + 1 < end && bytes[at] === CR && bytes[at + 1] === LF) {
      this.position = at + 2;
      if (decimals > 0) value /= POWERS_OF_TEN[decimals];
      return negative ? -value : value;
    }
    const text = this.lineText();
    return text === PENDING ? PENDING : (parseDouble(text) ?? this.wrong('invalid double'));
  }

  private bigNumber(): unknown {
    const text = this.lineText();
    if (text === PENDING) return PENDING;
    return /^[+-]?[0-9]+$/.test(text) ? BigInt(text) : this.wrong('invalid big number');
  }

  private verbatim(): unknown {
    const length = this.readLength();
    const start = this.contentStart;
    if (length === NO_LENGTH || (length >= 0 && !this.isWhole(start, length))) return PENDING;
    if (length < 4 || this.bytes[start + 3] !== COLON) return this.wrong('invalid verbatim string');
    const stop = start + length;
    this.position = stop + 2;
    const text = this.asText ? decodeUtf8(this.bytes, start + 4, stop) : copyBytes(this.bytes, start + 4, stop);
    return this.typed ? new TypedReply('=', text, decodeUtf8(this.bytes, start, start + 3)) : text;
  }

  /** A bulk string, or what has the form of one. */
  protected bulk(asText: boolean): unknown {
    const length = this.readLength();
    if (length < 0) return this.bulkWithoutLength(length);
    const start = this.contentStart;
    const stop = start + length;
    if (!this.isWhole(start, length)) return this.problem === '' ? this.cutBulk(start, length, asText) : PENDING;
    this.position = stop + 2;
    return asText ? decodeUtf8(this.bytes, start, stop) : copyBytes(this.bytes, start, stop);
  }

  /** Whether content of this length is there to its CRLF; if not, it is cut or wrong. */
  protected isWhole(start: number, length: number): boolean {
    const stop = start + length;
    if (stop + 2 > this.end || length > this.maxBulkLength) {
      if (length > this.maxBulkLength) this.wrong('too long string');
      this.lacking = stop + 2 - this.end;
      return false;
    }
    if (this.bytes[stop] === CR && this.bytes[stop + 1] === LF) return true;
    this.wrong('a string of another length than announced');
    return false;
  }

  private cutBulk(start: number, length: number, asText: boolean): unknown {
    if (length < LARGE || this.bytes[this.position] !== DOLLAR) return PENDING;
    this.large = asText ? new LargeText(length) : new LargeBytes(length, this.end - start);
    this.position = start;
    return this.takeLarge(this.large);
  }

  protected takeLarge(large: LargeBulk): unknown {
    const stop = this.position + Math.min(large.missing, this.end - this.position);
    large.take(this.bytes, this.position, stop);
    this.position = stop;
    if (large.missing > 0 || !this.isWhole(stop, 0)) return PENDING;
    this.position = stop + 2;
    this.large = null;
    return this.tag(DOLLAR, large.value());
  }

  /** `$?`: the pieces that follow. */
  protected abstract streamedString(list: unknown[], total: number): unknown;

  private bulkWithoutLength(length: number): unknown {
    if (length === NO_LENGTH) return PENDING;
    if (this.bytes[this.position] !== DOLLAR) return this.wrong('invalid length');
    this.position = this.contentStart;
    return length === STREAMED ? this.streamedString([], 0) : null;
  }

  protected tag(type: number, value: unknown): unknown {
    if (!this.typed || value === PENDING || value instanceof TypedReply) return value;
    return new TypedReply(String.fromCharCode(type) as ReplyType, value as Reply);
  }

  /** The line at `position` without its type byte. */
  private lineText(): string | Pending {
    const { bytes, position, end } = this;
    const lineEnd = this.findLineEnd(CR, CR);
    if ((lineEnd < 0 ? end : lineEnd) - position - 1 > this.maxLineLength) return this.wrong('too long line');
    if (lineEnd < 0) return PENDING;
    if (lineEnd + 1 === end) {
      this.searched = lineEnd;
      return PENDING;
    }
    if (bytes[lineEnd + 1] !== LF) return this.wrong('a line without its end');
    this.position = lineEnd + 2;
    return decodeUtf8(bytes, position + 1, lineEnd);
  }

  /** The length in `$3\r\n`; -1 in `$-1\r\n`; STREAMED in `$?\r\n`; NO_LENGTH if it is not all there, or wrong. */
  protected readLength(): number {
    const { bytes, position, end } = this;
    const first = position + 1;
    if (position + 3 < end) {
      const stop = Math.min(position + SHORT_NUMBER, end - 2);
      let at = first;
      let value = 0;
      let digit = (bytes[at] - ZERO) | 0;
      while (digit >= 0 && digit <= 9 && at < stop) {
        value = (value * 10 + digit) | 0;
        at++;
        digit = (bytes[at] - ZERO) | 0;
      }
      if (digit === CR - ZERO && bytes[at + 1] === LF && at > first) {
        this.contentStart = at + 2;
        return value;
      }
    }
    return this.readOddLength(first);
  }

  private readOddLength(first: number): number {
    const { bytes, end } = this;
    let at = first;
    while (at < end && bytes[at] !== CR && at - first <= LONGEST_LENGTH) at++;
    if (at - first <= LONGEST_LENGTH) {
      if (at + 1 >= end) return NO_LENGTH;
      const text = decodeUtf8(bytes, first, at);
      this.contentStart = at + 2;
      if (bytes[at + 1] === LF) {
        if (/^[0-9]+$/.test(text)) return Number(text);
        if (text === '?') return STREAMED;
        if (text === '-1') return -1;
      }
    }
    this.wrong('invalid length');
    return NO_LENGTH;
  }
}

function quoteByte(byte: number): string {
  return byte >= 32 && byte < 127 ? `'${String.fromCharCode(byte)}'` : `0x${byte.toString(16).padStart(2, '0')}`;
}
