import type { Context } from '../context.ts';
import { invalidExpiry } from '../reply-errors.ts';

const INT64_MAX = 2n ** 63n - 1n;
/** Up to here seconds in milliseconds, and milliseconds from now on, are exact in a number. The year 2255. */
const SIMPLE_MAX = 9e12;

/**
 * Argument `index` as a time at which a key expires: milliseconds of Unix time. Beyond 2^53 (the year 287396) it is rounded.
 * @param isRelative counted from now
 * @param command name for the error
 * @throws not an integer; or not above 0, or more milliseconds than 64 bits hold
 */
export function expiryTime(
  ctx: Context,
  index: number,
  inSeconds: boolean,
  isRelative: boolean,
  command: string,
): number {
  const given = ctx.int64(index);
  if (given <= 0) throw invalidExpiry(command);
  if (given > SIMPLE_MAX) return distantTime(BigInt(given), inSeconds, isRelative ? ctx.now : 0, command);
  const milliseconds = inSeconds ? Number(given) * 1000 : Number(given);
  return isRelative ? milliseconds + ctx.now : milliseconds;
}

function distantTime(given: bigint, inSeconds: boolean, from: number, command: string): number {
  const time = (inSeconds ? given * 1000n : given) + BigInt(from);
  if (time > INT64_MAX) throw invalidExpiry(command);
  return Number(time);
}

/** A time at which a key expires, as the argument of a command: an integer of 64 bits. */
export function timeArgument(time: number): string {
  if (time <= Number.MAX_SAFE_INTEGER) return String(time);
  const exact = BigInt(time);
  return (exact > INT64_MAX ? INT64_MAX : exact).toString();
}
