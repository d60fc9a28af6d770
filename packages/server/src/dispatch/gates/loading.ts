import { CommandFlag } from '../../command-meta/command-flags.ts';
import type { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import { errors } from '../../commands/reply-errors.ts';
import { ServerState } from '../../session/server-state.ts';
import type { Command } from '../command.ts';

/** While the data is being loaded, only commands that do not need it. */
export function loading(ctx: Context, command: Command): CommandError | undefined {
  if ((ctx.server.gates.state & ServerState.loading) === 0 || (command.flags & CommandFlag.loading) !== 0)
    return undefined;
  return errors.loading;
}
