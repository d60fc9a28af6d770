import { ChunkedInput, FAILED, INCOMPLETE, READY } from './chunked-input.ts';
import { copyBytes } from './copy-bytes.ts';
import { type LargeBulk, LargeBytes, LargeText } from './large-bulk.ts';
import { MapKeys } from './map-keys.ts';
import { type Reply, ReplyError, type ReplyType, TypedReply } from './reply.ts';
import { SpareBuffers } from './spare-buffers.ts';
import { decodeUtf8 } from './utf8.ts';

const LF = 10;
const CR = 13;
const BANG = 33;
const HASH = 35;
const DOLLAR = 36;
const PERCENT = 37;
const LEFT_PAREN = 40;
const ASTERISK = 42;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;
const GREATER = 62;
const UNDERSCORE = 95;
const BAR = 124;
const TILDE = 126;

/** In place of a value: it is not all there, or `problem` says what is wrong with it. */
const PENDING: unique symbol = Symbol('pending');
type Pending = typeof PENDING;

/** In place of a length. */
const NO_LENGTH = -2;
const STREAMED = -3;

/** A bulk string from this size on, if it does not arrive whole, is brought together apart. */
const LARGE = 16 * 1024;
/** A list of at most so many elements is made at its announced size; beyond, it grows as they come. */
const MADE_AT_ONCE = 4096;
/** A sign, 19 digits and CRLF, with room for leading zeros. */
const LONGEST_INTEGER = 32;
/** Digits of a length: up to ten billion. */
const LONGEST_LENGTH = 10;
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

/** An aggregate of which some elements are still to come. */
interface Frame {
  readonly type: number;
  readonly elements: unknown[] | Map<unknown, unknown> | Record<string, unknown>;
  /** How many elements (of a Map or object: pairs) are in it. */
  index: number;
  /** How many there will be, or STREAMED. */
  readonly count: number;
  /** The key whose value is awaited; of `AFTER_ATTRIBUTES`, the value; else PENDING. */
  key: unknown;
  readonly depth: number;
}

/** The type of a frame whose elements are attributes, all there, and the value they belong to is awaited. */
const AFTER_ATTRIBUTES = -1;

/**
 * Turns what a server sends into values, whatever the pieces it arrives in: RESP2, and all of RESP3.
 *
 * ```
 * decoder.feed(chunk);
 * let status;
 * while ((status = decoder.next()) === READY) {
 *   if (decoder.pushed) onMessage(decoder.value);
 *   else answer(decoder.value);
 * }
 * if (status === FAILED) disconnect(decoder.error);
 * ```
 *
 * A reply that is all in the chunk is read by plain recursion. When the chunk ends within an aggregate, each level
 * leaves a `Frame` with its elements so far, and the next chunk goes on in the innermost; only the line or short
 * string that was cut is looked at again. A long string takes its pieces where they will stay (see `LargeBulk`).
 *
 * Whatever it is fed, `next` does not throw: what breaks the protocol or a limit is FAILED.
 */
export class ReplyDecoder extends ChunkedInput {
  /** The reply that `next()` found. */
  value: Reply = null;
  /** Whether it is a push message, which answers no request. */
  pushed = false;
  /** What the server sent along with the reply, as a flat list of keys and values. */
  attributes: Reply[] | null = null;

  private readonly asText: boolean;
  private readonly maps: 'map' | 'object' | 'array';
  private readonly setsAsSet: boolean;
  private readonly typed: boolean;
  private readonly maxDepth: number;
  private readonly maxBulkLength: number;
  private readonly maxLineLength: number;
  private mapKeys: MapKeys | null = null;

  /** The aggregates being read, innermost first. */
  private frames: Frame[] = [];
  private large: LargeBulk | null = null;
  private problem = '';
  /** Where the content begins after the header that `readLength` read. */
  private contentStart = 0;
  /** Bytes that a string lacks, if it is known. */
  private lacking = 0;

  /** @throws RangeError if `maxDepth` is not from 1 to 1000 */
  constructor(options: ReplyDecoderOptions = {}, buffers: SpareBuffers = new SpareBuffers()) {
    super(buffers);
    this.asText = (options.strings ?? 'text') === 'text';
    this.typed = options.typed ?? false;
    this.maps = this.typed ? 'array' : (options.maps ?? 'map');
    this.setsAsSet = !this.typed && (options.sets ?? 'set') === 'set';
    this.maxDepth = options.maxDepth ?? 128;
    this.maxBulkLength = options.maxBulkLength ?? 512 * 1024 * 1024;
    this.maxLineLength = options.maxLineLength ?? 1024 * 1024;
    // Depth is depth of recursion.
    if (!(this.maxDepth >= 1 && this.maxDepth <= 1000)) throw new RangeError('maxDepth must be from 1 to 1000');
  }

  /** Looks for the next reply: READY, INCOMPLETE or FAILED. */
  next(): number {
    return this.owning ? this.decodeOwn() : this.decodeBorrowed();
  }

  protected decode(): number {
    let value: unknown;
    this.lacking = 0;
    try {
      if (this.frames.length === 0 && this.large === null) {
        this.pushed = false;
        this.attributes = null;
        value = this.read(0);
      } else value = this.resume();
    } catch (error) {
      // More than the engine can hold: a text of 512 MB, a Map of 2^24 keys.
      this.problem = `the reply is too large: ${(error as Error).message}`;
      value = PENDING;
    }
    if (value !== PENDING) {
      this.value = value as Reply;
      return READY;
    }
    if (this.problem === '') return INCOMPLETE;
    this.frames = [];
    this.large = null;
    this.fail(`Protocol error: ${this.problem}`);
    return FAILED;
  }

  protected pendingStart(): number {
    return this.position;
  }

  protected missing(): number {
    return Math.max(this.lacking, 1);
  }

  private wrong(problem: string): Pending {
    this.problem = problem;
    return PENDING;
  }

  // Values.

  /** The value at `position`, which is moved behind it; or PENDING, and `position` is where to go on. */
  private read(depth: number): unknown {
    if (this.position >= this.end) return PENDING;
    const type = this.bytes[this.position];
    switch (type) {
      case DOLLAR:
        return this.typed ? this.tag(type, this.bulk(this.asText)) : this.bulk(this.asText);
      case ASTERISK:
      case TILDE:
      case GREATER:
        return this.list(type, depth);
      case PERCENT:
        return this.map(depth);
      case BAR:
        return this.attributed(depth);
      default:
        return this.typed ? this.tag(type, this.line(type)) : this.line(type);
    }
  }

  /** A value that is one line, or not as common as the others. */
  private line(type: number): unknown {
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

  private integer(): unknown {
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

  private simple(): unknown {
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
  private bulk(asText: boolean): unknown {
    const length = this.readLength();
    if (length < 0) return this.bulkWithoutLength(length);
    const start = this.contentStart;
    const stop = start + length;
    if (!this.isWhole(start, length)) return this.problem === '' ? this.cutBulk(start, length, asText) : PENDING;
    this.position = stop + 2;
    return asText ? decodeUtf8(this.bytes, start, stop) : copyBytes(this.bytes, start, stop);
  }

  /** Whether content of this length is there to its CRLF; if not, it is cut or wrong. */
  private isWhole(start: number, length: number): boolean {
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

  private takeLarge(large: LargeBulk): unknown {
    const stop = this.position + Math.min(large.missing, this.end - this.position);
    large.take(this.bytes, this.position, stop);
    this.position = stop;
    if (large.missing > 0 || !this.isWhole(stop, 0)) return PENDING;
    this.position = stop + 2;
    this.large = null;
    return this.tag(DOLLAR, large.value());
  }

  private bulkWithoutLength(length: number): unknown {
    if (length === NO_LENGTH) return PENDING;
    if (this.bytes[this.position] !== DOLLAR) return this.wrong('invalid length');
    this.position = this.contentStart;
    return length === STREAMED ? this.streamedString([], 0) : null;
  }

  // Aggregates. Each function goes on where a frame stands; with index 0, at the beginning.

  private list(type: number, depth: number): unknown {
    const count = this.readLength();
    if (type === GREATER) {
      if (depth > 0 || count === STREAMED) return this.wrong('a push message within a reply');
      this.pushed = true;
    }
    if (count < 0) return this.aggregateWithoutLength(type, count, depth);
    if (depth >= this.maxDepth) return this.wrong('too deep');
    this.position = this.contentStart;
    return this.fillList(type, new Array(Math.min(count, MADE_AT_ONCE)), 0, count, depth);
  }

  private fillList(type: number, list: unknown[], index: number, count: number, depth: number): unknown {
    for (; index < count; index++) {
      const value = this.read(depth + 1);
      if (value === PENDING) return this.leave(type, list, index, count, PENDING, depth);
      list[index] = value;
    }
    return type === ASTERISK && !this.typed ? list : this.finish(type, list);
  }

  private map(depth: number): unknown {
    const count = this.readLength();
    if (count < 0) return this.aggregateWithoutLength(PERCENT, count, depth);
    if (depth >= this.maxDepth) return this.wrong('too deep');
    this.position = this.contentStart;
    if (this.maps === 'map') return this.fillMap(new Map(), 0, count, PENDING, depth);
    if (this.maps === 'object') return this.fillObject({}, 0, count, PENDING, depth);
    return this.fillPairs(PERCENT, new Array(Math.min(count * 2, MADE_AT_ONCE)), 0, count * 2, depth);
  }

  private fillMap(map: Map<unknown, unknown>, index: number, count: number, key: unknown, depth: number): unknown {
    for (; index < count; index++) {
      if (key === PENDING) {
        key = this.key(depth + 1);
        if (key === PENDING) return this.leave(PERCENT, map, index, count, PENDING, depth);
      }
      const value = this.read(depth + 1);
      if (value === PENDING) return this.leave(PERCENT, map, index, count, key, depth);
      map.set(key, value);
      key = PENDING;
    }
    return map;
  }

  private fillObject(object: Record<string, unknown>, index: number, count: number, key: unknown, depth: number) {
    for (; index < count; index++) {
      if (key === PENDING) {
        key = this.key(depth + 1);
        if (key === PENDING) return this.leave(PERCENT, object, index, count, PENDING, depth);
      }
      const value = this.read(depth + 1);
      if (value === PENDING) return this.leave(PERCENT, object, index, count, key, depth);
      setProperty(object, key, value);
      key = PENDING;
    }
    return object;
  }

  /** A flat list of keys and values; `count` and `index` count both. */
  private fillPairs(type: number, list: unknown[], index: number, count: number, depth: number): unknown {
    for (; index < count; index++) {
      const value = (index & 1) === 0 ? this.key(depth + 1) : this.read(depth + 1);
      if (value === PENDING) return this.leave(type, list, index, count, PENDING, depth);
      list[index] = value;
    }
    return type === BAR ? this.afterAttributes(list, depth) : this.finish(type, list);
  }

  /** A map's key: a string is text always. */
  private key(depth: number): unknown {
    if (!this.typed && this.position < this.end && this.bytes[this.position] === DOLLAR) {
      const length = this.readLength();
      const start = this.contentStart;
      if (length >= 0 && this.isWhole(start, length)) {
        this.mapKeys ??= new MapKeys();
        this.position = start + length + 2;
        return this.mapKeys.text(this.bytes, start, start + length);
      }
      if (this.problem !== '') return PENDING;
    }
    const value = this.read(depth);
    return value instanceof Uint8Array ? decodeUtf8(value, 0, value.length) : value;
  }

  private attributed(depth: number): unknown {
    const count = this.readLength();
    if (count < 0) return count === NO_LENGTH ? PENDING : this.wrong('invalid length');
    if (depth >= this.maxDepth) return this.wrong('too deep');
    this.position = this.contentStart;
    return this.fillPairs(BAR, new Array(Math.min(count * 2, MADE_AT_ONCE)), 0, count * 2, depth);
  }

  /** The value that the attributes belong to. */
  private afterAttributes(attributes: unknown[], depth: number): unknown {
    if (this.position < this.end && this.bytes[this.position] === BAR) return this.wrong('attributes twice');
    if (depth === 0) this.attributes = attributes as Reply[];
    const value = this.read(depth);
    if (value === PENDING) return this.leave(AFTER_ATTRIBUTES, attributes, 0, 0, PENDING, depth);
    return withAttributes(value, attributes);
  }

  private aggregateWithoutLength(type: number, count: number, depth: number): unknown {
    if (count === NO_LENGTH) return PENDING;
    if (depth >= this.maxDepth) return this.wrong('too deep');
    this.position = this.contentStart;
    return count === STREAMED ? this.streamed(type, [], depth) : this.tag(type, null);
  }

  /** `*?`, `~?`, `%?`: elements until a line with a dot. */
  private streamed(type: number, list: unknown[], depth: number): unknown {
    for (;;) {
      if (this.position < this.end && this.bytes[this.position] === DOT) break;
      const isKey = type === PERCENT && (list.length & 1) === 0;
      const value = isKey ? this.key(depth + 1) : this.read(depth + 1);
      if (value === PENDING) return this.leave(type, list, list.length, STREAMED, PENDING, depth);
      list.push(value);
    }
    if (!this.isWhole(this.position + 1, 0)) return this.leave(type, list, list.length, STREAMED, PENDING, depth);
    this.position += 3;
    if (type === PERCENT && (list.length & 1) === 1) return this.wrong('a key without a value');
    return this.finish(type, list);
  }

  /** `$?`: pieces `;4\r\nabcd\r\n` until one of no length. `list` has them, `total` is their length. */
  private streamedString(list: unknown[], total: number): unknown {
    for (;;) {
      if (this.position >= this.end) return this.leave(DOLLAR, list, total, STREAMED, PENDING, 0);
      if (this.bytes[this.position] !== SEMICOLON) return this.wrong('a streamed string without its end');
      const length = this.readLength();
      const start = this.contentStart;
      if (length === 0) break;
      if (length < 0 && length !== NO_LENGTH) return this.wrong('invalid length');
      if (length === NO_LENGTH || !this.isWhole(start, length)) {
        return this.leave(DOLLAR, list, total, STREAMED, PENDING, 0);
      }
      total += length;
      if (total > this.maxBulkLength) return this.wrong('too long string');
      list.push(copyBytes(this.bytes, start, start + length));
      this.position = start + length + 2;
    }
    this.position = this.contentStart;
    const bytes = joined(list as Uint8Array[], total);
    return this.tag(DOLLAR, this.asText ? decodeUtf8(bytes, 0, total) : bytes);
  }

  /** The value of an aggregate whose elements are all in the list. */
  private finish(type: number, list: unknown[]): unknown {
    if (this.typed) return this.tag(type, list);
    if (type === TILDE && this.setsAsSet) return new Set(list);
    if (type !== PERCENT || this.maps === 'array') return list;
    const map = this.maps === 'map' ? new Map<unknown, unknown>() : {};
    for (let i = 0; i < list.length; i += 2) addPair(map, list[i], list[i + 1]);
    return map;
  }

  private tag(type: number, value: unknown): unknown {
    if (!this.typed || value === PENDING || value instanceof TypedReply) return value;
    return new TypedReply(String.fromCharCode(type) as ReplyType, value as Reply);
  }

  // Going on after INCOMPLETE.

  private leave(type: number, elements: Frame['elements'], index: number, count: number, key: unknown, depth: number) {
    this.frames.push({ type, elements, index, count, key, depth });
    return PENDING;
  }

  private resume(): unknown {
    const frames = this.frames;
    let value: unknown;
    let level = 0;
    if (this.large !== null) value = this.takeLarge(this.large);
    else {
      this.frames = [];
      value = this.goOn(frames[level++]);
    }
    while (value !== PENDING && level < frames.length) {
      this.frames = [];
      place(frames[level], value);
      value = this.goOn(frames[level++]);
    }
    if (value === PENDING && this.frames !== frames) {
      for (; level < frames.length; level++) this.frames.push(frames[level]);
    } else if (value !== PENDING) this.frames = [];
    return value;
  }

  private goOn(frame: Frame): unknown {
    const { type, elements, index, count, key, depth } = frame;
    if (elements instanceof Map) return this.fillMap(elements, index, count, key, depth);
    if (!Array.isArray(elements)) return this.fillObject(elements, index, count, key, depth);
    if (type === DOLLAR) return this.streamedString(elements, index);
    if (type === AFTER_ATTRIBUTES) {
      return key === PENDING ? this.afterAttributes(elements, depth) : withAttributes(key, elements);
    }
    if (count === STREAMED) return this.streamed(type, elements, depth);
    if (type === PERCENT || type === BAR) return this.fillPairs(type, elements, index, count, depth);
    return this.fillList(type, elements, index, count, depth);
  }

  // Lines and lengths.

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
  private readLength(): number {
    const { bytes, end } = this;
    const first = this.position + 1;
    let at = first;
    let value = 0;
    for (; at < end && at - first < LONGEST_LENGTH; at++) {
      const digit = bytes[at] - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at + 1 < end && bytes[at] === CR && bytes[at + 1] === LF && at > first) {
      this.contentStart = at + 2;
      return value;
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
      if (bytes[at + 1] === LF && text === '?') return STREAMED;
      if (bytes[at + 1] === LF && text === '-1') return -1;
    }
    this.wrong('invalid length');
    return NO_LENGTH;
  }
}

/** An inner value is complete: it goes into the frame that awaits it. */
function place(frame: Frame, value: unknown): void {
  const { elements } = frame;
  const isKey = frame.key === PENDING;
  if (frame.type === AFTER_ATTRIBUTES) frame.key = value;
  else if (Array.isArray(elements)) {
    const awaitsKey = (frame.type === PERCENT || frame.type === BAR) && (frame.index & 1) === 0;
    elements[frame.index++] = awaitsKey ? keyOf(value) : value;
  } else if (isKey) frame.key = keyOf(value);
  else {
    addPair(elements, frame.key, value);
    frame.key = PENDING;
    frame.index++;
  }
}

function addPair(map: Map<unknown, unknown> | Record<string, unknown>, key: unknown, value: unknown): void {
  if (map instanceof Map) map.set(key, value);
  else setProperty(map, key, value);
}

function setProperty(object: Record<string, unknown>, key: unknown, value: unknown): void {
  const name = typeof key === 'string' ? key : String(key);
  // Assigned, this one would set the prototype.
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else object[name] = value;
}

function keyOf(value: unknown): unknown {
  return value instanceof Uint8Array ? decodeUtf8(value, 0, value.length) : value;
}

function withAttributes(value: unknown, attributes: unknown[]): unknown {
  if (value instanceof TypedReply) value.attributes = attributes as Reply[];
  return value;
}

function joined(parts: Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function exactInteger(text: string): number | bigint {
  const exact = BigInt(text);
  const value = Number(exact);
  return Number.isSafeInteger(value) ? value : exact;
}

function parseDouble(text: string): number | undefined {
  if (/^[+-]?inf$/.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[+-]?nan$/.test(text)) return Number.NaN;
  return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : undefined;
}

function quoteByte(byte: number): string {
  return byte >= 32 && byte < 127 ? `'${String.fromCharCode(byte)}'` : `0x${byte.toString(16).padStart(2, '0')}`;
}
