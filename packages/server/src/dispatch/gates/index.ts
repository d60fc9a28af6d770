import type { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import { endTransaction } from '../../commands/transactions/end-transaction.ts';
import type { Command } from '../command.ts';
import { authenticated } from './authenticated.ts';
import { enoughReplicas } from './enough-replicas.ts';
import { loading } from './loading.ts';
import { monitoring } from './monitoring.ts';
import { notInTransaction } from './not-in-transaction.ts';
import { outOfMemory } from './out-of-memory.ts';
import { permitted } from './permitted.ts';
import { persistenceFailed } from './persistence-failed.ts';
import { subscribedMode } from './subscribed-mode.ts';

/** Reasons why commands may be refused, in the order in which they are asked: each gives the error, or undefined. */
const gates: readonly ((ctx: Context, command: Command) => CommandError | undefined)[] = [
  authenticated,
  notInTransaction,
  permitted,
  outOfMemory,
  persistenceFailed,
  enoughReplicas,
  subscribedMode,
  loading,
  monitoring,
];

/** What EXEC asks for each command before it runs any. Permissions are asked one by one: see `stillPermitted`. */
const gatesOfExec = gates.filter((gate) => gate !== authenticated && gate !== notInTransaction && gate !== permitted);

/** Why the command is refused, or undefined. */
export function refusalOf(ctx: Context, command: Command): CommandError | undefined {
  return firstRefusal(gates, ctx, command);
}

/** Why EXEC may not run the command, or undefined. */
export function refusalAtExec(ctx: Context, command: Command): CommandError | undefined {
  return firstRefusal(gatesOfExec, ctx, command);
}

function firstRefusal(asked: typeof gates, ctx: Context, command: Command): CommandError | undefined {
  for (const gate of asked) {
    const refusal = gate(ctx, command);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Whether the command may run; if not, the error has been sent. */
export function passesGates(ctx: Context, command: Command): boolean {
  const refusal = refusalOf(ctx, command);
  if (refusal === undefined) return true;
  refuse(ctx, command, refusal);
  return false;
}

/** Answers with the reason why the command does not run. EXEC ends its transaction all the same. */
export function refuse(ctx: Context, command: Command, refusal: CommandError): void {
  ctx.server.commandStats.rejected[command.id]++;
  if (command.fullName === 'exec') {
    endTransaction(ctx.server, ctx.client);
    const { text } = refusal;
    ctx.fail(`EXECABORT Transaction discarded because of: ${text.startsWith('ERR ') ? text.slice(4) : text}`);
  } else ctx.fail(refusal);
}
