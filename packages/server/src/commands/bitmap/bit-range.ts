import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** The bits of a string that a command was told to look at: `[from, to)`, empty where they are not in order. */
export const bitRange = { from: 0, to: 0 };

/** Whether argument `index` is BIT, and not BYTE. */
export function isBitUnit(ctx: Context, index: number): boolean {
  if (ctx.is(index, 'bit')) return true;
  if (ctx.is(index, 'byte')) return false;
  throw errors.syntax;
}

/** Sets `bitRange` from the first to the last byte or bit, negative ones counted from the end of a string of `length` bytes. */
export function setBitRange(length: number, first: number | bigint, last: number | bigint, byBits: boolean): void {
  const total = byBits ? length * 8 : length;
  const start = fromEnd(Number(first), total);
  const end = Math.min(fromEnd(Number(last), total), total - 1) + 1;
  bitRange.from = byBits ? start : start * 8;
  bitRange.to = byBits ? end : end * 8;
}

function fromEnd(index: number, total: number): number {
  return index < 0 ? Math.max(0, total + index) : index;
}
