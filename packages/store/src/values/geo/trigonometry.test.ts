import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { arcSine, cosine, sine } from './trigonometry.ts';

const BITS = 200n;
const ONE = 1n << BITS;

/** Sine and cosine by their power series, on integers with 200 bits behind the point. */
function exactly(angle: number): { sine: bigint; cosine: bigint } {
  const x = BigInt(angle * 2 ** 100) << 100n;
  let sineSum = 0n;
  let cosineSum = 0n;
  let term = ONE;
  for (let n = 0n; term !== 0n && n < 200n; n++) {
    if (n % 2n === 0n) cosineSum += n % 4n === 0n ? term : -term;
    else sineSum += n % 4n === 1n ? term : -term;
    term = (term * x) / ONE / (n + 1n);
  }
  return { sine: sineSum, cosine: cosineSum };
}

/** The double nearest to a number with 200 bits behind the point. */
function nearest(value: bigint): number {
  return Number(value) * 2 ** -200;
}

test('sines and cosines are the nearest doubles, but for one in a hundred', () => {
  const random = seededRandom('trigonometry');
  let wrong = 0;
  const rounds = 1500;
  for (let i = 0; i < rounds; i++) {
    const angle = (random.nextFloat() - 0.5) * 2 * random.pick([1.5, 1.5, 0.3, 0.01, 1e-6]);
    const exact = exactly(angle);
    if (sine(angle) !== nearest(exact.sine)) wrong++;
    if (cosine(angle) !== nearest(exact.cosine)) wrong++;
    expect(Math.abs(sine(angle) - nearest(exact.sine))).toBeLessThanOrEqual(2 ** -52 * Math.abs(angle));
    expect(Math.abs(cosine(angle) - nearest(exact.cosine))).toBeLessThanOrEqual(2 ** -52);
  }
  expect(wrong / (2 * rounds)).toBeLessThan(0.01);
});

test('an angle beyond a quarter of a turn', () => {
  for (const angle of [1.6, 2, 2.5, 3, 3.1, Math.PI]) {
    expect(sine(angle)).toBeCloseTo(Math.sin(angle), 15);
    expect(sine(-angle)).toBeCloseTo(-Math.sin(angle), 15);
  }
});

test('arc sines are the nearest doubles, but for a few in a hundred', () => {
  const random = seededRandom('arc sine');
  let wrong = 0;
  const rounds = 1500;
  for (let i = 0; i < rounds; i++) {
    const z = random.nextFloat() * random.pick([0.999, 0.2, 1e-4]);
    const found = arcSine(z);
    // The nearest one is that whose sine is nearest: each is compared with its neighbours.
    const off = (y: number) => {
      const difference = exactly(y).sine - (BigInt(z * 2 ** 100) << 100n);
      return difference < 0n ? -difference : difference;
    };
    const unit = 2 ** (Math.floor(Math.log2(found)) - 52);
    expect(off(found)).toBeLessThanOrEqual(off(found + 2 * unit));
    if (off(found + unit) < off(found) || off(found - unit) < off(found)) wrong++;
  }
  expect(wrong / rounds).toBeLessThan(0.03);
});
