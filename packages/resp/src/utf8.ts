import { SHORT_TEXT, shortText } from './short-text.ts';

const encoder = new TextEncoder();

/** Text as UTF-8 bytes of its own. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Writes the text as UTF-8 at `at` and returns how many bytes that took. There must be room. */
export function encodeUtf8Into(text: string, bytes: Uint8Array, at: number): number {
  return encoder.encodeInto(text, bytes.subarray(at)).written;
}

/** How many bytes the text takes in UTF-8; half a surrogate pair counts as U+FFFD, which is what is written for it. */
export function utf8Length(text: string): number {
  const units = text.length;
  let length = units;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length++;
    else {
      length += 2;
      // The pair's two units are four bytes together.
      if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < units && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    }
  }
  return length;
}

/** Writes the text as UTF-8 at `at` and returns where it ends. Meant for short texts: for long ones TextEncoder is faster. */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  const units = text.length;
  for (let i = 0; i < units; i++) {
    let unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[at++] = unit;
      continue;
    }
    if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 0x3f);
      continue;
    }
    if ((unit & 0xf800) === 0xd800) {
      const low = unit < 0xdc00 && i + 1 < units ? text.charCodeAt(i + 1) : 0;
      if ((low & 0xfc00) === 0xdc00) {
        const point = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
        bytes[at++] = 0xf0 | (point >> 18);
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
        bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
        bytes[at++] = 0x80 | (point & 0x3f);
        i++;
        continue;
      }
      unit = 0xfffd;
    }
    bytes[at++] = 0xe0 | (unit >> 12);
    bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
    bytes[at++] = 0x80 | (unit & 0x3f);
  }
  return at;
}

/** Node's Buffer reads UTF-8 without a view per call; elsewhere TextDecoder does. */
type ReadUtf8 = (this: Uint8Array, start: number, end: number) => string;
const buffer = (globalThis as { Buffer?: { prototype: { utf8Slice?: ReadUtf8 } } }).Buffer;
const utf8Slice = buffer?.prototype.utf8Slice;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The bytes `[start, end)` as text; what is not UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= SHORT_TEXT) {
    const text = shortText(bytes, start, end);
    if (text !== undefined) return text;
  }
  if (utf8Slice !== undefined) return utf8Slice.call(bytes, start, end);
  return decoder.decode(bytes.subarray(start, end));
}

/**
 * Where text can be cut so that both parts decode to what the whole would: the last place in `[start, end]` that is
 * not within a character. If there is none in the last four bytes, they are not UTF-8, and any place will do.
 */
export function utf8Boundary(bytes: Uint8Array, start: number, end: number): number {
  for (let at = end - 1; at >= start && at >= end - 4; at--) {
    const byte = bytes[at];
    if (byte < 0x80) return end;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return at + length <= end ? end : at;
    }
  }
  return end;
}
