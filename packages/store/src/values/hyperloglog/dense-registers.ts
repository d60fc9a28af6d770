import { REGISTERS } from './hyperloglog-format.ts';

/**
 * Registers of six bits each, four in three bytes, the first in the lowest bits:
 *
 * ```
 * byte    0          1          2
 * bits    |11 000000|2222 1111|333333 22|
 * ```
 */
export const DENSE_REGISTER_BYTES = (REGISTERS * 6) / 8;

/** Register `index` of those that begin at `start`. */
export function denseRegister(bytes: Uint8Array, start: number, index: number): number {
  const at = start + (index >>> 2) * 3;
  switch (index & 3) {
    case 0:
      return bytes[at] & 63;
    case 1:
      return (bytes[at] >>> 6) | ((bytes[at + 1] & 15) << 2);
    case 2:
      return (bytes[at + 1] >>> 4) | ((bytes[at + 2] & 3) << 4);
    default:
      return bytes[at + 2] >>> 2;
  }
}

/** Sets register `index` to a run of 0 to 63. */
export function setDenseRegister(bytes: Uint8Array, start: number, index: number, run: number): void {
  const at = start + (index >>> 2) * 3;
  switch (index & 3) {
    case 0:
      bytes[at] = (bytes[at] & ~63) | run;
      return;
    case 1:
      bytes[at] = (bytes[at] & 63) | (run << 6);
      bytes[at + 1] = (bytes[at + 1] & ~15) | (run >>> 2);
      return;
    case 2:
      bytes[at + 1] = (bytes[at + 1] & 15) | (run << 4);
      bytes[at + 2] = (bytes[at + 2] & ~3) | (run >>> 4);
      return;
    default:
      bytes[at + 2] = (bytes[at + 2] & 3) | (run << 2);
  }
}

/** Raises each of `most` to the register of the same index where that is larger. */
export function raiseToDense(most: Uint8Array, bytes: Uint8Array, start: number): void {
  for (let i = 0, at = start; i < REGISTERS; i += 4, at += 3) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
    if (word === 0) continue;
    const run0 = word & 63;
    const run1 = (word >>> 6) & 63;
    const run2 = (word >>> 12) & 63;
    const run3 = word >>> 18;
    if (run0 > most[i]) most[i] = run0;
    if (run1 > most[i + 1]) most[i + 1] = run1;
    if (run2 > most[i + 2]) most[i + 2] = run2;
    if (run3 > most[i + 3]) most[i + 3] = run3;
  }
}

/** Adds to `counts[run]` how many registers hold that run. */
export function countDenseRuns(counts: Int32Array, bytes: Uint8Array, start: number): void {
  for (let at = start, end = start + DENSE_REGISTER_BYTES; at < end; at += 3) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
    counts[word & 63]++;
    counts[(word >>> 6) & 63]++;
    counts[(word >>> 12) & 63]++;
    counts[word >>> 18]++;
  }
}
