import { CommandFlag } from '../../command-meta/command-flags.ts';
import type { Context } from '../../commands/context.ts';
import { errors } from '../../commands/reply-errors.ts';
import { ClientState } from '../../session/client.ts';
import type { Command } from '../command.ts';

/** Before AUTH, only what is needed to authenticate and to leave. */
export function authenticated(ctx: Context, command: Command): boolean {
  if (!ctx.client.is(ClientState.unauthenticated) || (command.flags & CommandFlag.no_auth) !== 0) return true;
  ctx.fail(errors.noAuth);
  return false;
}
