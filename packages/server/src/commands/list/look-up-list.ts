import { KIND_LIST } from '@respite/store';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** The list at the key in argument `index`, or 0; for commands that read. @throws WRONGTYPE */
export function lookupList(ctx: Context, index: number): number {
  const entry = ctx.lookup(index);
  if (entry !== 0 && ctx.entries.kind(entry) !== KIND_LIST) throw errors.wrongType;
  return entry;
}
