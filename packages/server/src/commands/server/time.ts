import { defineCommand } from '../define-command.ts';

export const time = defineCommand({
  name: 'TIME',
  group: 'server',
  since: '2.6.0',
  arity: 1,
  flags: 'loading stale fast',
  complexity: 'O(1)',
  summary: "Gives the server's clock as Unix seconds and microseconds.",
  syntax: '',
  tips: 'nondeterministic_output',
  execute(ctx) {
    const now = ctx.server.clock.nowMicroseconds();
    ctx.reply.array(2);
    ctx.reply.bulkInteger(Math.floor(now / 1e6));
    ctx.reply.bulkInteger(now % 1e6);
  },
});
