import type { Context } from '../../context.ts';

/** The error of a subcommand that its arity lets pass with more arguments than it takes. */
export function tooManyArguments(ctx: Context): void {
  ctx.failQuoting(`ERR unknown subcommand or wrong number of arguments for '${ctx.quoted(1, 128)}'. Try ACL HELP.`);
}
