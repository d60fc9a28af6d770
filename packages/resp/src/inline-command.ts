import type { Arguments } from './arguments.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const BACKSLASH = 92;
const LOWER_X = 120;

/**
 * Splits a line typed by a person (telnet, `respite-cli`, `redis.conf`) into arguments, by Redis's rules:
 *
 * - blanks separate arguments;
 * - `"..."` may hold blanks, and `\n \r \t \b \a \\ \" \xHH`; any other escaped byte stands for itself;
 * - `'...'` may hold blanks, and only `\'` is an escape;
 * - a closing quote ends its argument: a blank or the end of the line must follow.
 *
 * A zero byte ends the line. A line without quotes is sliced where it lies; otherwise the arguments get a buffer of their own.
 * Returns false if quotes are unbalanced; `args` then holds nothing of use.
 */
export function splitInlineCommand(bytes: Uint8Array, start: number, end: number, args: Arguments): boolean {
  args.count = 0;
  let stop = start;
  let quoted = false;
  for (; stop < end && bytes[stop] !== 0; stop++) {
    if (bytes[stop] === DOUBLE_QUOTE || bytes[stop] === SINGLE_QUOTE) quoted = true;
  }
  return quoted ? splitQuoted(bytes, start, stop, args) : splitPlain(bytes, start, stop, args);
}

function splitPlain(bytes: Uint8Array, start: number, end: number, args: Arguments): boolean {
  args.bytes = bytes;
  let position = start;
  for (;;) {
    while (position < end && isBlank(bytes[position])) position++;
    if (position === end) return true;
    const argumentStart = position;
    while (position < end && !endsPlainArgument(bytes[position])) position++;
    args.push(argumentStart, position);
  }
}

function splitQuoted(bytes: Uint8Array, start: number, end: number, args: Arguments): boolean {
  // Unquoting never makes a line longer.
  const unquoted = new Uint8Array(end - start);
  args.bytes = unquoted;
  let length = 0;
  let position = start;
  for (;;) {
    while (position < end && isBlank(bytes[position])) position++;
    if (position === end) return true;
    const argumentStart = length;
    let quote = 0;
    for (; position < end; position++) {
      const byte = bytes[position];
      if (quote === 0) {
        if (endsPlainArgument(byte)) break;
        if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) quote = byte;
        else unquoted[length++] = byte;
      } else if (byte === quote) {
        position++;
        if (position < end && !isBlank(bytes[position])) return false;
        quote = 0;
        break;
      } else if (byte !== BACKSLASH || position + 1 === end) {
        unquoted[length++] = byte;
      } else if (quote === SINGLE_QUOTE) {
        if (bytes[position + 1] === SINGLE_QUOTE) position++;
        unquoted[length++] = bytes[position];
      } else if (isHexEscape(bytes, position, end)) {
        unquoted[length++] = (hexDigit(bytes[position + 2]) << 4) | hexDigit(bytes[position + 3]);
        position += 3;
      } else {
        unquoted[length++] = escapedByte(bytes[++position]);
      }
    }
    if (quote !== 0) return false;
    args.push(argumentStart, length);
  }
}

/** C's isspace(): what separates arguments. */
function isBlank(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte <= CR);
}

/** Narrower than `isBlank`: a vertical tab or form feed inside a plain argument belongs to it, as in Redis. */
function endsPlainArgument(byte: number): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB;
}

function isHexEscape(bytes: Uint8Array, position: number, end: number): boolean {
  return (
    position + 3 < end &&
    bytes[position + 1] === LOWER_X &&
    hexDigit(bytes[position + 2]) >= 0 &&
    hexDigit(bytes[position + 3]) >= 0
  );
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** The byte that a letter after a backslash stands for, inside double quotes. */
function escapedByte(letter: number): number {
  switch (letter) {
    case 110:
      return LF;
    case 114:
      return CR;
    case 116:
      return TAB;
    case 98:
      return 8;
    case 97:
      return 7;
    default:
      return letter;
  }
}
