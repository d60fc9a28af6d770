import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** Whether argument `index` is LEFT; if not, it is RIGHT. @throws syntax error */
export function isLeft(ctx: Context, index: number): boolean {
  if (ctx.is(index, 'left')) return true;
  if (ctx.is(index, 'right')) return false;
  throw errors.syntax;
}
