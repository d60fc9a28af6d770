/** Shorter runs are counted byte by byte: a view of words costs more than they do. */
const WORDS_FROM = 64;

/** The number of bits set in `bytes[start, end)`. */
export function countBits(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < WORDS_FROM) return countInBytes(bytes, start, end);
  // Words begin at multiples of four of the buffer, not of the view.
  const offset = bytes.byteOffset;
  const wordsStart = start + (-(offset + start) & 3);
  const wordCount = (end - wordsStart) >>> 2;
  const wordsEnd = wordsStart + wordCount * 4;
  const words = new Int32Array(bytes.buffer, offset + wordsStart, wordCount);
  return countInBytes(bytes, start, wordsStart) + countInWords(words) + countInBytes(bytes, wordsEnd, end);
}

function countInBytes(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    count += countInWord(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24));
  }
  for (; at < end; at++) count += countInWord(bytes[at]);
  return count;
}

/** The number of bits set in an int32. Source: H. S. Warren, "Hacker's Delight", 2nd edition, figure 5-2. */
export function countInWord(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Eight words at a time are added bit by bit by seven full adders, so that only what carries to the eights is counted each time:
 * the Harley-Seal method (Warren, section 5-1).
 */
function countInWords(words: Int32Array): number {
  let ones = 0;
  let twos = 0;
  let fours = 0;
  let eights = 0;
  let at = 0;
  for (const last = words.length - 7; at < last; at += 8) {
    let a = words[at];
    let b = words[at + 1];
    let half = ones ^ a;
    const twosA = (ones & a) | (half & b);
    ones = half ^ b;
    a = words[at + 2];
    b = words[at + 3];
    half = ones ^ a;
    const twosB = (ones & a) | (half & b);
    ones = half ^ b;
    half = twos ^ twosA;
    const foursA = (twos & twosA) | (half & twosB);
    twos = half ^ twosB;
    a = words[at + 4];
    b = words[at + 5];
    half = ones ^ a;
    const twosC = (ones & a) | (half & b);
    ones = half ^ b;
    a = words[at + 6];
    b = words[at + 7];
    half = ones ^ a;
    const twosD = (ones & a) | (half & b);
    ones = half ^ b;
    half = twos ^ twosC;
    const foursB = (twos & twosC) | (half & twosD);
    twos = half ^ twosD;
    half = fours ^ foursA;
    eights += countInWord((fours & foursA) | (half & foursB));
    fours = half ^ foursB;
  }
  let count = eights * 8 + countInWord(fours) * 4 + countInWord(twos) * 2 + countInWord(ones);
  for (; at < words.length; at++) count += countInWord(words[at]);
  return count;
}
