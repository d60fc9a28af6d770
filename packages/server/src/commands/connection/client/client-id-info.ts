import { defineCommand } from '../../define-command.ts';
import { clientLine } from './client-line.ts';

export const clientId = defineCommand({
  name: 'CLIENT|ID',
  group: 'connection',
  since: '5.0.0',
  arity: 2,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Gives the number of this connection, never used twice by a server.',
  syntax: '',
  execute(ctx) {
    ctx.reply.integer(ctx.client.id);
  },
});

export const clientInfo = defineCommand({
  name: 'CLIENT|INFO',
  group: 'connection',
  since: '6.2.0',
  arity: 2,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Describes this connection, as one line of CLIENT LIST.',
  syntax: '',
  tips: 'nondeterministic_output',
  execute(ctx) {
    ctx.reply.verbatim('txt', clientLine(ctx, ctx.client));
  },
});
