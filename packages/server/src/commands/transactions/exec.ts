import { defineCommand } from '../define-command.ts';
import { endTransaction } from './end-transaction.ts';

export const exec = defineCommand({
  name: 'EXEC',
  group: 'transactions',
  since: '1.2.0',
  arity: 1,
  flags: 'noscript loading stale skip_slowlog',
  complexity: 'That of the queued commands',
  summary: 'Runs the queued commands of a transaction, unless a watched key has changed.',
  syntax: '',
  execute(ctx) {
    const { client, server } = ctx;
    const { transaction } = client;
    if (transaction === undefined) {
      ctx.fail('ERR EXEC without MULTI');
      return;
    }
    const hasFailed = server.watchedKeys.hasFailed(client);
    endTransaction(server, client);
    if (transaction.isAborted) ctx.fail('EXECABORT Transaction discarded because of previous errors.');
    else if (hasFailed) ctx.reply.nullArray();
    else server.runTransaction(client, transaction);
  },
});
