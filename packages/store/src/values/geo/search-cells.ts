import { COORDINATE_BITS, cellNumber, interleave, LATITUDE_MAX, LONGITUDE_MAX } from './geo-score.ts';
import type { GeoShape } from './geo-shape.ts';

/** Half of the circumference of the map, in metres. */
const MERCATOR_MAX = 20037726.37;

/** Scores from `min` to below `max`. */
export interface ScoreRange {
  readonly min: number;
  readonly max: number;
}

/**
 * The ranges of scores that a shape lies in: of the cell of its centre and of those of the eight around it that it reaches. Cells
 * are as small as they can be for that. In the order in which Redis searches, which is the order of results that are not sorted.
 */
export function searchCells(shape: GeoShape): ScoreRange[] {
  let bits = bitsForReach(shape.reach, shape.latitude);
  let cells = new Cells(shape.longitude, shape.latitude, bits);
  if (bits > 1 && cells.endInside(shape)) cells = new Cells(shape.longitude, shape.latitude, --bits);
  const { minLongitude, maxLongitude, minLatitude, maxLatitude } = shape.bounds;
  // In the largest cells, what is east of one is also west of it.
  const isLarge = bits < 2;
  const north = isLarge || cells.latitudeEdge(1) <= maxLatitude;
  const south = isLarge || cells.latitudeEdge(0) >= minLatitude;
  const east = isLarge || cells.longitudeEdge(1) <= maxLongitude;
  const west = isLarge || cells.longitudeEdge(0) >= minLongitude;
  const ranges: ScoreRange[] = [cells.range(0, 0)];
  let last: ScoreRange | undefined;
  const add = (reached: boolean, dx: number, dy: number) => {
    if (!reached) return;
    const range = cells.range(dx, dy);
    // Where cells are that large, two in a row may be the same.
    if (last !== undefined && range.min === last.min) return;
    ranges.push(range);
    last = range;
  };
  add(north, 0, 1);
  add(south, 0, -1);
  add(east, 1, 0);
  add(west, -1, 0);
  add(north && east, 1, 1);
  add(north && west, -1, 1);
  add(south && east, 1, -1);
  add(south && west, -1, -1);
  return ranges;
}

/** How many bits of each coordinate a cell may have so that three in a row are enough, a guess that is checked afterwards. */
function bitsForReach(meters: number, latitude: number): number {
  if (meters === 0) return COORDINATE_BITS;
  let bits = 1;
  for (let reach = meters; reach < MERCATOR_MAX; reach *= 2) bits++;
  bits -= 2;
  // Cells are narrower towards the poles.
  if (Math.abs(latitude) > 66) bits--;
  if (Math.abs(latitude) > 80) bits--;
  return Math.max(1, Math.min(COORDINATE_BITS, bits));
}

/** The cell of a place and those around it, where the map is cut into 2^bits by 2^bits. */
class Cells {
  readonly #bits: number;
  readonly #x: number;
  readonly #y: number;

  constructor(longitude: number, latitude: number, bits: number) {
    this.#bits = bits;
    this.#x = cellNumber(longitude, -LONGITUDE_MAX, LONGITUDE_MAX, bits);
    this.#y = cellNumber(latitude, -LATITUDE_MAX, LATITUDE_MAX, bits);
  }

  /** Whether the outer edges of the cells around lie inside the bounds of the shape. */
  endInside({ bounds }: GeoShape): boolean {
    return (
      this.#edge(this.#moved(this.#y, 1) + 1, LATITUDE_MAX) < bounds.maxLatitude ||
      this.#edge(this.#moved(this.#y, -1), LATITUDE_MAX) > bounds.minLatitude ||
      this.#edge(this.#moved(this.#x, 1) + 1, LONGITUDE_MAX) < bounds.maxLongitude ||
      this.#edge(this.#moved(this.#x, -1), LONGITUDE_MAX) > bounds.minLongitude
    );
  }

  /** The lower (0) or the upper (1) edge of the cell in the middle, in degrees. */
  latitudeEdge(side: number): number {
    return this.#edge(this.#y + side, LATITUDE_MAX);
  }

  longitudeEdge(side: number): number {
    return this.#edge(this.#x + side, LONGITUDE_MAX);
  }

  /** The scores of the cell so far to the east and to the north. */
  range(dx: number, dy: number): ScoreRange {
    const x = dx === 0 ? this.#x : this.#moved(this.#x, dx);
    const y = dy === 0 ? this.#y : this.#moved(this.#y, dy);
    const size = 4 ** (COORDINATE_BITS - this.#bits);
    const cell = interleave(y, x);
    return { min: cell * size, max: (cell + 1) * size };
  }

  /** What is beyond one edge of the map is at the other. */
  #moved(cell: number, by: number): number {
    return (cell + by) & (2 ** this.#bits - 1);
  }

  #edge(cell: number, limit: number): number {
    return -limit + (cell / 2 ** this.#bits) * (2 * limit);
  }
}
