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

/** How many durations are in a histogram, and how many of them were not above a few points, in microseconds. */
export interface CumulativeLatencies {
  readonly calls: number;
  /** Ascending; only points where the count grows. */
  readonly classes: readonly (readonly [microseconds: number, count: number])[];
}

/** The first point, in nanoseconds; each further one is twice the one before. */
const FIRST_POINT_NS = 1024;

/** What is asked for by LATENCY HISTOGRAM: the durations up to the class of 1.024 us, 2.048 us and so on, the class included. */
export function cumulativeLatencies(histogram: LatencyHistogram): CumulativeLatencies {
  let calls = 0;
  for (let i = 0; i < CLASSES; i++) calls += histogram[i];
  const classes: [number, number][] = [];
  let seen = 0;
  let before = 0;
  let next = 0;
  for (let point = FIRST_POINT_NS; seen < calls; point *= 2) {
    const last = Math.min(classOf(point), CLASSES - 1);
    while (next <= last) seen += histogram[next++];
    if (seen > before) classes.push([Math.floor(classEnd(last) / 1000), seen]);
    before = seen;
  }
  return { calls, classes };
}

function classOf(nanoseconds: number): number {
  const shift = 24 - Math.clz32(nanoseconds | 255);
  return (shift << 7) + (nanoseconds >>> shift);
}
