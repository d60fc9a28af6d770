import { CommandFlag } from '../../command-meta/command-flags.ts';
import { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import type { Command } from '../command.ts';

const notAllowed = new CommandError('ERR Command not allowed inside a transaction');

/** Commands that end or hold up the server are not queued. */
export function notInTransaction({ client }: Context, command: Command): CommandError | undefined {
  if (client.transaction === undefined || (command.flags & CommandFlag.no_multi) === 0) return undefined;
  return notAllowed;
}
