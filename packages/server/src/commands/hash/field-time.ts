import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { invalidExpiry } from '../reply-errors.ts';

const negative = new CommandError('ERR invalid expire time, must be >= 0');
/** The latest moment at which a field may expire, in milliseconds: 46 bits, as in Redis. */
const LATEST = 2 ** 46 - 1;

/**
 * Argument `index` as a moment at which fields expire: milliseconds of Unix time.
 * @param unit milliseconds of what is given: 1000 or 1
 * @param isRelative counted from now
 * @param command name for the error
 */
export function fieldTime(ctx: Context, index: number, unit: number, isRelative: boolean, command: string): number {
  const given = ctx.integer(index);
  if (given < 0) throw negative;
  const time = given * unit + (isRelative ? ctx.now : 0);
  if (time > LATEST) throw invalidExpiry(command);
  return time;
}
