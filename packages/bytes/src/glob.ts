/** A pattern with more stars than these matches nothing, as in Redis. */
const STARS_MAX = 1000;

/**
 * Glob matching on bytes as Redis defines it for KEYS, SCAN and PSUBSCRIBE: `*` any run, `?` one byte, `[abc]`, `[^a]`, `[a-z]`
 * classes, `\x` a literal x. A class without its closing bracket ends with the pattern. An empty text matches the empty pattern only,
 * not `*`: Redis has it so, which is why KEYS and SCAN there (and here) take a lone `*` for "all" before they ask.
 *
 * Does a pattern such as `a*a*a*a*b` take exponential time? No: of all the stars only the last one seen is ever retried, since an
 * earlier one could only match what the later one can match too. The worst case is pattern length times text length.
 */
export function globMatches(
  pattern: Uint8Array,
  patternStart: number,
  patternEnd: number,
  text: Uint8Array,
  textStart: number,
  textEnd: number,
  ignoreCase = false,
): boolean {
  if (textStart === textEnd) return patternStart === patternEnd;
  let p = patternStart;
  let t = textStart;
  let starPattern = -1;
  let starText = -1;
  let stars = 0;
  while (t < textEnd) {
    if (p < patternEnd && pattern[p] === 0x2a) {
      do p++;
      while (p < patternEnd && pattern[p] === 0x2a);
      if (++stars > STARS_MAX) return false;
      starPattern = p;
      starText = t;
      continue;
    }
    const width = p < patternEnd ? matchOne(pattern, p, patternEnd, text[t], ignoreCase) : 0;
    if (width > 0) {
      p += width;
      t++;
    } else if (starPattern >= 0) {
      p = starPattern;
      t = ++starText;
    } else {
      return false;
    }
  }
  while (p < patternEnd && pattern[p] === 0x2a) p++;
  return p === patternEnd;
}

/** Matches one byte against the pattern element at `p`: the length of the element, or 0 where it does not match. */
function matchOne(pattern: Uint8Array, p: number, end: number, byte: number, ignoreCase: boolean): number {
  const element = pattern[p];
  if (element === 0x3f) return 1;
  if (element === 0x5b) return matchClass(pattern, p, end, byte, ignoreCase);
  if (element === 0x5c && p + 1 < end) return fold(pattern[p + 1], ignoreCase) === fold(byte, ignoreCase) ? 2 : 0;
  return fold(element, ignoreCase) === fold(byte, ignoreCase) ? 1 : 0;
}

function matchClass(pattern: Uint8Array, start: number, end: number, byte: number, ignoreCase: boolean): number {
  const wanted = fold(byte, ignoreCase);
  let p = start + 1;
  const negated = p < end && pattern[p] === 0x5e;
  if (negated) p++;
  let found = false;
  for (; ; p++) {
    if (p >= end) return found !== negated ? end - start : 0;
    const low = pattern[p];
    if (low === 0x5c && p + 1 < end) {
      if (fold(pattern[++p], ignoreCase) === wanted) found = true;
    } else if (low === 0x5d) {
      return found !== negated ? p + 1 - start : 0;
    } else if (p + 2 < end && pattern[p + 1] === 0x2d) {
      const first = fold(low, ignoreCase);
      const last = fold(pattern[p + 2], ignoreCase);
      p += 2;
      if (wanted >= Math.min(first, last) && wanted <= Math.max(first, last)) found = true;
    } else if (fold(low, ignoreCase) === wanted) {
      found = true;
    }
  }
}

function fold(byte: number, ignoreCase: boolean): number {
  return ignoreCase && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
