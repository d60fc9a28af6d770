import { copyBytes } from '@respite/bytes';
import { HashCursor, KIND_HASH, KIND_STRING, locateString } from '@respite/store';
import type { Context } from '../../context.ts';
import type { ElementCopies } from './element-copies.ts';

const STAR = 0x2a;
const HASH_SIGN = 0x23;
const MINUS = 0x2d;
const GREATER = 0x3e;

const cursor = new HashCursor();

/**
 * A pattern after BY or GET, which names a value for each element:
 *
 * ```
 * #                    the element itself
 * weight_*             the string at the key, with the element in the place of the first star
 * object_*->price      the field of the hash at the key
 * ```
 */
export class ValuePattern {
  /** The value that `find` found: true until the next command or call that looks at a key. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  readonly #text: Uint8Array;
  readonly #isElement: boolean;
  /** Where the star is, or -1; where the key ends, and the field behind the arrow begins. */
  readonly #star: number;
  readonly #keyEnd: number;
  readonly #fieldStart: number;
  #key = new Uint8Array(128);

  /** @param text the pattern; it is kept */
  constructor(text: Uint8Array) {
    this.#text = text;
    this.#isElement = text.length === 1 && text[0] === HASH_SIGN;
    this.#star = text.indexOf(STAR);
    const arrow = this.#star === -1 ? -1 : arrowBehind(text, this.#star + 1);
    // An arrow with nothing behind it is part of the key.
    const hasField = arrow !== -1 && arrow + 2 < text.length;
    this.#keyEnd = hasField ? arrow : text.length;
    this.#fieldStart = hasField ? arrow + 2 : -1;
  }

  /** Whether the value depends on the element. */
  get isConstant(): boolean {
    return this.#star === -1;
  }

  /** Looks up the value for element number `index`; `bytes`, `start` and `end` are its text then. @returns whether there is one */
  find(ctx: Context, elements: ElementCopies, index: number): boolean {
    if (this.#isElement) {
      this.bytes = elements.bytes;
      this.start = elements.starts[index];
      this.end = elements.ends[index];
      return true;
    }
    if (this.#star === -1) return false;
    const keyLength = this.#makeKey(elements.bytes, elements.starts[index], elements.ends[index]);
    const entry = ctx.db.find(this.#key, 0, keyLength);
    if (entry === 0) {
      ctx.server.counters.keyspaceMisses++;
      ctx.server.effects.notifyMiss(ctx.db, this.#key, 0, keyLength);
      return false;
    }
    ctx.server.counters.keyspaceHits++;
    ctx.touch(entry);
    return this.#fieldStart === -1 ? this.#readString(ctx, entry) : this.#readField(ctx, entry);
  }

  #readString(ctx: Context, entry: number): boolean {
    const { entries } = ctx;
    if (entries.kind(entry) !== KIND_STRING) return false;
    locateString(entries, entry);
    this.bytes = entries.bytes;
    this.start = entries.valueStart;
    this.end = entries.valueEnd;
    return true;
  }

  #readField(ctx: Context, entry: number): boolean {
    if (ctx.entries.kind(entry) !== KIND_HASH) return false;
    cursor.begin(ctx.db, entry, ctx.server.config);
    if (!cursor.find(this.#text, this.#fieldStart, this.#text.length) || ctx.now > cursor.expiry) return false;
    cursor.readValue();
    this.bytes = cursor.bytes;
    this.start = cursor.start;
    this.end = cursor.end;
    return true;
  }

  /** Writes the key: the pattern, with the element in the place of the star. @returns its length */
  #makeKey(element: Uint8Array, start: number, end: number): number {
    const star = this.#star;
    const length = this.#keyEnd - 1 + end - start;
    if (length > this.#key.length) this.#key = new Uint8Array(length * 2);
    copyBytes(this.#text, 0, star, this.#key, 0);
    copyBytes(element, start, end, this.#key, star);
    copyBytes(this.#text, star + 1, this.#keyEnd, this.#key, star + end - start);
    return length;
  }
}

/** Where "->" first stands from `from` on, or -1. */
function arrowBehind(text: Uint8Array, from: number): number {
  for (let at = from; at + 1 < text.length; at++) if (text[at] === MINUS && text[at + 1] === GREATER) return at;
  return -1;
}
