import { base64Length, encodeBase64 } from './base64.ts';
import type { LiveText } from './live-text.ts';
import { RESERVE_MAX, type TextOutput } from './text-output.ts';
import { isUtf8 } from './utf8-validity.ts';

/**
 * Bytes as a JSON string, and what a byte means in one.
 *
 * ```
 * UTF-8            "the text"      with \" \\ \b \f \n \r \t, and \u00XX for other bytes below 0x20
 * anything else    "base64:..."
 * ```
 *
 * A string that begins with `base64:` always stands for bytes, so a text that begins so is written in base64 too, and so is a text
 * that would be longer with its escapes than in base64.
 */

/** Text in front of base64. */
export const BASE64_MARK = 'base64:';
const MARK_LENGTH = BASE64_MARK.length;
const MARK_FIRST = 0x62;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What a byte of a string's text is. */
export const PLAIN = 0;
/** Part of a character beyond ASCII. */
export const HIGH = 1;
/** The end of the string, the beginning of an escape, or a byte that may not be there. */
export const SPECIAL = 2;

/** By byte: PLAIN, HIGH or SPECIAL. */
export const textClass = new Uint8Array(256);
textClass.fill(SPECIAL, 0, 0x20);
textClass.fill(HIGH, 0x80);
textClass[QUOTE] = SPECIAL;
textClass[BACKSLASH] = SPECIAL;

/** The character behind the backslash of a two-character escape, by the byte that it stands for; 0: there is none. */
export const escapeLetters = new Uint8Array(256);
escapeLetters[QUOTE] = QUOTE;
escapeLetters[BACKSLASH] = BACKSLASH;
escapeLetters[0x08] = 0x62; // b
escapeLetters[0x09] = 0x74; // t
escapeLetters[0x0a] = 0x6e; // n
escapeLetters[0x0c] = 0x66; // f
escapeLetters[0x0d] = 0x72; // r

/** Short texts are reserved room for at once, in the longest form that they can take. */
const SHORT_MAX = 1024;

/** A piece of a long text for which room is reserved at once; a multiple of 3, for base64. */
const PIECE = 1023;

/** Appends `from[start, end)` as a JSON string with its quotes. */
export function writeJsonString(output: TextOutput, from: Uint8Array, start: number, end: number): void {
  if (end - start > SHORT_MAX) {
    writeAnalysed(output, from, start, end);
    return;
  }
  output.reserve(end - start + 2);
  const at = copyPlain(from, start, end, output.bytes, output.at + 1);
  if (at < 0) {
    writeAnalysed(output, from, start, end);
    return;
  }
  output.bytes[output.at] = QUOTE;
  output.bytes[at] = QUOTE;
  output.at = at + 1;
}

/**
 * Copies `from[start, end)` to `to` at `at` if it stands for itself between the quotes of a JSON string.
 * @returns the position behind it, or -1 if it does not
 */
export function copyPlain(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  let classes = PLAIN;
  for (let i = start; i < end; i++) {
    const byte = from[i];
    classes |= textClass[byte];
    to[at++] = byte;
  }
  if (classes !== PLAIN) return -1;
  return from[start] === MARK_FIRST && isMarked(from, start, end) ? -1 : at;
}

/** Whether `bytes[start, end)` begins with the mark of base64. */
export function isMarked(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < MARK_LENGTH) return false;
  for (let i = 0; i < MARK_LENGTH; i++) if (bytes[start + i] !== BASE64_MARK.charCodeAt(i)) return false;
  return true;
}

function writeAnalysed(output: TextOutput, from: Uint8Array, start: number, end: number): void {
  const classes = classesOf(from, start, end);
  const isText = (classes & HIGH) === 0 || isUtf8(from, start, end);
  const escapes = (classes & SPECIAL) === 0 ? 0 : escapesLength(from, start, end);
  const form = formOf(isMarked(from, start, end), isText, escapes, end - start);
  output.ascii(form === BASE64 ? `"${BASE64_MARK}` : '"');
  writeInForm(form, output, from, start, end);
  output.ascii('"');
}

const AS_IT_IS = 0;
const ESCAPED = 1;
const BASE64 = 2;

/** How bytes are written. @param escapes what their escapes add to their length */
function formOf(marked: boolean, isText: boolean, escapes: number, length: number): number {
  if (marked || !isText || length + escapes > MARK_LENGTH + base64Length(length)) return BASE64;
  return escapes > 0 ? ESCAPED : AS_IT_IS;
}

function writeInForm(form: number, output: TextOutput, from: Uint8Array, start: number, end: number): void {
  if (form === AS_IT_IS) {
    output.append(from, start, end);
    return;
  }
  const write = form === BASE64 ? encodeBase64 : escapeText;
  for (let piece = start; piece < end; piece += PIECE) {
    output.reserve(6 * PIECE);
    output.at = write(from, piece, Math.min(end, piece + PIECE), output.bytes, output.at);
  }
}

/** PLAIN, or bits HIGH and SPECIAL: what there is among the bytes. */
function classesOf(bytes: Uint8Array, start: number, end: number): number {
  let classes = PLAIN;
  for (let i = start; i < end; i++) classes |= textClass[bytes[i]];
  return classes;
}

/** By how much escapes make the text longer. */
function escapesLength(from: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let i = start; i < end; i++) {
    const byte = from[i];
    if (textClass[byte] === SPECIAL) length += escapeLetters[byte] === 0 ? 5 : 1;
  }
  return length;
}

function escapeText(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  for (let i = start; i < end; i++) {
    const byte = from[i];
    if (textClass[byte] !== SPECIAL) {
      to[at++] = byte;
      continue;
    }
    to[at++] = BACKSLASH;
    const letter = escapeLetters[byte];
    if (letter !== 0) {
      to[at++] = letter;
      continue;
    }
    to[at] = 0x75; // u00
    to[at + 1] = 0x30;
    to[at + 2] = 0x30;
    to[at + 3] = 0x30 + (byte >>> 4);
    to[at + 4] = hexDigit(byte & 15);
    at += 5;
  }
  return at;
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x57 + value;
}

/** Bytes of a long string that are read in one step; a multiple of 3, for base64. */
const STEP_BYTES = 3 * 64 * 1024;

/** Writes a JSON string of any length step by step: what `writeJsonString` would write. */
export class LongJsonString implements LiveText {
  #bytes: Uint8Array;
  #start: number;
  #end: number;
  #at: number;
  #escapes = 0;
  #isText = true;
  /** Known when all has been read once. */
  #form = -1;

  /** The bytes must stay as they are, until `takeCopy` is called or all is written. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#at = start;
  }

  abandon(): void {}

  /** From now on the bytes given may change. */
  takeCopy(): void {
    const from = this.#form < 0 ? this.#start : this.#at;
    this.#bytes = this.#bytes.slice(from, this.#end);
    this.#start = 0;
    this.#at -= from;
    this.#end -= from;
  }

  /** Works a bit further. @returns whether there is more to do */
  step(output: TextOutput): boolean {
    if (this.#form < 0) this.#read(output);
    else this.#write(output);
    return this.#at < this.#end || this.#form < 0;
  }

  #read(output: TextOutput): void {
    const bytes = this.#bytes;
    let end = Math.min(this.#end, this.#at + STEP_BYTES);
    // Not in the middle of a character: its bytes but the first are 10xxxxxx, three at most.
    for (let i = 0; i < 3 && end < this.#end && (bytes[end] & 0xc0) === 0x80; i++) end--;
    const classes = classesOf(bytes, this.#at, end);
    if ((classes & HIGH) !== 0) this.#isText &&= isUtf8(bytes, this.#at, end);
    if ((classes & SPECIAL) !== 0) this.#escapes += escapesLength(bytes, this.#at, end);
    this.#at = end;
    if (end < this.#end) return;
    const marked = isMarked(bytes, this.#start, end);
    this.#form = formOf(marked, this.#isText, this.#escapes, end - this.#start);
    this.#at = this.#start;
    output.ascii(this.#form === BASE64 ? `"${BASE64_MARK}` : '"');
  }

  #write(output: TextOutput): void {
    const end = Math.min(this.#end, this.#at + STEP_BYTES);
    writeInForm(this.#form, output, this.#bytes, this.#at, end);
    this.#at = end;
    if (end === this.#end) output.ascii('"');
  }
}

if (6 * PIECE > RESERVE_MAX || SHORT_MAX + 2 > RESERVE_MAX) throw new Error('json string: pieces are too long');
