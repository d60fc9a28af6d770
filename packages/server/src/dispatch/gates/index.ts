import type { Context } from '../../commands/context.ts';
import type { Command } from '../command.ts';
import { authenticated } from './authenticated.ts';
import { loading } from './loading.ts';
import { persistenceFailed } from './persistence-failed.ts';

/** Reasons why commands may be refused, in the order in which they are asked. A gate that refuses has sent the error. */
const gates: readonly ((ctx: Context, command: Command) => boolean)[] = [authenticated, persistenceFailed, loading];

export function passesGates(ctx: Context, command: Command): boolean {
  for (const gate of gates) {
    if (!gate(ctx, command)) {
      ctx.server.commandStats.rejected[command.id]++;
      return false;
    }
  }
  return true;
}
