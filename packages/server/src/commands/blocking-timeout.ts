import { parseDouble } from '@respite/bytes';
import { CommandError } from './command-error.ts';
import type { Context } from './context.ts';

const notAFloat = new CommandError('ERR timeout is not a float or out of range');
const notAnInteger = new CommandError('ERR timeout is not an integer or out of range');
const outOfRange = new CommandError('ERR timeout is out of range');
const negative = new CommandError('ERR timeout is negative');

const INT64_MAX = 2 ** 63;

/** Argument `index` as a time to wait, given in seconds with fractions: whole milliseconds, 0 for ever. @throws Redis's errors */
export function timeoutInSeconds(ctx: Context, index: number): number {
  const { bytes, starts, ends } = ctx.args;
  const seconds = parseDouble(bytes, starts[index], ends[index]);
  if (Number.isNaN(seconds)) throw notAFloat;
  const milliseconds = seconds * 1000;
  const nearest = Math.round(milliseconds);
  // Redis computes with more digits: 0.07 s are 70 ms there, not the 70.00000000000001 of a double, which would be rounded up.
  const isWhole = Math.abs(milliseconds - nearest) <= Math.abs(milliseconds) * Number.EPSILON;
  return checked(isWhole ? nearest : Math.ceil(milliseconds), ctx.now);
}

/** Argument `index` as a time to wait, given in milliseconds; 0 for ever. @throws Redis's errors */
export function timeoutInMilliseconds(ctx: Context, index: number): number {
  return checked(ctx.integer(index, notAnInteger), ctx.now);
}

function checked(milliseconds: number, now: number): number {
  if (milliseconds >= INT64_MAX) throw outOfRange;
  if (milliseconds < 0) throw negative;
  if (milliseconds > 0 && milliseconds > INT64_MAX - now) throw outOfRange;
  return milliseconds;
}
