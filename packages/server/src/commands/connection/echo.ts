import { defineCommand } from '../define-command.ts';

export const echo = defineCommand({
  name: 'ECHO',
  group: 'connection',
  since: '1.0.0',
  arity: 2,
  flags: 'loading stale fast',
  complexity: 'O(1)',
  summary: 'Gives back its argument.',
  syntax: 'message',
  execute(ctx) {
    ctx.reply.bulk(ctx.args.bytes, ctx.args.starts[1], ctx.args.ends[1]);
  },
});
