import { KIND_SET } from '@respite/store';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** The set at the key in argument `index`, or 0; for commands that read. @throws WRONGTYPE */
export function lookupSet(ctx: Context, index: number): number {
  const entry = ctx.lookup(index);
  if (entry !== 0 && ctx.entries.kind(entry) !== KIND_SET) throw errors.wrongType;
  return entry;
}
