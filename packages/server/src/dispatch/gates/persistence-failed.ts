import type { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import { errors } from '../../commands/reply-errors.ts';
import { ServerState } from '../../session/server-state.ts';
import type { Command } from '../command.ts';

/** No writes while snapshots cannot be saved, so that somebody notices. PING is refused too: health checks send it. */
export function persistenceFailed(ctx: Context, command: Command): CommandError | undefined {
  const { gates, config } = ctx.server;
  if ((gates.state & ServerState.saveFailed) === 0 || !(command.isWrite || command.fullName === 'ping'))
    return undefined;
  if (!config.stopWritesOnBgsaveError || config.save.length === 0) return undefined;
  return errors.persistenceFailed;
}
