import { copyBytes } from '@respite/bytes';
import { SnapshotError } from '../snapshot-error.ts';
import type { SnapshotFile } from '../snapshot-files.ts';
import { decodeBase64 } from './base64.ts';
import { Checksum } from './checksum.ts';
import { BASE64_MARK, escapeLetters, HIGH, isMarked, PLAIN, SPECIAL, textClass } from './json-string.ts';
import { isUtf8 } from './utf8-validity.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEW_LINE = 0x0a;
const LETTER_U = 0x75;

const FIRST_CAPACITY = 256 * 1024;
/** Behind the text: no text goes on over a zero byte, so those who read it need no look at where it ends. */
const SENTINEL = 0;
/** An integer of so many digits is exact. */
const EXACT_DIGITS = 15;
const NAME_MAX = 100;

const decoder = new TextDecoder();

/** The byte that each letter of a two-character escape stands for, or 0. `\/` may stand in a file, but is never written. */
const escapedBytes = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) if (escapeLetters[byte] !== 0) escapedBytes[escapeLetters[byte]] = byte;
escapedBytes[0x2f] = 0x2f;

/**
 * JSON text read from a file piece by piece: tokens, and the line that they stand in.
 *
 * ```
 * bytes   | read already | to be read | 0 |  room  |
 *                        at           end
 * ```
 *
 * A token is always whole in `bytes`; a longer one makes them grow. Their beginning lies at a multiple of 4 in the file, for the
 * checksum.
 */
export class JsonInput {
  bytes: Uint8Array = new Uint8Array(FIRST_CAPACITY + 1);
  at = 0;
  end = 0;
  /** Counted from 1. */
  line = 1;

  /** What `readString` has read: bytes that are good until the next call of anything here. */
  string: Uint8Array = this.bytes;
  stringStart = 0;
  stringEnd = 0;

  readonly #file: SnapshotFile;
  /** Where `bytes` begin in the file. */
  #offset = 0;
  /** Of the text that was dropped from `bytes`, while a checksum is asked for. */
  #checksum: Checksum | undefined = new Checksum();
  #scratch = new Uint8Array(1024);
  #scratchLength = 0;

  constructor(file: SnapshotFile) {
    this.#file = file;
    this.more(0);
  }

  /** @throws SnapshotError with the line where the input stands */
  fail(reason: string): never {
    throw new SnapshotError(this.#file.path, this.line, reason);
  }

  /** As `fail`, when something else should be at the place where the input stands. */
  failExpecting(what: string): never {
    if (this.at === this.end && !this.more(this.at)) this.fail(`the file ends here; there should be ${what}`);
    const byte = this.bytes[this.at];
    const found = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`;
    this.fail(`${byte === QUOTE ? 'a string' : found} in the place of ${what}`);
  }

  /**
   * Reads more of the file; what lies before `keepFrom` is dropped, what follows moves to the beginning, and `at` with it.
   * @returns false at the end of the file. Otherwise `keepFrom` has become `keepFrom & 3`.
   */
  more(keepFrom: number): boolean {
    const dropped = keepFrom & ~3;
    if (dropped > 0) {
      this.#checksum?.add(this.bytes, 0, dropped);
      this.bytes.copyWithin(0, dropped, this.end);
      this.at -= dropped;
      this.end -= dropped;
      this.#offset += dropped;
    } else if (this.end === this.bytes.length - 1) {
      const larger = new Uint8Array(2 * this.end + 1);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    const length = this.#file.read(this.bytes, this.end, this.bytes.length - 1);
    this.end += length;
    this.bytes[this.end] = SENTINEL;
    return length > 0;
  }

  /** The checksum of all that lies before the file's byte number `offset`, at which or behind which the input stands. */
  checksumUpTo(offset: number): Checksum | undefined {
    const checksum = this.#checksum;
    checksum?.addLast(this.bytes, 0, offset - this.#offset);
    this.#checksum = undefined;
    return checksum;
  }

  ignoreChecksum(): void {
    this.#checksum = undefined;
  }

  /** Where the input stands in the file. */
  get offset(): number {
    return this.#offset + this.at;
  }

  /** Goes to the next byte that is not white space. @returns it, or -1 at the end of the file */
  next(): number {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte > 0x20) return byte;
      if (byte === NEW_LINE) {
        this.line++;
      } else if (byte === SENTINEL && this.at === this.end) {
        if (!this.more(this.at)) return -1;
        continue;
      } else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) {
        return byte;
      }
      this.at++;
    }
  }

  /** Goes over the byte, with white space before it. */
  expect(byte: number): void {
    if (this.next() !== byte) this.failExpecting(`"${String.fromCharCode(byte)}"`);
    this.at++;
  }

  /** Goes over the byte if it is the next one. */
  accept(byte: number): boolean {
    if (this.next() !== byte) return false;
    this.at++;
    return true;
  }

  /** Reads a JSON string; base64 is decoded. The bytes are in `string` then. */
  readString(): void {
    if (this.next() !== QUOTE) this.failExpecting('a string');
    let i = this.at + 1;
    let high = false;
    for (;;) {
      const { bytes } = this;
      let kind = textClass[bytes[i]];
      while (kind === PLAIN) kind = textClass[bytes[++i]];
      if (kind === HIGH) {
        high = true;
        i++;
        continue;
      }
      if (bytes[i] === QUOTE) break;
      if (bytes[i] === BACKSLASH) {
        this.#readEscaped();
        return;
      }
      if (i !== this.end) this.#failInText(bytes[i]);
      i -= this.at;
      if (!this.more(this.at)) this.fail('the file ends here, in the middle of a string');
      i += this.at;
    }
    const start = this.at + 1;
    this.at = i + 1;
    this.string = this.bytes;
    this.stringStart = start;
    this.stringEnd = i;
    this.#interpret(high);
  }

  /** Reads a string that is a name: to be compared, or shown in a message. A very long one is cut off. */
  readName(): string {
    this.readString();
    const { string, stringStart, stringEnd } = this;
    return decoder.decode(string.subarray(stringStart, Math.min(stringEnd, stringStart + NAME_MAX)));
  }

  /** Reads a JSON number. */
  readNumber(): number {
    this.next();
    let length = 0;
    let value = 0;
    let isPlain = true;
    for (;;) {
      const byte = this.bytes[this.at + length];
      if (byte >= 0x30 && byte <= 0x39) value = value * 10 + (byte - 0x30);
      else if (isOfNumber(byte)) isPlain = false;
      else if (this.at + length < this.end || !this.more(this.at)) break;
      else continue;
      length++;
    }
    const start = this.at;
    if (!isPlain || length === 0 || length > EXACT_DIGITS || (this.bytes[start] === 0x30 && length > 1)) {
      const text = decoder.decode(this.bytes.subarray(start, start + length));
      if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) this.failExpecting('a number');
      value = Number(text);
    }
    this.at = start + length;
    return value;
  }

  /** Reads a JSON number that is a whole one, and not negative. */
  readCount(): number {
    this.next();
    const { line } = this;
    const value = this.readNumber();
    if (!(value >= 0) || !Number.isInteger(value)) {
      this.line = line;
      this.fail(`${value} in the place of a whole number`);
    }
    return value;
  }

  /** Whether the text at which the input stands begins with this ASCII text. */
  startsWith(text: string): boolean {
    while (this.end - this.at < text.length) if (!this.more(this.at)) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[this.at + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** Reads the string at which the input stands into #scratch, with what its escapes stand for. */
  #readEscaped(): void {
    let high = false;
    this.at++;
    this.#scratchLength = 0;
    for (;;) {
      const { bytes } = this;
      let i = this.at;
      let kind = textClass[bytes[i]];
      for (; kind !== SPECIAL; kind = textClass[bytes[++i]]) if (kind === HIGH) high = true;
      this.#keep(bytes, this.at, i);
      this.at = i;
      const byte = bytes[i];
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) this.#readEscape();
      else if (i !== this.end) this.#failInText(byte);
      else if (!this.more(i)) this.fail('the file ends here, in the middle of a string');
    }
    this.at++;
    this.string = this.#scratch;
    this.stringStart = 0;
    this.stringEnd = this.#scratchLength;
    this.#interpret(high);
  }

  #readEscape(): void {
    // A pair of surrogates is the longest escape: \ud83d\ude00.
    while (this.end - this.at < 12 && this.more(this.at));
    const { bytes, at } = this;
    const letter = bytes[at + 1];
    if (letter !== LETTER_U) {
      const byte = at + 1 < this.end ? escapedBytes[letter] : 0;
      if (byte === 0) this.fail('an escape that JSON does not have');
      this.#keepCodePoint(byte);
      this.at = at + 2;
      return;
    }
    let codePoint = this.#hexAt(at + 2);
    this.at = at + 6;
    if (codePoint >= 0xd800 && codePoint < 0xe000) {
      const isPair = codePoint < 0xdc00 && bytes[at + 6] === BACKSLASH && bytes[at + 7] === LETTER_U;
      const low = isPair ? this.#hexAt(at + 8) : 0;
      if (low < 0xdc00 || low > 0xdfff) this.fail('half of a surrogate pair');
      codePoint = 0x10000 + ((codePoint & 0x3ff) << 10) + (low & 0x3ff);
      this.at = at + 12;
    }
    this.#keepCodePoint(codePoint);
  }

  #hexAt(start: number): number {
    let value = 0;
    for (let i = start; i < start + 4; i++) {
      const byte = i < this.end ? this.bytes[i] : 0;
      const digit = byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57;
      if (digit < 0 || digit > 15 || (byte > 0x39 && digit < 10)) this.fail('an escape that JSON does not have');
      value = value * 16 + digit;
    }
    return value;
  }

  #keep(from: Uint8Array, start: number, end: number): void {
    this.#makeScratch(end - start);
    copyBytes(from, start, end, this.#scratch, this.#scratchLength);
    this.#scratchLength += end - start;
  }

  #keepCodePoint(codePoint: number): void {
    this.#makeScratch(4);
    const scratch = this.#scratch;
    let at = this.#scratchLength;
    if (codePoint < 0x80) {
      scratch[at++] = codePoint;
    } else if (codePoint < 0x800) {
      scratch[at++] = 0xc0 | (codePoint >>> 6);
      scratch[at++] = 0x80 | (codePoint & 0x3f);
    } else if (codePoint < 0x10000) {
      scratch[at++] = 0xe0 | (codePoint >>> 12);
      scratch[at++] = 0x80 | ((codePoint >>> 6) & 0x3f);
      scratch[at++] = 0x80 | (codePoint & 0x3f);
    } else {
      scratch[at++] = 0xf0 | (codePoint >>> 18);
      scratch[at++] = 0x80 | ((codePoint >>> 12) & 0x3f);
      scratch[at++] = 0x80 | ((codePoint >>> 6) & 0x3f);
      scratch[at++] = 0x80 | (codePoint & 0x3f);
    }
    this.#scratchLength = at;
  }

  #makeScratch(length: number): void {
    if (this.#scratchLength + length <= this.#scratch.length) return;
    const larger = new Uint8Array(2 * (this.#scratchLength + length));
    larger.set(this.#scratch.subarray(0, this.#scratchLength));
    this.#scratch = larger;
  }

  /** Judges the string that was read, and decodes base64. */
  #interpret(high: boolean): void {
    const { string, stringStart, stringEnd } = this;
    if (high && !isUtf8(string, stringStart, stringEnd)) this.fail('bytes that are not UTF-8');
    if (!isMarked(string, stringStart, stringEnd)) return;
    if (string !== this.#scratch) this.#scratchLength = 0;
    this.#makeScratch(stringEnd - stringStart);
    const end = decodeBase64(string, stringStart + BASE64_MARK.length, stringEnd, this.#scratch, 0);
    if (end < 0) this.fail(`a string that begins with "${BASE64_MARK}" and is not base64`);
    this.string = this.#scratch;
    this.stringStart = 0;
    this.stringEnd = end;
  }

  #failInText(byte: number): never {
    this.fail(byte === NEW_LINE ? 'a string without an end' : `byte ${byte} in a string, where JSON wants an escape`);
  }
}

function isOfNumber(byte: number): boolean {
  return byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x45 || byte === 0x65;
}
