import { setDenseRegister } from './dense-registers.ts';
import { REGISTERS } from './hyperloglog-format.ts';

/**
 * Registers as runs of equal ones:
 *
 * ```
 * 00nnnnnn            n+1 registers are 0            (1 to 64)
 * 01nnnnnn nnnnnnnn   n+1 registers are 0            (1 to 16384)
 * 1vvvvvnn            n+1 registers are v+1          (1 to 4 registers of 1 to 32)
 * ```
 */

const ZEROS_MAX = 64;
const EQUAL_MAX = 4;
/** The largest value that a run can have. */
export const SPARSE_VALUE_MAX = 32;

/** How many bytes the run that begins with this byte takes. */
function runBytes(first: number): number {
  return (first & 0xc0) === 0x40 ? 2 : 1;
}

/** How many registers the run at `at` stands for. */
function runLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first & 0x80) return (first & 3) + 1;
  if (first & 0x40) return (((first & 63) << 8) | bytes[at + 1]) + 1;
  return (first & 63) + 1;
}

/** What the registers of the run that begins with this byte hold. */
function runValue(first: number): number {
  return first & 0x80 ? ((first >>> 2) & 31) + 1 : 0;
}

/** Raises each of `most` to the register of the same index where that is larger. @returns whether the runs are well formed */
export function raiseToSparse(most: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  let index = 0;
  for (let at = start; at < end; at += runBytes(bytes[at])) {
    const length = runLength(bytes, at);
    const value = runValue(bytes[at]);
    if (value > 0) {
      if (index + length > REGISTERS) return false;
      for (let i = index; i < index + length; i++) if (value > most[i]) most[i] = value;
    }
    index += length;
  }
  return index === REGISTERS;
}

/** Adds to `counts[value]` how many registers hold that value. @returns whether the runs are well formed */
export function countSparseRuns(counts: Int32Array, bytes: Uint8Array, start: number, end: number): boolean {
  let index = 0;
  for (let at = start; at < end; at += runBytes(bytes[at])) {
    const length = runLength(bytes, at);
    counts[runValue(bytes[at])] += length;
    index += length;
  }
  return index === REGISTERS;
}

/** Sets the dense registers at `denseStart`, which are zeros. @returns whether the runs are well formed */
export function copyToDense(
  bytes: Uint8Array,
  start: number,
  end: number,
  dense: Uint8Array,
  denseStart: number,
): boolean {
  let index = 0;
  for (let at = start; at < end; at += runBytes(bytes[at])) {
    const length = runLength(bytes, at);
    const value = runValue(bytes[at]);
    if (value > 0) {
      if (index + length > REGISTERS) return false;
      for (let i = index; i < index + length; i++) setDenseRegister(dense, denseStart, i, value);
    }
    index += length;
  }
  return index === REGISTERS;
}

/** The runs as text, as PFDEBUG DECODE shows them: "z:64 Z:1000 v:3,1". */
export function describeRuns(bytes: Uint8Array, start: number, end: number): string {
  const runs: string[] = [];
  for (let at = start; at < end; at += runBytes(bytes[at])) {
    const length = runLength(bytes, at);
    const value = runValue(bytes[at]);
    if (value > 0) runs.push(`v:${value},${length}`);
    else runs.push(runBytes(bytes[at]) === 2 ? `Z:${length}` : `z:${length}`);
  }
  return runs.join(' ');
}

/** What `SparseEdit.find` found out. */
export const NOTHING_TO_DO = 0;
export const TO_REPLACE = 1;
export const MALFORMED = -1;

/** Raises one register: finds the run that holds it, and what should stand in that run's place. One object, used again. */
export class SparseEdit {
  /** Where the run is, and the one before it (-1: none), counted from the first. */
  at = 0;
  previous = -1;
  /** Bytes of the run. */
  oldBytes = 0;
  /** What comes in its place. */
  readonly fresh = new Uint8Array(5);
  freshBytes = 0;

  /** @param value 1 to SPARSE_VALUE_MAX @returns NOTHING_TO_DO, TO_REPLACE or MALFORMED */
  find(bytes: Uint8Array, start: number, end: number, index: number, value: number): number {
    let at = start;
    let previous = -1;
    let first = 0;
    let length = 0;
    while (at < end) {
      length = runLength(bytes, at);
      if (index < first + length) break;
      previous = at;
      at += runBytes(bytes[at]);
      first += length;
    }
    const oldBytes = runBytes(bytes[at]);
    if (at + oldBytes > end) return MALFORMED;
    const old = runValue(bytes[at]);
    if (old >= value) return NOTHING_TO_DO;
    this.at = at - start;
    this.previous = previous < 0 ? -1 : previous - start;
    this.oldBytes = oldBytes;
    this.freshBytes = 0;
    this.#add(old, index - first);
    this.#add(value, 1);
    this.#add(old, first + length - index - 1);
    return TO_REPLACE;
  }

  #add(value: number, length: number): void {
    if (length === 0) return;
    const { fresh } = this;
    if (value > 0) fresh[this.freshBytes++] = 0x80 | ((value - 1) << 2) | (length - 1);
    else if (length <= ZEROS_MAX) fresh[this.freshBytes++] = length - 1;
    else {
      fresh[this.freshBytes++] = 0x40 | ((length - 1) >>> 8);
      fresh[this.freshBytes++] = (length - 1) & 0xff;
    }
  }
}

/**
 * Joins runs of the same value, other than 0, that stand side by side, among the five from `at` on.
 * @returns the end of the registers, moved to the left by each run that went
 */
export function joinEqualRuns(bytes: Uint8Array, at: number, end: number): number {
  let rest = 5;
  while (at < end && rest-- > 0) {
    const first = bytes[at];
    const next = at + 1 < end ? bytes[at + 1] : 0;
    if (first & 0x80 && next & 0x80 && runValue(first) === runValue(next)) {
      const length = (first & 3) + (next & 3) + 2;
      if (length <= EQUAL_MAX) {
        bytes[at + 1] = (first & ~3) | (length - 1);
        bytes.copyWithin(at, at + 1, end);
        end--;
        continue;
      }
    }
    at += runBytes(first);
  }
  return end;
}
