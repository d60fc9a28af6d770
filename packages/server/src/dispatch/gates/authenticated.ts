import { CommandFlag } from '../../command-meta/command-flags.ts';
import type { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import { errors } from '../../commands/reply-errors.ts';
import type { Command } from '../command.ts';

/** Before AUTH, only what is needed to authenticate and to leave. */
export function authenticated(ctx: Context, command: Command): CommandError | undefined {
  if (!ctx.server.logins.mustLogIn(ctx.client) || (command.flags & CommandFlag.no_auth) !== 0) return undefined;
  return errors.noAuth;
}
