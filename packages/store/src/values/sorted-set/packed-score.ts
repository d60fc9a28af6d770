import { doubleText, parseDouble } from '@respite/bytes';
import {
  type ElementEncoder,
  integerElement,
  isIntegerElement,
  stringElementLength,
  stringElementStart,
} from '../../packed/listpack-element.ts';

/** Integers up to this are kept as integers, as Redis keeps them. */
const INTEGER_MAX = 2 ** 62;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** Digits that a double holds exactly. */
const EXACT_DIGITS = 15;
/** By how much a number can differ from its first 15 digits, as a part of it. */
const CUT = 1e-14;
const POWERS_OF_TEN = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

const text = new Uint8Array(32);
const encoder = new TextEncoder();

/** Sets an element of a listpack to a score. It is to be written before the next score is encoded. @returns its size */
export function encodeScore(element: ElementEncoder, score: number): number {
  if (Number.isInteger(score) && Math.abs(score) <= INTEGER_MAX) {
    // -0 becomes 0, in Redis too.
    return element.setInteger(Number.isSafeInteger(score) ? score + 0 : BigInt(score));
  }
  return element.set(text, 0, encoder.encodeInto(doubleText(score), text).written);
}

/** The score that an element of a listpack holds. */
export function elementScore(bytes: Uint8Array, at: number): number {
  if (isIntegerElement(bytes, at)) return Number(integerElement(bytes, at));
  const start = stringElementStart(bytes, at);
  return parseDouble(bytes, start, start + stringElementLength(bytes, at));
}

/**
 * Compares the score that an element holds with another one: negative, 0 or positive.
 *
 * Why not read it? To read 17 digits exactly takes a microsecond, and up to 128 are compared to find a place. The first 15 digits
 * tell almost always.
 */
export function compareElementScore(bytes: Uint8Array, at: number, score: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return lead - score;
  if (!isIntegerElement(bytes, at)) {
    const start = stringElementStart(bytes, at);
    const about = firstDigits(bytes, start, start + stringElementLength(bytes, at));
    const margin = Math.abs(about) * CUT;
    if (about - margin > score) return 1;
    if (about + margin < score) return -1;
  }
  const exact = elementScore(bytes, at);
  return exact < score ? -1 : exact > score ? 1 : 0;
}

/** A decimal number without exponent, cut off after 15 digits; NaN for others. */
function firstDigits(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  let digits = 0;
  let value = 0;
  let behindPoint = -1;
  let at = isNegative ? start + 1 : start;
  for (; at < end && digits < EXACT_DIGITS; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      // Zeros in front do not count.
      if (value !== 0) digits++;
      if (behindPoint >= 0 && ++behindPoint > EXACT_DIGITS) return Number.NaN;
    } else if (bytes[at] === POINT && behindPoint < 0) behindPoint = 0;
    else return Number.NaN;
  }
  // Without its point, or with an exponent behind what was read, it is another number.
  if (behindPoint < 0) return Number.NaN;
  for (; at < end; at++) if (bytes[at] < ZERO || bytes[at] > 0x39) return Number.NaN;
  value /= POWERS_OF_TEN[behindPoint];
  return isNegative ? -value : value;
}
