import { ClientState } from '../../session/client.ts';
import { defineCommand } from '../define-command.ts';
import { endTransaction } from '../transactions/end-transaction.ts';

export const reset = defineCommand({
  name: 'RESET',
  group: 'connection',
  since: '6.2.0',
  arity: 1,
  flags: 'noscript loading stale fast no_auth allow_busy',
  complexity: 'O(1)',
  summary: 'Puts the connection back to how it was when it was opened.',
  syntax: '',
  execute(ctx) {
    const { client, server } = ctx;
    endTransaction(server, client);
    server.tracking.disable(client);
    server.pubsub.leave(client);
    server.observability.monitors.remove(client);
    client.database = server.store.databases[0];
    client.reply.protocol = 2;
    client.name = '';
    client.noEvict = client.noTouch = client.isImportSource = false;
    client.capabilities = '';
    client.state &= ~(ClientState.replyOff | ClientState.replySkipNext);
    server.logins.begin(client);
    ctx.reply.simple('RESET');
  },
});
