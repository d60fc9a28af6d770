import { ACKNOWLEDGED_ONLY, KEEP_REFERENCES, REMOVE_REFERENCES } from '@respite/store';
import type { Context } from '../context.ts';

/** What argument `index` says of references that groups have to an entry: KEEPREF, DELREF or ACKED; undefined for anything else. */
export function referencesArgument(ctx: Context, index: number): number | undefined {
  if (ctx.is(index, 'keepref')) return KEEP_REFERENCES;
  if (ctx.is(index, 'delref')) return REMOVE_REFERENCES;
  if (ctx.is(index, 'acked')) return ACKNOWLEDGED_ONLY;
  return undefined;
}
