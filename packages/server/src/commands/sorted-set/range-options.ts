import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { Bounds, RangeBy } from './bounds.ts';

const limitWithoutBounds = new CommandError(
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
);
const scoresWithMembers = new CommandError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');

/** What a command leaves open for the client to say. */
export const Open = { nothing: 0, order: 1, scores: 2 } as const;

/** All that ZRANGE and its kin are told: `key min max [BYSCORE | BYLEX] [REV] [WITHSCORES] [LIMIT offset count]`. Read anew each time. */
export class RangeOptions {
  withScores = false;
  isReverse = false;
  readonly #bounds = new Bounds();
  #offset = 0;
  #limit = -1;

  /**
   * @param key the argument that is the key
   * @param by one of RangeBy, unless the client says another
   * @param open bits of Open: which options there are besides LIMIT
   */
  read(ctx: Context, key: number, by: number, isReverse: boolean, open: number): void {
    this.withScores = false;
    this.isReverse = isReverse;
    this.#offset = 0;
    this.#limit = -1;
    let order = by;
    let isOrderOpen = (open & Open.order) !== 0;
    for (let i = key + 3; i < ctx.argc; i++) {
      if ((open & Open.scores) !== 0 && ctx.is(i, 'withscores')) {
        this.withScores = true;
      } else if (ctx.is(i, 'limit') && i + 2 < ctx.argc) {
        this.#offset = ctx.integer(i + 1);
        this.#limit = ctx.integer(i + 2);
        i += 2;
      } else if (!this.isReverse && (open & Open.order) !== 0 && ctx.is(i, 'rev')) {
        this.isReverse = true;
      } else if (isOrderOpen && ctx.is(i, 'bylex')) {
        order = RangeBy.member;
        isOrderOpen = false;
      } else if (isOrderOpen && ctx.is(i, 'byscore')) {
        order = RangeBy.score;
        isOrderOpen = false;
      } else {
        throw errors.syntax;
      }
    }
    if (this.#limit !== -1 && order === RangeBy.rank) throw limitWithoutBounds;
    if (this.withScores && order === RangeBy.member) throw scoresWithMembers;
    // From the highest down, the first bound is the upper one.
    const isTurned = this.isReverse && order !== RangeBy.rank;
    this.#bounds.read(ctx, order, isTurned ? key + 2 : key + 1, isTurned ? key + 1 : key + 2);
    if (order === RangeBy.rank) this.#offset = 0;
  }

  /** Rank of the first element of the range in the open set, counted from the highest if `isReverse`, and how many there are. */
  first = 0;
  count = 0;

  locate(ctx: Context): void {
    const bounds = this.#bounds;
    bounds.locate(ctx, this.isReverse);
    const offset = this.#offset;
    const rest = offset < 0 ? 0 : Math.max(0, bounds.count - offset);
    this.first = bounds.first + offset;
    this.count = this.#limit < 0 ? rest : Math.min(rest, this.#limit);
  }
}
