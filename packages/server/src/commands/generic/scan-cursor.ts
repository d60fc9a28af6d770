import { parseSmallInteger } from '@respite/bytes';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

const CURSOR_MAX = 0xffffffff;

/**
 * The cursor of a scan in argument `index`: a u32. A client may send any that an unsigned 64-bit integer holds, written as C's strtoul
 * reads it, up to a zero byte; what ours never are is cut off.
 */
export function scanCursor(ctx: Context, index: number): number {
  const { bytes, starts, ends } = ctx.args;
  const small = parseSmallInteger(bytes, starts[index], ends[index]);
  if (small >= 0 && small <= CURSOR_MAX) return small;
  const [text] = ctx.text(index).split('\0', 1);
  if (!/^(?:[+-]?\d+)?$/.test(text)) throw errors.invalidCursor;
  const value = BigInt(text.replace('+', ''));
  if (value >= 2n ** 64n || value <= -(2n ** 64n)) throw errors.invalidCursor;
  return Number(BigInt.asUintN(32, value));
}
