import { CommandFlag } from '../../command-meta/command-flags.ts';
import { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import { ClientState } from '../../session/client.ts';
import type { Command } from '../command.ts';

// A client that monitors is a kind of replica to Redis.
const refusal = new CommandError("ERR Replica can't interact with the keyspace");
const NEEDS_DATA = CommandFlag.write | CommandFlag.readonly | CommandFlag.may_replicate;

/** A client that monitors does nothing with the data: replies could not be told from the lines that it is shown. */
export function monitoring(ctx: Context, command: Command): CommandError | undefined {
  if (!ctx.client.is(ClientState.monitor) || (command.flags & NEEDS_DATA) === 0) return undefined;
  return refusal;
}
