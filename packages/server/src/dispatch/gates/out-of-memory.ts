import { CommandFlag } from '../../command-meta/command-flags.ts';
import type { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import { errors } from '../../commands/reply-errors.ts';
import { FULL } from '../../eviction/eviction.ts';
import { ServerState } from '../../session/server-state.ts';
import type { Command } from '../command.ts';

/** Where memory has a limit: room is made before a command runs, and if there is none, commands that need some are refused. */
export function outOfMemory(ctx: Context, command: Command): CommandError | undefined {
  const { eviction, gates } = ctx.server;
  if ((gates.state & ServerState.memoryLimited) === 0) return undefined;
  const outcome = eviction.makeRoom();
  if (outcome !== FULL || (command.flags & CommandFlag.denyoom) === 0) return undefined;
  return errors.outOfMemory;
}
