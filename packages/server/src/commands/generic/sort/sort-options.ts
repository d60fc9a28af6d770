import { KeyFlag } from '../../../command-meta/key-spec.ts';
import { ClientState } from '../../../session/client.ts';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { errors } from '../../reply-errors.ts';
import { ValuePattern } from './value-pattern.ts';

const byDenied = new CommandError('ERR BY option of SORT denied due to insufficient ACL permissions.');
const getDenied = new CommandError('ERR GET option of SORT denied due to insufficient ACL permissions.');

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
    const mayReadAnyKey = permitsAnyKey(ctx, mayStore ? 'sort' : 'sort_ro');
    for (let i = 2; i < ctx.argc; i++) {
      const left = ctx.argc - i - 1;
      if (ctx.is(i, 'asc')) this.descending = false;
      else if (ctx.is(i, 'desc')) this.descending = true;
      else if (ctx.is(i, 'alpha')) this.alphabetical = true;
      else if (ctx.is(i, 'limit') && left >= 2) {
        this.offset = ctx.integer(++i);
        this.limit = ctx.integer(++i);
      } else if (mayStore && ctx.is(i, 'store') && left >= 1) this.destination = ++i;
      else if (ctx.is(i, 'by') && left >= 1) {
        this.by = new ValuePattern(ctx.copyOf(++i));
        if (!this.by.isConstant && !mayReadAnyKey) throw byDenied;
      } else if (ctx.is(i, 'get') && left >= 1) {
        if (!mayReadAnyKey) throw getDenied;
        this.get.push(new ValuePattern(ctx.copyOf(++i)));
      } else throw errors.syntax;
    }
  }

  /** BY something that is the same for all: the elements stay as they are. */
  get leavesOrder(): boolean {
    return this.by?.isConstant === true;
  }
}

/** Whether the client may read every key there is: BY and GET read keys that the arguments do not name. */
function permitsAnyKey({ client, server, args }: Context, command: string): boolean {
  return (
    !client.is(ClientState.restricted) || server.accessControl.permitsAnyKey(client.user, command, args, KeyFlag.access)
  );
}
