/** The middle value, or the mean of the two in the middle. NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The smallest of `values` that at least the part `fraction` of them does not exceed. `values` must be sorted. */
export function quantileOfSorted(values: ArrayLike<number>, fraction: number): number {
  return values[Math.max(0, Math.ceil(values.length * fraction) - 1)];
}
