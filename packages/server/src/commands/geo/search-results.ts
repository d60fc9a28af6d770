import { decodePlace, type GeoShape, place, searchCells } from '@respite/store';
import { sortedSet } from '../sorted-set/open-sorted-set.ts';
import type { Order } from './search-options.ts';

/** The members of a sorted set that lie inside a shape, in the order in which they were found. */
export class SearchResults {
  /** Where each member's bytes lie: in the set while that is large, else in copies. */
  readonly bytes: Uint8Array[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly scores: number[] = [];
  /** Metres from the shape's centre. */
  readonly distances: number[] = [];
  readonly longitudes: number[] = [];
  readonly latitudes: number[] = [];

  /** Searches the sorted set that is open. @param limit stop at so many, unless 0 */
  constructor(shape: GeoShape, limit: number) {
    for (const { min, max } of searchCells(shape)) {
      if (limit > 0 && this.length >= limit) return;
      this.#searchRange(shape, min, max, limit);
    }
  }

  get length(): number {
    return this.scores.length;
  }

  #searchRange(shape: GeoShape, min: number, max: number, limit: number): void {
    // A small set gives its members in a buffer that it uses again.
    const isLarge = sortedSet.members !== undefined;
    for (let on = sortedSet.goTo(sortedSet.countBelow(min, false)); on; on = sortedSet.next()) {
      const { score } = sortedSet;
      if (score >= max) return;
      decodePlace(score);
      const distance = shape.distanceInside(place.longitude, place.latitude);
      if (distance < 0) continue;
      const { bytes, start, end } = sortedSet;
      this.bytes.push(isLarge ? bytes : bytes.slice(start, end));
      this.starts.push(isLarge ? start : 0);
      this.ends.push(isLarge ? end : end - start);
      this.scores.push(score);
      this.distances.push(distance);
      this.longitudes.push(place.longitude);
      this.latitudes.push(place.latitude);
      if (limit > 0 && this.length >= limit) return;
    }
  }

  /** The first `count` results in an order, as indexes. */
  inOrder(order: Order, count: number): number[] {
    const { distances } = this;
    const indexes: number[] = [];
    if (order === 'none') {
      for (let i = 0; i < count; i++) indexes.push(i);
      return indexes;
    }
    const sign = order === 'asc' ? 1 : -1;
    // Of many, those that are too far are left out before any are sorted.
    const bound = count < this.length ? nthSmallest(distances, sign, count - 1) : Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.length; i++) if (sign * distances[i] <= bound) indexes.push(i);
    indexes.sort((a, b) => sign * (distances[a] - distances[b]) || a - b);
    return indexes.slice(0, count);
  }
}

/** The value that `n` others come before when all are in order, each times `sign`: Hoare's selection. */
function nthSmallest(values: readonly number[], sign: number, n: number): number {
  const rest = new Float64Array(values.length);
  for (let i = 0; i < rest.length; i++) rest[i] = sign * values[i];
  let low = 0;
  let high = rest.length - 1;
  while (low < high) {
    const pivot = rest[(low + high) >>> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (rest[i] < pivot) i++;
      while (rest[j] > pivot) j--;
      if (i <= j) {
        const value = rest[i];
        rest[i++] = rest[j];
        rest[j--] = value;
      }
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break;
  }
  return rest[n];
}
