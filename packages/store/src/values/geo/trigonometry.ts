/**
 * Sine, cosine and arc sine rounded almost always to the nearest double (to within 0.51 units in the last place), as the C library
 * does that Redis uses. Those of JavaScript may be off by one unit, and distances would differ in their last digits.
 *
 * How: an angle is the nearest multiple of 1/128 and a small rest. The sine and cosine of the multiple are known to twice the
 * precision, those of the rest are short polynomials, and what they add to the multiple's is so small that rounding it does not
 * count. Source of the method: S. Gal and B. Bachelis, "An accurate elementary mathematical library for the IEEE floating point
 * standard", ACM Transactions on Mathematical Software 17 (1991).
 */

/** Multiples of 1 / STEPS up to 1.6, a little beyond a quarter of a turn. */
const STEPS = 128;
const ENTRIES = Math.ceil(1.6 * STEPS) + 1;
/** Below this, a power series does. */
const SERIES_MAX = 0.25;
const HALF_PI = Math.PI / 2;
/** What Math.PI lacks. */
const PI_REST = 1.2246467991473532e-16;

/** Sine and cosine of multiple k: doubles nearest to them, and what is lacking. */
const sines = new Float64Array(ENTRIES);
const sineRests = new Float64Array(ENTRIES);
const cosines = new Float64Array(ENTRIES);
const cosineRests = new Float64Array(ENTRIES);
let isReady = false;

/** Coefficients of the power series of the arc sine, from the third power on, in steps of two. */
const asinSeries: number[] = [];

/** The sine of an angle of -pi to pi. */
export function sine(angle: number): number {
  const x = Math.abs(angle);
  let result: number;
  // Beyond pi / 2, the difference to pi is exact, and has the same sine.
  if (x > HALF_PI) result = positiveSine(Math.PI - x, PI_REST);
  else result = positiveSine(x, 0);
  return angle < 0 ? -result : result;
}

/** The cosine of an angle of -pi/2 to pi/2. */
export function cosine(angle: number): number {
  if (!isReady) prepare();
  const x = Math.abs(angle);
  const k = Math.round(x * STEPS);
  const rest = x - k / STEPS;
  return cosines[k] + (cosineRests[k] + cosines[k] * cosineLessOne(rest) - sines[k] * sineOfRest(rest));
}

/** The arc sine of a number of 0 to 1. */
export function arcSine(z: number): number {
  if (!isReady) prepare();
  if (z < SERIES_MAX) {
    const square = z * z;
    let sum = 0;
    for (let i = asinSeries.length - 1; i >= 0; i--) sum = sum * square + asinSeries[i];
    return z + z * square * sum;
  }
  const y = Math.asin(z);
  // One step of Newton's method, with a sine of twice the precision.
  const k = Math.round(y * STEPS);
  const correction = sineCorrection(k, y - k / STEPS);
  const slope = cosine(y);
  if (slope < 1e-6) return y;
  return y + (z - sines[k] - correction) / slope;
}

function positiveSine(x: number, more: number): number {
  if (x < SERIES_MAX) {
    const angle = x + more;
    const square = angle * angle;
    let sum = -1 / 1307674368000;
    sum = sum * square + 1 / 6227020800;
    sum = sum * square - 1 / 39916800;
    sum = sum * square + 1 / 362880;
    sum = sum * square - 1 / 5040;
    sum = sum * square + 1 / 120;
    sum = sum * square - 1 / 6;
    return angle + angle * square * sum;
  }
  if (!isReady) prepare();
  const k = Math.round(x * STEPS);
  return sines[k] + sineCorrection(k, x - k / STEPS + more);
}

/** What the sine of multiple k and a rest is more than `sines[k]`. */
function sineCorrection(k: number, rest: number): number {
  return sineRests[k] + sines[k] * cosineLessOne(rest) + cosines[k] * sineOfRest(rest) + cosineRests[k] * rest;
}

/** Of an angle of up to 1/256. */
function sineOfRest(rest: number): number {
  const square = rest * rest;
  return rest + rest * square * (-1 / 6 + square * (1 / 120 - square * (1 / 5040)));
}

function cosineLessOne(rest: number): number {
  const square = rest * rest;
  return square * (-0.5 + square * (1 / 24 - square * (1 / 720)));
}

/** Bits behind the point of the integers that the tables are made with. */
const FRACTION_BITS = 160;
const ONE = 1n << BigInt(FRACTION_BITS);

/** Makes the tables, when they are needed first: in less than a millisecond. */
function prepare(): void {
  isReady = true;
  const shift = BigInt(FRACTION_BITS);
  const [stepSine, stepCosine] = sineAndCosine(ONE / BigInt(STEPS));
  let sineOfK = 0n;
  let cosineOfK = ONE;
  for (let k = 0; k < ENTRIES; k++) {
    sines[k] = toDouble(sineOfK);
    sineRests[k] = toDouble(sineOfK - fromDouble(sines[k]));
    cosines[k] = toDouble(cosineOfK);
    cosineRests[k] = toDouble(cosineOfK - fromDouble(cosines[k]));
    const next = (sineOfK * stepCosine + cosineOfK * stepSine) >> shift;
    cosineOfK = (cosineOfK * stepCosine - sineOfK * stepSine) >> shift;
    sineOfK = next;
  }
  // (2n)! / (4^n n!^2 (2n + 1))
  let coefficient = 1;
  for (let n = 1; n <= 16; n++) {
    coefficient *= (2 * n - 1) / (2 * n);
    asinSeries.push(coefficient / (2 * n + 1));
  }
}

/** By the power series, on integers with FRACTION_BITS behind the point. */
function sineAndCosine(angle: bigint): [sine: bigint, cosine: bigint] {
  let sineSum = 0n;
  let cosineSum = 0n;
  let term = ONE;
  for (let n = 0n; term !== 0n; n++) {
    const sign = n % 4n < 2n ? 1n : -1n;
    if (n % 2n === 0n) cosineSum += sign * term;
    else sineSum += sign * term;
    term = ((term * angle) >> BigInt(FRACTION_BITS)) / (n + 1n);
  }
  return [sineSum, cosineSum];
}

function toDouble(value: bigint): number {
  return Number(value) * 2 ** -FRACTION_BITS;
}

/** Exact: doubles of 2^-100 and more have fewer bits behind the point. */
function fromDouble(value: number): bigint {
  return BigInt(value * 2 ** FRACTION_BITS);
}
