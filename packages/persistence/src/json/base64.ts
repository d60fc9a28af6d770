/** RFC 4648 base64 with padding, from bytes to bytes. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 0x3d;
const INVALID = 255;

const digits = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));

const values = new Uint8Array(256).fill(INVALID);
for (let i = 0; i < 64; i++) values[digits[i]] = i;

export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** Writes `from[start, end)` in base64 to `to` at `at`. @returns the position behind it. */
export function encodeBase64(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  let i = start;
  for (; i + 3 <= end; i += 3) {
    const word = (from[i] << 16) | (from[i + 1] << 8) | from[i + 2];
    to[at] = digits[word >>> 18];
    to[at + 1] = digits[(word >>> 12) & 63];
    to[at + 2] = digits[(word >>> 6) & 63];
    to[at + 3] = digits[word & 63];
    at += 4;
  }
  if (i < end) {
    const two = end - i === 2;
    const word = (from[i] << 16) | (two ? from[i + 1] << 8 : 0);
    to[at] = digits[word >>> 18];
    to[at + 1] = digits[(word >>> 12) & 63];
    to[at + 2] = two ? digits[(word >>> 6) & 63] : PADDING;
    to[at + 3] = PADDING;
    at += 4;
  }
  return at;
}

/**
 * Writes what `from[start, end)` stands for to `to` at `at`; `from` and `to` may be the same bytes if `at` is at most `start`.
 * @returns the position behind it; -1 if the text is not base64, or not as `encodeBase64` writes it (padding, unused bits)
 */
export function decodeBase64(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  if ((end - start) % 4 !== 0) return -1;
  let padding = 0;
  while (padding < 2 && end > start && from[end - 1 - padding] === PADDING) padding++;
  const whole = padding === 0 ? end : end - 4;
  for (let i = start; i < whole; i += 4) {
    const v0 = values[from[i]];
    const v1 = values[from[i + 1]];
    const v2 = values[from[i + 2]];
    const v3 = values[from[i + 3]];
    if ((v0 | v1 | v2 | v3) > 63) return -1;
    const word = (v0 << 18) | (v1 << 12) | (v2 << 6) | v3;
    to[at] = word >>> 16;
    to[at + 1] = word >>> 8;
    to[at + 2] = word;
    at += 3;
  }
  if (padding === 0) return at;
  const v0 = values[from[whole]];
  const v1 = values[from[whole + 1]];
  const v2 = padding === 1 ? values[from[whole + 2]] : 0;
  if ((v0 | v1 | v2) > 63) return -1;
  const word = (v0 << 18) | (v1 << 12) | (v2 << 6);
  if ((word & (padding === 1 ? 0xff : 0xffff)) !== 0) return -1;
  to[at++] = word >>> 16;
  if (padding === 1) to[at++] = word >>> 8;
  return at;
}
