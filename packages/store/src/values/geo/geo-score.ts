/**
 * Places as scores of a sorted set. Longitude and latitude are each a number of 26 bits between their limits; the score holds the
 * bits of both in turn:
 *
 * ```
 * bit     51   50   49   48  ...   1    0
 *         lon  lat  lon  lat ...   lon  lat        (the highest of each first)
 * ```
 *
 * So places with the same leading bits lie in the same rectangle, and these are a range of scores.
 *
 * Numbers are doubles, exact up to 2^53; the interleaving is done on halves of 26 bits.
 */

export const LONGITUDE_MAX = 180;
/** Of the Mercator projection: beyond it, a square map has no room. */
export const LATITUDE_MAX = 85.05112878;
/** Bits of a coordinate in a score. */
export const COORDINATE_BITS = 26;

const HALF_BITS = 13;
const HALF_MASK = (1 << HALF_BITS) - 1;
const HALF_SIZE = 2 ** (2 * HALF_BITS);

/** The place that `decodePlace` found, in degrees. */
export const place = { longitude: 0, latitude: 0 };

/** A coordinate as the number of its cell when the whole is cut into 2^bits. */
export function cellNumber(degrees: number, min: number, max: number, bits: number): number {
  return Math.floor(((degrees - min) / (max - min)) * 2 ** bits);
}

/** The bits of two cell numbers of up to 27 bits in turn, `latitude` in the lowest. Rounded where it takes more than 53 bits. */
export function interleave(latitude: number, longitude: number): number {
  const low = spread(latitude & HALF_MASK) | (spread(longitude & HALF_MASK) << 1);
  const high = spread(latitude >>> HALF_BITS) | (spread(longitude >>> HALF_BITS) << 1);
  return high * HALF_SIZE + low;
}

/** The score of a place within the limits. */
export function encodePlace(longitude: number, latitude: number): number {
  return interleave(
    cellNumber(latitude, -LATITUDE_MAX, LATITUDE_MAX, COORDINATE_BITS),
    cellNumber(longitude, -LONGITUDE_MAX, LONGITUDE_MAX, COORDINATE_BITS),
  );
}

/** Sets `place` to the middle of the cell of a score. */
export function decodePlace(score: number): void {
  let low: number;
  let high: number;
  if (score >= 0 && score < 2 ** 53) {
    high = (score / 2 ** 32) >>> 0;
    low = score >>> 0;
  } else {
    const bits = unsignedBits(score);
    high = Number(bits >> 32n);
    low = Number(bits & 0xffffffffn);
  }
  const latitude = (gather(low) | (gather(high) << 16)) >>> 0;
  const longitude = (gather(low >>> 1) | (gather(high >>> 1) << 16)) >>> 0;
  place.longitude = middle(longitude, LONGITUDE_MAX);
  place.latitude = middle(latitude, LATITUDE_MAX);
}

/** The middle of a cell, kept within the limits: any number may be the score of a member. */
function middle(cell: number, limit: number): number {
  const scale = 2 * limit;
  const cells = 2 ** COORDINATE_BITS;
  const lower = -limit + (cell / cells) * scale;
  const upper = -limit + (((cell + 1) >>> 0) / cells) * scale;
  return Math.max(-limit, Math.min(limit, (lower + upper) / 2));
}

/** A score that no place has, as an unsigned 64-bit integer, the way x86 processors convert it. */
function unsignedBits(score: number): bigint {
  if (!(score < 2 ** 64)) return 0n;
  if (score < -(2 ** 63)) return 1n << 63n;
  return BigInt.asUintN(64, BigInt(Math.trunc(score)));
}

/** Puts a zero before each of the low 16 bits. */
function spread(bits: number): number {
  let x = bits & 0xffff;
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

/** Bits 0, 2, 4 ... of a word: the reverse of `spread`. */
function gather(word: number): number {
  let x = word & 0x55555555;
  x = (x | (x >>> 1)) & 0x33333333;
  x = (x | (x >>> 2)) & 0x0f0f0f0f;
  x = (x | (x >>> 4)) & 0x00ff00ff;
  return (x | (x >>> 8)) & 0xffff;
}

const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';

/**
 * The standard geohash of a place: 11 characters of 5 bits, of which 52 bits are known. It cuts the latitude between the poles, not
 * between LATITUDE_MAX.
 */
export function geohashText(longitude: number, latitude: number): string {
  let rest = interleave(
    cellNumber(latitude, -90, 90, COORDINATE_BITS),
    cellNumber(longitude, -LONGITUDE_MAX, LONGITUDE_MAX, COORDINATE_BITS),
  );
  // The last two bits would be the first ones of an 11th character, which is 0 for ever.
  let text = '0';
  rest = Math.floor(rest / 4);
  for (let i = 0; i < 10; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
