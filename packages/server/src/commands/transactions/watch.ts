import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';

export const watch = defineCommand({
  name: 'WATCH',
  group: 'transactions',
  since: '2.2.0',
  arity: -2,
  flags: 'noscript loading stale fast allow_busy',
  complexity: 'O(1)',
  summary: 'Makes the next transaction fail if one of the keys changes before it.',
  keys: [keyRange('RO', 1, -1)],
  syntax: 'key...',
  execute(ctx) {
    if (ctx.client.transaction !== undefined) {
      ctx.fail('ERR WATCH inside MULTI is not allowed');
      return;
    }
    for (let i = 1; i < ctx.argc; i++) ctx.server.watchedKeys.watch(ctx.client, ctx.args, i);
    ctx.reply.ok();
  },
});

export const unwatch = defineCommand({
  name: 'UNWATCH',
  group: 'transactions',
  since: '2.2.0',
  arity: 1,
  flags: 'noscript loading stale fast allow_busy',
  complexity: 'O(1)',
  summary: 'Forgets all keys that this connection watches.',
  syntax: '',
  execute(ctx) {
    ctx.server.watchedKeys.forget(ctx.client);
    ctx.reply.ok();
  },
});
