/** Shorter runs are searched byte by byte: a view of words costs more than they do. */
const WORDS_FROM = 64;

/**
 * The first bit of the given value (0 or 1) among the bits `[from, to)` of the bytes that begin at `start`; bit 0 is the highest
 * one of the first byte.
 * @returns its number, counted from `start`, or -1
 */
export function findBit(bytes: Uint8Array, start: number, from: number, to: number, bit: number): number {
  if (from >= to) return -1;
  /** What a byte without such a bit looks like. */
  const skipped = bit === 1 ? 0 : 0xff;
  const firstByte = Math.floor(from / 8);
  const lastByte = Math.floor((to - 1) / 8);
  // The bits outside the range are made such that they are not looked for.
  const before = 0xff00 >>> (from - firstByte * 8);
  let byte = withoutBits(bytes[start + firstByte], before & 0xff, skipped);
  let at = firstByte;
  if (byte === skipped && at < lastByte) {
    at = skipBytes(bytes, start + at + 1, start + lastByte, skipped) - start;
    byte = bytes[start + at];
  }
  if (at === lastByte) byte = withoutBits(byte, 0xff >>> (to - lastByte * 8), skipped);
  if (byte === skipped) return -1;
  return at * 8 + Math.clz32(byte ^ skipped) - 24;
}

/** The byte, its bits in `mask` those of `filling`. */
function withoutBits(byte: number, mask: number, filling: number): number {
  return (byte & ~mask) | (filling & mask);
}

/** Where the first byte of `bytes[start, end)` is that is another than `skipped`; `end` if there is none. */
function skipBytes(bytes: Uint8Array, start: number, end: number, skipped: number): number {
  let at = start;
  if (end - start >= WORDS_FROM) {
    const offset = bytes.byteOffset;
    const wordsStart = start + (-(offset + start) & 3);
    while (at < wordsStart && bytes[at] === skipped) at++;
    if (at < wordsStart) return at;
    const words = new Int32Array(bytes.buffer, offset + wordsStart, (end - wordsStart) >>> 2);
    const skippedWord = skipped === 0 ? 0 : -1;
    let word = 0;
    // Whether one of four words is another is one comparison.
    for (const last = words.length - 3; word < last; word += 4) {
      const difference =
        (words[word] ^ skippedWord) |
        (words[word + 1] ^ skippedWord) |
        (words[word + 2] ^ skippedWord) |
        (words[word + 3] ^ skippedWord);
      if (difference !== 0) break;
    }
    while (word < words.length && words[word] === skippedWord) word++;
    at = wordsStart + word * 4;
  }
  while (at < end && bytes[at] === skipped) at++;
  return at;
}
