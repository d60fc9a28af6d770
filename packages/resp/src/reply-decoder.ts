import { FAILED, INCOMPLETE, READY } from './chunked-input.ts';
import { copyBytes } from './copy-bytes.ts';
import { MapKeys } from './map-keys.ts';
import { type Reply, TypedReply } from './reply.ts';
import {
  AFTER_ATTRIBUTES,
  addPair,
  BAR,
  type Frame,
  keyOf,
  PENDING,
  PERCENT,
  place,
  setProperty,
} from './reply-frame.ts';
import { NO_LENGTH, type ReplyDecoderOptions, ReplyScalars, SHORT_NUMBER, STREAMED } from './reply-scalars.ts';
import { SpareBuffers } from './spare-buffers.ts';
import { decodeUtf8 } from './utf8.ts';

const LF = 10;
const CR = 13;
const DOLLAR = 36;
const LEFT_PAREN = 40;
const ASTERISK = 42;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const SEMICOLON = 59;
const GREATER = 62;
const TILDE = 126;

/** A list of at most so many elements is made at its announced size; beyond, it grows as they come. */
const MADE_AT_ONCE = 4096;

/**
 * Turns what a server sends into values, whatever the pieces it arrives in: RESP2, and all of RESP3.
 *
 * ```
 * decoder.feed(chunk);
 * while (decoder.next() === READY) {
 *   if (decoder.pushed) onMessage(decoder.value);
 *   else answer(decoder.value);
 * }
 * if (decoder.error !== '') disconnect(decoder.error);
 * ```
 *
 * A reply that is all in the chunk is read by plain recursion. When the chunk ends within an aggregate, each level
 * leaves a `Frame` with its elements so far, and the next chunk goes on in the innermost; only the line or short
 * string that was cut is looked at again. A long string takes its pieces where they will stay (see `LargeBulk`).
 *
 * Whatever it is fed, `next` does not throw: what breaks the protocol or a limit is FAILED.
 */
export class ReplyDecoder extends ReplyScalars {
  /** The reply that `next()` found. */
  value: Reply = null;
  /** Whether it is a push message, which answers no request. */
  pushed = false;
  /** What the server sent along with the reply, as a flat list of keys and values. */
  attributes: Reply[] | null = null;

  private readonly maps: 'map' | 'object' | 'array';
  private readonly setsAsSet: boolean;
  private readonly maxDepth: number;
  private mapKeys: MapKeys | null = null;
  /** The aggregates being read, innermost first. */
  private frames: Frame[] = [];
  /** No frame, no large string, no push message and no attributes of the last reply, and not typed. */
  private settled = false;

  /** @throws RangeError if `maxDepth` is not from 1 to 1000 */
  constructor(options: ReplyDecoderOptions = {}, buffers: SpareBuffers = new SpareBuffers()) {
    super(options, buffers);
    this.maps = this.typed ? 'array' : (options.maps ?? 'map');
    this.setsAsSet = !this.typed && (options.sets ?? 'set') === 'set';
    this.maxDepth = options.maxDepth ?? 128;
    // Depth is depth of recursion.
    if (!(this.maxDepth >= 1 && this.maxDepth <= 1000)) throw new RangeError('maxDepth must be from 1 to 1000');
  }

  /** Looks for the next reply: READY, INCOMPLETE or FAILED. */
  next(): number {
    const { bytes, position } = this;
    // The short road, in one piece, for what pipelines are made of: an integer, or a bulk string with all its bytes.
    // What it does not understand, it leaves untouched.
    if (this.settled && position + SHORT_NUMBER + 2 < this.end) {
      const type = bytes[position];
      if (type === DOLLAR || type === COLON) {
        const stop = position + SHORT_NUMBER;
        let at = position + 1;
        let value = 0;
        // Negative once a byte was not a digit: one test at the end instead of two for each byte.
        let check = 0;
        for (; at < stop; at++) {
          const byte = bytes[at];
          if (byte === CR) break;
          const digit = (byte - ZERO) | 0;
          check |= digit | (9 - digit);
          value = (value * 10 + digit) | 0;
        }
        if (check >= 0 && bytes[at] === CR && bytes[at + 1] === LF && at > position + 1) {
          at += 2;
          if (type === COLON) {
            this.position = at;
            this.value = value;
            return READY;
          }
          const end = at + value;
          if (end + 2 <= this.end && value <= this.maxBulkLength && bytes[end] === CR && bytes[end + 1] === LF) {
            this.position = end + 2;
            this.value = this.asText ? decodeUtf8(bytes, at, end) : copyBytes(bytes, at, end);
            return READY;
          }
        }
      }
    }
    return this.owning ? this.decodeOwn() : this.decodeBorrowed();
  }

  protected decode(): number {
    let value: unknown;
    this.lacking = 0;
    try {
      value = this.settled ? this.read(0) : this.readOrGoOn();
    } catch (error) {
      // More than the engine can hold: an ArrayBuffer too many, a Map of 2^24 keys.
      value = this.wrong(`the reply is too large: ${(error as Error).message}`);
    }
    if (value !== PENDING) {
      this.value = value as Reply;
      return READY;
    }
    this.settled = false;
    if (this.problem === '') return INCOMPLETE;
    this.frames = [];
    this.large = null;
    this.fail(`Protocol error: ${this.problem}`);
    return FAILED;
  }

  private readOrGoOn(): unknown {
    if (this.frames.length > 0 || this.large !== null) return this.goOn();
    this.pushed = false;
    this.attributes = null;
    this.settled = !this.typed;
    return this.read(0);
  }

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
        return this.typed ? this.typedLine(type) : this.line(type);
    }
  }

  private typedLine(type: number): unknown {
    const start = this.position + 1;
    const reply = this.tag(type, this.line(type));
    const isLine = type === PLUS || type === MINUS || type === COMMA || type === LEFT_PAREN;
    if (isLine && reply instanceof TypedReply) {
      for (let at = start; at < this.position - 2; at++) reply.line += String.fromCharCode(this.bytes[at]);
    }
    return reply;
  }

  // Aggregates. Each function goes on where a frame stands; with index 0, at the beginning.

  private list(type: number, depth: number): unknown {
    const count = this.readLength();
    if (type === GREATER) {
      if (depth > 0 || count === STREAMED) return this.wrong('a push message within a reply');
      this.pushed = true;
      this.settled = false;
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
    return keyOf(value);
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
    if (depth === 0) {
      this.attributes = attributes as Reply[];
      this.settled = false;
    }
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
  protected streamedString(list: unknown[], total: number): unknown {
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

  // Going on after INCOMPLETE.

  private leave(type: number, elements: Frame['elements'], index: number, count: number, key: unknown, depth: number) {
    this.frames.push({ type, elements, index, count, key, depth });
    return PENDING;
  }

  private goOn(): unknown {
    const frames = this.frames;
    let value: unknown;
    let level = 0;
    if (this.large !== null) value = this.takeLarge(this.large);
    else {
      this.frames = [];
      value = this.fill(frames[level++]);
    }
    while (value !== PENDING && level < frames.length) {
      this.frames = [];
      place(frames[level], value);
      value = this.fill(frames[level++]);
    }
    if (value === PENDING && this.frames !== frames) {
      for (; level < frames.length; level++) this.frames.push(frames[level]);
    } else if (value !== PENDING) this.frames = [];
    return value;
  }

  private fill(frame: Frame): unknown {
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
