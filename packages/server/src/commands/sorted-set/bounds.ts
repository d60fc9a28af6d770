import { parseDouble } from '@respite/bytes';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { sortedSet } from './open-sorted-set.ts';

const notAScore = new CommandError('ERR min or max is not a float');
const notAnItem = new CommandError('ERR min or max not valid string range item');

const PARENTHESIS = 0x28;
const BRACKET = 0x5b;
const PLUS = 0x2b;
const MINUS = 0x2d;

/** How the elements of a range are told. */
export const RangeBy = { rank: 0, score: 1, member: 2 } as const;

/**
 * A range of a sorted set, read from two arguments and then found in the open set.
 *
 * ```
 * rank     0 -1                 from the end where negative, both included
 * score    1.5 (3, -inf +inf    excluded with a parenthesis
 * member   [a (b, - +           included or excluded; the ends
 * ```
 */
export class Bounds {
  /** What `locate` found: the rank of the first element, and how many there are. */
  first = 0;
  count = 0;

  #by: number = RangeBy.rank;
  /** Ranks or scores. */
  #min = 0;
  #max = 0;
  #minExcluded = false;
  #maxExcluded = false;
  /** The arguments that hold members; -1: below all, -2: above all. */
  #minMember = 0;
  #maxMember = 0;

  /** Reads the bounds. @param by one of RangeBy  @throws Redis's errors */
  read(ctx: Context, by: number, min: number, max: number): void {
    this.#by = by;
    if (by === RangeBy.rank) {
      this.#min = ctx.integer(min);
      this.#max = ctx.integer(max);
    } else if (by === RangeBy.score) {
      this.#minExcluded = isExcluded(ctx, min);
      this.#maxExcluded = isExcluded(ctx, max);
      this.#min = scoreBound(ctx, min, this.#minExcluded);
      this.#max = scoreBound(ctx, max, this.#maxExcluded);
    } else {
      this.#minMember = memberBound(ctx, min);
      this.#maxMember = memberBound(ctx, max);
      this.#minExcluded = isExcluded(ctx, min);
      this.#maxExcluded = isExcluded(ctx, max);
    }
  }

  /**
   * Finds the range in the open set.
   * @param isReverse for ranks: they are counted from the highest; `first` is so, too, whatever the range is told by
   */
  locate(ctx: Context, isReverse: boolean): void {
    const { length } = sortedSet;
    let low: number;
    let high: number;
    if (this.#by === RangeBy.rank) {
      low = Math.max(0, this.#min < 0 ? this.#min + length : this.#min);
      high = Math.min(length, (this.#max < 0 ? this.#max + length : this.#max) + 1);
      this.first = low;
      this.count = Math.max(0, high - low);
      return;
    }
    if (this.#by === RangeBy.score) {
      low = sortedSet.countBelow(this.#min, this.#minExcluded);
      high = sortedSet.countBelow(this.#max, !this.#maxExcluded);
    } else {
      low = membersBelow(ctx, this.#minMember, this.#minExcluded, length);
      high = membersBelow(ctx, this.#maxMember, !this.#maxExcluded, length);
    }
    this.count = Math.max(0, high - low);
    this.first = isReverse ? length - high : low;
  }
}

function isExcluded(ctx: Context, index: number): boolean {
  return ctx.args.ends[index] > ctx.args.starts[index] && ctx.args.bytes[ctx.args.starts[index]] === PARENTHESIS;
}

function scoreBound(ctx: Context, index: number, isExcludedBound: boolean): number {
  const { bytes, starts, ends } = ctx.args;
  const start = isExcludedBound ? starts[index] + 1 : starts[index];
  const score = parseDouble(bytes, start, ends[index]);
  return Number.isNaN(score) ? looseScore(ctx.text(index).slice(isExcludedBound ? 1 : 0)) : score;
}

/** What only C's strtod takes for a number: nothing at all, spaces in front, numbers beyond the range. It stops at a zero byte. */
function looseScore(text: string): number {
  const [number] = text.split('\0', 1);
  if (number === '') return 0;
  const trimmed = new TextEncoder().encode(number.replace(/^[ \t\n\v\f\r]+/, ''));
  const score = parseDouble(trimmed, 0, trimmed.length);
  if (!Number.isNaN(score)) return score;
  if (!/^[ \t\n\v\f\r]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(number)) throw notAScore;
  return Number(number);
}

const BELOW_ALL = -1;
const ABOVE_ALL = -2;

/** @returns the argument's index, BELOW_ALL or ABOVE_ALL */
function memberBound(ctx: Context, index: number): number {
  const { bytes, starts, ends } = ctx.args;
  const length = ends[index] - starts[index];
  const sign = length === 0 ? 0 : bytes[starts[index]];
  if (sign === BRACKET || sign === PARENTHESIS) return index;
  if (length > 1 && bytes[starts[index] + 1] !== 0) throw notAnItem;
  if (sign === MINUS) return BELOW_ALL;
  if (sign === PLUS) return ABOVE_ALL;
  throw notAnItem;
}

function membersBelow(ctx: Context, bound: number, orEqual: boolean, length: number): number {
  if (bound === BELOW_ALL) return 0;
  if (bound === ABOVE_ALL) return length;
  const { bytes, starts, ends } = ctx.args;
  return sortedSet.countBelowMember(bytes, starts[bound] + 1, ends[bound], orEqual);
}
