import { REGISTERS, RUN_BITS } from './hyperloglog-format.ts';

/** 1 / (2 ln 2) */
const ALPHA_INFINITE = 0.7213475204444817;

/** What an integer of 64 bits becomes that is beyond them. */
const BEYOND_INT64 = -(2 ** 63);

/**
 * The number of different elements, estimated from how many registers hold which run.
 *
 * Source: Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", arXiv:1702.01284, algorithm 6.
 */
export function estimateCardinality(counts: Int32Array): number {
  const m = REGISTERS;
  let z = m * tau((m - counts[RUN_BITS + 1]) / m);
  for (let run = RUN_BITS; run >= 1; run--) z = (z + counts[run]) * 0.5;
  z += m * sigma(counts[0] / m);
  const estimate = Math.round((ALPHA_INFINITE * m * m) / z);
  // Registers that no hash can bring about.
  return estimate < 2 ** 63 ? estimate : BEYOND_INT64;
}

function sigma(x: number): number {
  if (x === 1) return Number.POSITIVE_INFINITY;
  let y = 1;
  let z = x;
  for (let before = Number.NaN; before !== z; ) {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  }
  return z;
}

function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let y = 1;
  let z = 1 - x;
  for (let before = Number.NaN; before !== z; ) {
    x = Math.sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
  }
  return z / 3;
}
