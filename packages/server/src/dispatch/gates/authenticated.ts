import { CommandFlag } from '../../command-meta/command-flags.ts';
import type { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import { errors } from '../../commands/reply-errors.ts';
import { ClientState } from '../../session/client.ts';
import type { Command } from '../command.ts';

/** Before AUTH, only what is needed to authenticate and to leave. */
export function authenticated(ctx: Context, command: Command): CommandError | undefined {
  if (!ctx.client.is(ClientState.unauthenticated)) return undefined;
  if (ctx.server.config.requirepass === '') {
    // The password was taken away while the client was waiting for somebody to type it.
    ctx.server.authenticated(ctx.client);
    return undefined;
  }
  if ((command.flags & CommandFlag.no_auth) !== 0) return undefined;
  return errors.noAuth;
}
