import { defineCommand } from '../define-command.ts';
import { endTransaction } from './end-transaction.ts';

export const discard = defineCommand({
  name: 'DISCARD',
  group: 'transactions',
  since: '2.0.0',
  arity: 1,
  flags: 'noscript loading stale fast allow_busy',
  complexity: 'O(N)',
  summary: 'Drops the queued commands and leaves the transaction.',
  syntax: '',
  execute(ctx) {
    if (ctx.client.transaction === undefined) {
      ctx.fail('ERR DISCARD without MULTI');
      return;
    }
    endTransaction(ctx.server, ctx.client);
    ctx.reply.ok();
  },
});
