import type { Client } from '../../../session/client.ts';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { filteredClients, isFilterName, isMeant, parseClientFilter } from './client-filter.ts';
import { clientLine } from './client-line.ts';

const invalidId = new CommandError('ERR Invalid client ID');

export const clientList = defineCommand({
  name: 'CLIENT|LIST',
  group: 'connection',
  since: '2.4.0',
  arity: -2,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Describes the open connections, one on each line.',
  syntax:
    '[TYPE client-type^5.0.0=<NORMAL|MASTER|REPLICA|PUBSUB>] [ID client-id:integer^6.2.0...] [USER username^8.1.0] ' +
    '[ADDR addr(ip:port)^8.1.0] [LADDR laddr(ip:port)^8.1.0] [SKIPME skipme^8.1.0=<YES|NO>] [MAXAGE maxage:integer^8.1.0] ' +
    '[NAME name^9.0.0] [IDLE idle:integer^9.0.0] [FLAGS flags^9.0.0] [LIB-NAME lib-name^9.0.0] [LIB-VER lib-ver^9.0.0] ' +
    '[CAPA capa^9.0.0] [DB db:integer^9.0.0] [IP ip^9.0.0] [NOT-TYPE not-client-type^9.0.0=<NORMAL|MASTER|REPLICA|PUBSUB>] ' +
    '[NOT-ID not-client-id:integer^9.0.0...] [NOT-USER not-username^9.0.0] [NOT-ADDR not-addr(ip:port)^9.0.0] ' +
    '[NOT-LADDR not-laddr(ip:port)^9.0.0] [NOT-NAME not-name^9.0.0] [NOT-FLAGS not-flags^9.0.0] ' +
    '[NOT-LIB-NAME not-lib-name^9.0.0] [NOT-LIB-VER not-lib-ver^9.0.0] [NOT-CAPA not-capa^9.0.0] [NOT-DB not-db:integer^9.0.0] [NOT-IP not-ip^9.0.0]',
  history: [
    ['2.8.12', 'Shows id.'],
    ['6.0.0', 'Shows user.'],
    ['7.0.0', 'Shows resp, multi-mem, rbs and rbp.'],
    ['7.0.3', 'Shows ssub.'],
  ],
  tips: 'nondeterministic_output',
  execute(ctx) {
    const clients = ctx.argc > 3 && ctx.is(2, 'id') ? clientsById(ctx) : clientsByFilter(ctx);
    if (clients === undefined) return;
    let lines = '';
    for (const client of clients) lines += clientLine(ctx, client);
    ctx.reply.verbatim('txt', lines);
  },
});

function clientsByFilter(ctx: Context): Client[] | undefined {
  const filter = parseClientFilter(ctx, 2);
  return filter === undefined ? undefined : filteredClients(ctx, filter);
}

/** `ID 3 4 3`, perhaps with filters behind: the clients in the order of the IDs, each as often as it was asked for. */
function clientsById(ctx: Context): Client[] | undefined {
  const clients: Client[] = [];
  let i = 3;
  for (; i < ctx.argc && !isFilterName(ctx, i); i++) {
    const client = ctx.server.clients.get(ctx.integer(i, invalidId));
    if (client !== undefined) clients.push(client);
  }
  const filter = parseClientFilter(ctx, i);
  return filter === undefined ? undefined : clients.filter((client) => isMeant(ctx, client, filter));
}
