import { Verdict } from '../../access-control/permission-check.ts';
import type { User } from '../../access-control/user.ts';
import { CommandError } from '../../commands/command-error.ts';
import { noteDenial } from '../../commands/connection/note-denial.ts';
import type { Context } from '../../commands/context.ts';
import { ClientState } from '../../session/client.ts';
import type { Command } from '../command.ts';

/** Only what the client's user may do, with keys and channels that it may use. */
export function permitted(ctx: Context, command: Command): CommandError | undefined {
  const { client, server } = ctx;
  if (!client.is(ClientState.restricted)) return undefined;
  const verdict = server.accessControl.check(client.user, command.id, ctx.args);
  if (verdict === Verdict.permitted) return undefined;
  noteDenial(ctx, verdict, command.fullName, client.transaction === undefined ? 'toplevel' : 'multi');
  return new CommandError(`NOPERM ${denialText(verdict, client.user, command.fullName)}`);
}

const reasons: Readonly<Record<number, string>> = {
  [Verdict.command]: 'no permission to execute the command or subcommand',
  [Verdict.key]: 'no permission to touch the specified keys',
  [Verdict.channel]: 'no permission to access one of the channels used as arguments',
};

/** As `permitted`, for a command of a transaction that is about to run: it was permitted when it was queued. */
export function stillPermitted(ctx: Context, command: Command): CommandError | undefined {
  const { client, server } = ctx;
  if (!client.is(ClientState.restricted)) return undefined;
  const verdict = server.accessControl.check(client.user, command.id, ctx.args);
  if (verdict === Verdict.permitted) return undefined;
  noteDenial(ctx, verdict, command.fullName, 'multi');
  return new CommandError(
    'NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. ' +
      `This command is no longer allowed for the following reason: ${reasons[verdict]}`,
  );
}

/** Which key or channel it is about a client is not told. */
function denialText(verdict: number, user: User, commandName: string): string {
  if (verdict === Verdict.key) return 'No permissions to access a key';
  if (verdict === Verdict.channel) return 'No permissions to access a channel';
  return `User ${user.shownName} has no permissions to run the '${commandName}' command`;
}
