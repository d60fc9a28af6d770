import { CommandError } from '../../command-error.ts';
import { defineCommand } from '../../define-command.ts';

const noSuchReason = new CommandError('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR');

export const clientUnblock = defineCommand({
  name: 'CLIENT|UNBLOCK',
  group: 'connection',
  since: '5.0.0',
  arity: -3,
  flags: 'admin noscript loading stale',
  complexity: 'O(logN)',
  summary: 'Ends the waiting of another client, as if its time had run out or with an error.',
  syntax: 'client-id:integer [unblock-type=<TIMEOUT|ERROR>]',
  execute(ctx) {
    const { blocking, clients } = ctx.server;
    if (ctx.argc > 4) {
      const name = ctx.quoted(1, 128);
      ctx.failQuoting(`ERR unknown subcommand or wrong number of arguments for '${name}'. Try CLIENT HELP.`);
      return;
    }
    const withError = ctx.argc === 4 && ctx.is(3, 'error');
    if (ctx.argc === 4 && !withError && !ctx.is(3, 'timeout')) throw noSuchReason;
    const client = clients.get(ctx.integer(2));
    ctx.reply.integer(client !== undefined && blocking.unblock(client, withError) ? 1 : 0);
  },
});
