import { ClientState } from '../../session/client.ts';
import { Transaction } from '../../session/transaction.ts';
import { defineCommand } from '../define-command.ts';

export const multi = defineCommand({
  name: 'MULTI',
  group: 'transactions',
  since: '1.2.0',
  arity: 1,
  flags: 'noscript loading stale fast allow_busy',
  complexity: 'O(1)',
  summary: 'Begins a transaction: the commands that follow are queued.',
  syntax: '',
  execute(ctx) {
    const { client } = ctx;
    if (client.transaction !== undefined) {
      ctx.fail('ERR MULTI calls can not be nested');
      return;
    }
    client.transaction = new Transaction();
    client.state |= ClientState.inTransaction;
    ctx.reply.ok();
  },
});
