import type { Context } from '../../context.ts';
import type { HelpEntry } from '../../help.ts';

/** One thing that DEBUG can do. */
export interface DebugAction extends HelpEntry {
  /** In lower case. */
  readonly name: string;
  /** Number of arguments with "DEBUG" and the name; the second is absent where there may be any number. */
  readonly argc: readonly [least: number, most?: number];
  run(ctx: Context): void;
}

/** Argument `index` as C's atoi() reads it: digits as far as they go, 0 where there are none. */
export function leadingInteger(ctx: Context, index: number): number {
  return Number.parseInt(ctx.quoted(index, 20), 10) || 0;
}
