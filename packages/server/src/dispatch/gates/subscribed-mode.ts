import { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import { ClientState } from '../../session/client.ts';
import type { Command } from '../command.ts';

const ALLOWED: ReadonlySet<string> = new Set([
  'ping',
  'subscribe',
  'ssubscribe',
  'unsubscribe',
  'sunsubscribe',
  'psubscribe',
  'punsubscribe',
  'quit',
  'reset',
]);

/** In RESP2 messages look like replies, so a client that subscribes to something may do little else. */
export function subscribedMode({ client, reply }: Context, command: Command): CommandError | undefined {
  if (!client.is(ClientState.subscribed) || reply.protocol === 3 || ALLOWED.has(command.fullName)) return undefined;
  return new CommandError(
    `ERR Can't execute '${command.fullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed ` +
      'in this context',
  );
}
