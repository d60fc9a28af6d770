import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { type ClientFilter, filteredClients, parseClientFilter } from './client-filter.ts';

const noSuchClient = new CommandError('ERR No such client');

export const clientKill = defineCommand({
  name: 'CLIENT|KILL',
  group: 'connection',
  since: '2.4.0',
  arity: -3,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Closes the connections that the filters describe.',
  syntax:
    'filter=<old-format(ip:port)!2.8.12|new-format=<[ID client-id:integer^2.8.12...]' +
    '|[TYPE client-type^2.8.12=<NORMAL|MASTER^3.2.0|SLAVE|REPLICA^5.0.0|PUBSUB>]|[USER username]' +
    '|[ADDR addr(ip:port)]|[LADDR laddr(ip:port)^6.2.0]|[SKIPME skipme=<YES|NO>]|[MAXAGE maxage:integer^7.4.0]' +
    '|[NAME name^9.0.0]|[IDLE idle:integer^9.0.0]|[FLAGS flags^9.0.0]|[LIB-NAME lib-name^9.0.0]|[LIB-VER lib-ver^9.0.0]' +
    '|[CAPA capa^9.0.0]|[DB db:integer^9.0.0]|[IP ip^9.0.0]|[NOT-TYPE not-client-type^9.0.0=<NORMAL|MASTER|SLAVE|REPLICA|PUBSUB>]' +
    '|[NOT-ID not-client-id:integer^9.0.0...]|[NOT-USER not-username^9.0.0]|[NOT-ADDR not-addr(ip:port)^9.0.0]' +
    '|[NOT-LADDR not-laddr(ip:port)^9.0.0]|[NOT-NAME not-name^9.0.0]|[NOT-FLAGS not-flags^9.0.0]' +
    '|[NOT-LIB-NAME not-lib-name^9.0.0]|[NOT-LIB-VER not-lib-ver^9.0.0]|[NOT-CAPA not-capa^9.0.0]|[NOT-DB not-db:integer^9.0.0]' +
    '|[NOT-IP not-ip^9.0.0]>...>',
  execute(ctx) {
    if (ctx.argc === 3) {
      const address = ctx.quoted(2);
      const killed = killClients(ctx, {
        tests: [(client) => client.transport.remoteAddress === address],
        skipMe: false,
      });
      if (killed === 0) throw noSuchClient;
      ctx.reply.ok();
      return;
    }
    const filter = parseClientFilter(ctx, 2);
    if (filter === undefined) return;
    ctx.reply.integer(killClients(ctx, { ...filter, skipMe: filter.skipMe ?? true }));
  },
});

/** Others are cut off in the middle of whatever they do; the asking client still gets its replies. @returns how many */
function killClients(ctx: Context, filter: ClientFilter): number {
  const { sessions } = ctx.server;
  const doomed = filteredClients(ctx, filter);
  for (const client of doomed) sessions.close(client, client !== ctx.client);
  return doomed.length;
}
