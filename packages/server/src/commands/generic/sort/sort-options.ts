import type { Context } from '../../context.ts';
import { errors } from '../../reply-errors.ts';
import { ValuePattern } from './value-pattern.ts';

/** The options of SORT and SORT_RO. */
export class SortOptions {
  descending = false;
  alphabetical = false;
  offset = 0;
  /** How many elements at most; negative: all. */
  limit = -1;
  by: ValuePattern | undefined = undefined;
  readonly get: ValuePattern[] = [];
  /** The argument that holds the key after STORE, or 0. */
  destination = 0;

  /** @throws a syntax error, or that a limit is no integer */
  constructor(ctx: Context, mayStore: boolean) {
    for (let i = 2; i < ctx.argc; i++) {
      const left = ctx.argc - i - 1;
      if (ctx.is(i, 'asc')) this.descending = false;
      else if (ctx.is(i, 'desc')) this.descending = true;
      else if (ctx.is(i, 'alpha')) this.alphabetical = true;
      else if (ctx.is(i, 'limit') && left >= 2) {
        this.offset = ctx.integer(++i);
        this.limit = ctx.integer(++i);
      } else if (mayStore && ctx.is(i, 'store') && left >= 1) this.destination = ++i;
      else if (ctx.is(i, 'by') && left >= 1) this.by = new ValuePattern(ctx.copyOf(++i));
      else if (ctx.is(i, 'get') && left >= 1) this.get.push(new ValuePattern(ctx.copyOf(++i)));
      else throw errors.syntax;
    }
  }

  /** BY something that is the same for all: the elements stay as they are. */
  get leavesOrder(): boolean {
    return this.by?.isConstant === true;
  }
}
