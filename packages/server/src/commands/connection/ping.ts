import { defineCommand } from '../define-command.ts';
import { wrongArity } from '../reply-errors.ts';

export const ping = defineCommand({
  name: 'PING',
  group: 'connection',
  since: '1.0.0',
  arity: -1,
  flags: 'fast',
  complexity: 'O(1)',
  summary: 'Answers PONG, or with the message given.',
  syntax: '[message]',
  execute(ctx) {
    if (ctx.argc > 2) throw wrongArity('ping');
    if (ctx.argc === 2) ctx.reply.bulk(ctx.args.bytes, ctx.args.starts[1], ctx.args.ends[1]);
    else ctx.reply.simple('PONG');
  },
});
