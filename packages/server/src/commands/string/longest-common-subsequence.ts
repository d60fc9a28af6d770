/**
 * The longest common subsequence of two byte strings, by the table of the lengths of those of their beginnings:
 *
 * ```
 * length(i, j) = length(i-1, j-1) + 1                       where a[i-1] is b[j-1]
 *                max(length(i-1, j), length(i, j-1))        elsewhere
 * ```
 *
 * One row of lengths is kept, not the table. The way back through the table asks only which of the two numbers was larger: a bit
 * per cell, a 32nd of the table. Where both are equal it goes back in `b`; there can be several longest subsequences, and this
 * decides, as in Redis, which one is found.
 *
 * Source: R. A. Wagner and M. J. Fischer, "The String-to-String Correction Problem", Journal of the ACM 21 (1974).
 */

/** A run of bytes that both strings have and that belongs to the subsequence. */
export interface CommonRun {
  /** Index of its first byte in the first string. */
  readonly inFirst: number;
  readonly inSecond: number;
  readonly length: number;
}

/** Length of the longest common subsequence. */
export function commonLength(a: Uint8Array, b: Uint8Array): number {
  const row = new Uint32Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    const byte = a[i];
    let diagonal = 0;
    let left = 0;
    for (let j = 1; j <= b.length; j++) {
      const up = row[j];
      left = byte === b[j - 1] ? diagonal + 1 : Math.max(up, left);
      row[j] = left;
      diagonal = up;
    }
  }
  return row[b.length];
}

/** The longest common subsequence as runs, from the last to the first. */
export function commonRuns(a: Uint8Array, b: Uint8Array): CommonRun[] {
  return walkBack(a, b, directions(a, b));
}

/** A bit per cell, row by row: whether length(i-1, j) is larger than length(i, j-1). */
function directions(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil((a.length * b.length) / 8));
  const row = new Uint32Array(b.length + 1);
  let cell = 0;
  for (let i = 0; i < a.length; i++) {
    const byte = a[i];
    let diagonal = 0;
    let left = 0;
    for (let j = 1; j <= b.length; j++, cell++) {
      const up = row[j];
      if (byte === b[j - 1]) left = diagonal + 1;
      else if (up > left) {
        left = up;
        bits[cell >>> 3] |= 1 << (cell & 7);
      }
      row[j] = left;
      diagonal = up;
    }
  }
  return bits;
}

function walkBack(a: Uint8Array, b: Uint8Array, bits: Uint8Array): CommonRun[] {
  const runs: CommonRun[] = [];
  let i = a.length;
  let j = b.length;
  while (i > 0 && j > 0) {
    let length = 0;
    while (i > 0 && j > 0 && a[i - 1] === b[j - 1]) {
      i--;
      j--;
      length++;
    }
    if (length > 0) {
      runs.push({ inFirst: i, inSecond: j, length });
      continue;
    }
    const cell = (i - 1) * b.length + (j - 1);
    if ((bits[cell >>> 3] & (1 << (cell & 7))) !== 0) i--;
    else j--;
  }
  return runs;
}
