/** Strings combined bit by bit, many at once; where one is shorter than another, zeros follow it. */

/** Some bytes of a buffer. */
export interface ByteSlice {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** How strings X, Y1, Y2 ... are combined. */
export type BitCombination = 'and' | 'or' | 'xor' | 'not' | 'diff' | 'diff1' | 'andor' | 'one';

/** Bytes that are combined in one go: all that is in use then lies in the processor's first cache. */
const PIECE_BYTES = 4096;
const PIECE_WORDS = PIECE_BYTES / 4;

/** Sources whose words do not begin at multiples of four of their buffer are copied here first. */
const alignedBytes = new Uint8Array(PIECE_BYTES);
const alignedWords = new Int32Array(alignedBytes.buffer);
/** For "one": the bits that more than one source has. */
const severalWords = new Int32Array(PIECE_WORDS);

/**
 * | combination | a bit is set if it is set in                  |
 * |-------------|-----------------------------------------------|
 * | and, or     | all of them, any of them                      |
 * | xor         | an odd number of them                         |
 * | not         | not in X, the only one                        |
 * | diff        | X and no Y                                    |
 * | diff1       | some Y and not X                              |
 * | andor       | X and some Y                                  |
 * | one         | exactly one of them                           |
 *
 * @param sources one at least, two at least for those that know a Y
 * @returns a string as long as the longest source
 */
export function combineBits(combination: BitCombination, sources: readonly ByteSlice[]): Uint8Array {
  let length = 0;
  for (const source of sources) length = Math.max(length, source.end - source.start);
  const result = new Uint8Array((length + 3) & ~3);
  const words = new Int32Array(result.buffer);
  const [first] = sources;
  if (beginsWithFirst(combination)) result.set(first.bytes.subarray(first.start, first.end));
  for (let at = 0; at < words.length; at += PIECE_WORDS) {
    const piece = words.subarray(at, Math.min(at + PIECE_WORDS, words.length));
    combinePiece(combination, sources, at * 4, piece);
  }
  return result.subarray(0, length);
}

/** Whether the first source is where one begins; the others are combined with one another before it comes to that. */
function beginsWithFirst(combination: BitCombination): boolean {
  return combination !== 'diff' && combination !== 'diff1' && combination !== 'andor';
}

/** Combines what the sources have from byte `at` on. `piece` holds the first one's, or zeros: see `beginsWithFirst`. */
function combinePiece(combination: BitCombination, sources: readonly ByteSlice[], at: number, piece: Int32Array): void {
  const n = sources.length;
  switch (combination) {
    case 'and':
      for (let i = 1; i < n; i++) and(piece, wordsOf(sources[i], at, piece.length));
      return;
    case 'or':
      for (let i = 1; i < n; i++) or(piece, wordsOf(sources[i], at, piece.length));
      return;
    case 'xor':
      for (let i = 1; i < n; i++) xor(piece, wordsOf(sources[i], at, piece.length));
      return;
    case 'not':
      for (let i = 0; i < piece.length; i++) piece[i] = ~piece[i];
      return;
    case 'one':
      severalWords.fill(0);
      for (let i = 1; i < n; i++) addOne(piece, wordsOf(sources[i], at, piece.length));
      for (let i = 0; i < piece.length; i++) piece[i] &= ~severalWords[i];
      return;
  }
  for (let i = 1; i < sources.length; i++) or(piece, wordsOf(sources[i], at, piece.length));
  const x = wordsOf(sources[0], at, piece.length);
  if (combination === 'andor') and(piece, x);
  else if (combination === 'diff1') for (let i = 0; i < x.length; i++) piece[i] &= ~x[i];
  else {
    for (let i = 0; i < x.length; i++) piece[i] = x[i] & ~piece[i];
    piece.fill(0, x.length);
  }
}

/** Up to `count` words of a source from byte `at` on; fewer where it ends, the last one filled up with zeros. */
function wordsOf(source: ByteSlice, at: number, count: number): Int32Array {
  const { bytes } = source;
  const start = source.start + at;
  const length = Math.min(count * 4, source.end - start);
  if (length <= 0) return alignedWords.subarray(0, 0);
  if (((bytes.byteOffset + start) & 3) === 0 && (length & 3) === 0) {
    return new Int32Array(bytes.buffer, bytes.byteOffset + start, length >>> 2);
  }
  const words = (length + 3) >>> 2;
  alignedWords[words - 1] = 0;
  alignedBytes.set(bytes.subarray(start, start + length));
  return alignedWords.subarray(0, words);
}

function and(piece: Int32Array, words: Int32Array): void {
  for (let i = 0; i < words.length; i++) piece[i] &= words[i];
  piece.fill(0, words.length);
}

function or(piece: Int32Array, words: Int32Array): void {
  for (let i = 0; i < words.length; i++) piece[i] |= words[i];
}

function xor(piece: Int32Array, words: Int32Array): void {
  for (let i = 0; i < words.length; i++) piece[i] ^= words[i];
}

/** `piece` has the bits that any source has, `severalWords` those that more than one has. */
function addOne(piece: Int32Array, words: Int32Array): void {
  for (let i = 0; i < words.length; i++) {
    severalWords[i] |= piece[i] & words[i];
    piece[i] |= words[i];
  }
}
