import { CommandError } from './command-error.ts';
import type { Context } from './context.ts';

const mustBePositive = new CommandError('ERR value is out of range, must be positive');

/** Argument `index` as a count: a signed 64-bit integer that is not negative. */
export function positiveCount(ctx: Context, index: number): number {
  const count = ctx.integer(index, mustBePositive);
  if (count < 0) throw mustBePositive;
  return count;
}
