/**
 * How long something took, counted in classes that grow with the duration: exact below 256 ns, within 1 % above.
 *
 * ```
 * class       0 ... 255 | 256 ... 383 | 384 ... 511 | ... | 2944 ... 3071
 * ns each             1 |           2 |           4 | ... |     2^22
 * from ns             0 |         256 |         512 | ... |      2^29     (longer than a second counts as a second)
 * ```
 *
 * The classes are those of an HDR histogram of two significant digits (Gil Tene, HdrHistogram), as Redis uses it, so that
 * percentiles come out as users of Redis know them.
 */
export type LatencyHistogram = Float64Array;

const CLASSES = 3072;
const LONGEST_NS = 1_000_000_000;

export function newLatencyHistogram(): LatencyHistogram {
  return new Float64Array(CLASSES);
}

export function addLatency(histogram: LatencyHistogram, microseconds: number, count = 1): void {
  let nanoseconds = microseconds * 1000;
  if (nanoseconds > LONGEST_NS) nanoseconds = LONGEST_NS;
  nanoseconds |= 0;
  // Without a branch, which the processor would often guess wrong: durations of 256 ns are common.
  const shift = 24 - Math.clz32(nanoseconds | 255);
  histogram[(shift << 7) + (nanoseconds >>> shift)] += count;
}

/** The longest duration that falls into a class, in nanoseconds. */
function classEnd(index: number): number {
  if (index < 256) return index;
  const shift = (index >>> 7) - 1;
  return ((((index & 127) + 128 + 1) << shift) >>> 0) - 1;
}

/**
 * Durations that so many percent of all did not exceed.
 *
 * @param percentiles ascending or not, from 0 to 100
 * @returns microseconds, one for each of `percentiles`
 */
export function latencyPercentiles(histogram: LatencyHistogram, percentiles: readonly number[]): number[] {
  let total = 0;
  for (let i = 0; i < CLASSES; i++) total += histogram[i];
  return percentiles.map((percentile) => {
    const wanted = Math.max(1, Math.floor((Math.min(percentile, 100) / 100) * total + 0.5));
    let seen = 0;
    for (let i = 0; i < CLASSES; i++) {
      seen += histogram[i];
      if (seen >= wanted) return classEnd(i) / 1000;
    }
    return 0;
  });
}
