import type { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import type { Command } from '../command.ts';
import { authenticated } from './authenticated.ts';
import { loading } from './loading.ts';
import { monitoring } from './monitoring.ts';
import { outOfMemory } from './out-of-memory.ts';
import { persistenceFailed } from './persistence-failed.ts';
import { subscribedMode } from './subscribed-mode.ts';

/** Reasons why commands may be refused, in the order in which they are asked: each gives the error, or undefined. */
const gates: readonly ((ctx: Context, command: Command) => CommandError | undefined)[] = [
  authenticated,
  outOfMemory,
  persistenceFailed,
  subscribedMode,
  loading,
  monitoring,
];

/** Why the command is refused, or undefined. */
export function refusalOf(ctx: Context, command: Command): CommandError | undefined {
  for (const gate of gates) {
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

export function refuse(ctx: Context, command: Command, refusal: CommandError): void {
  ctx.server.commandStats.rejected[command.id]++;
  ctx.fail(refusal);
}
