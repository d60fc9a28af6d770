import { copyBytes } from '@respite/bytes';

/**
 * LZF, the fast and simple compression of M. Lehmann's liblzf, byte by byte:
 *
 * ```
 * 000nnnnn  n + 1 bytes                  these bytes
 * nnnooooo oooooooo                      n + 2 bytes that came o + 1 bytes before; n is 1 to 6
 * 111ooooo nnnnnnnn oooooooo             n + 9 bytes that came o + 1 bytes before
 * ```
 *
 * What is repeated may overlap with what it makes: a run of one byte refers to the byte before.
 */
const LITERALS_MAX = 32;
const DISTANCE_MAX = 8192;
const MATCH_MIN = 3;
const MATCH_MAX = 264;
const LONG_MATCH = 9;

/** How many times as long as what it is read from a text can be. */
export const EXPANSION_MAX = MATCH_MAX / 3;

/** A short text needs only a few slots, which are emptied sooner. */
const HASH_BITS_MIN = 6;
const HASH_BITS_MAX = 14;
/** By a hash of three bytes: where they were seen last, counted from 1. */
const seen = new Int32Array(1 << HASH_BITS_MAX);

/**
 * Compresses `from[start, end)` to `to` at `at`.
 * @param limit how many bytes it may take
 * @returns the position behind it; -1 if it takes more
 */
export function compressLzf(
  from: Uint8Array,
  start: number,
  end: number,
  to: Uint8Array,
  at: number,
  limit: number,
): number {
  const stop = at + limit;
  let position = start;
  let literals = start;
  let out = at;
  const hashBits = Math.max(HASH_BITS_MIN, Math.min(HASH_BITS_MAX, 32 - Math.clz32(end - start)));
  seen.fill(0, 0, 1 << hashBits);
  while (position + MATCH_MIN <= end) {
    const three = (from[position] << 16) | (from[position + 1] << 8) | from[position + 2];
    const slot = Math.imul(three, 0x9e3779b1) >>> (32 - hashBits);
    const match = seen[slot] - 1 + start;
    seen[slot] = position + 1 - start;
    if (
      match < start ||
      position - match > DISTANCE_MAX ||
      from[match] !== from[position] ||
      from[match + 1] !== from[position + 1] ||
      from[match + 2] !== from[position + 2]
    ) {
      position++;
      continue;
    }
    out = writeLiterals(from, literals, position, to, out, stop);
    if (out < 0 || out + 3 > stop) return -1;
    const most = Math.min(MATCH_MAX, end - position);
    let length = MATCH_MIN;
    while (length < most && from[match + length] === from[position + length]) length++;
    const offset = position - match - 1;
    if (length < LONG_MATCH) to[out++] = ((length - 2) << 5) | (offset >>> 8);
    else {
      to[out++] = 0xe0 | (offset >>> 8);
      to[out++] = length - LONG_MATCH;
    }
    to[out++] = offset;
    position += length;
    literals = position;
  }
  return writeLiterals(from, literals, end, to, out, stop);
}

function writeLiterals(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number, stop: number): number {
  let out = at;
  for (let position = start; position < end; ) {
    const next = Math.min(end, position + LITERALS_MAX);
    if (out + 1 + next - position > stop) return -1;
    to[out++] = next - position - 1;
    copyBytes(from, position, next, to, out);
    out += next - position;
    position = next;
  }
  return out;
}

/** Writes the text of `from[start, end)` to `to` from 0 on. @returns whether it is a text of just `length` bytes */
export function decompressLzf(from: Uint8Array, start: number, end: number, to: Uint8Array, length: number): boolean {
  let position = start;
  let out = 0;
  while (position < end) {
    const control = from[position++];
    if (control < LITERALS_MAX) {
      const count = control + 1;
      if (position + count > end || out + count > length) return false;
      copyBytes(from, position, position + count, to, out);
      position += count;
      out += count;
      continue;
    }
    let count = (control >>> 5) + 2;
    if (count === LONG_MATCH) {
      if (position >= end) return false;
      count += from[position++];
    }
    if (position >= end) return false;
    let source = out - ((control & 0x1f) << 8) - from[position++] - 1;
    if (source < 0 || out + count > length) return false;
    for (let i = 0; i < count; i++) to[out++] = to[source++];
  }
  return out === length;
}
