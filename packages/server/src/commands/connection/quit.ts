import { defineCommand } from '../define-command.ts';

export const quit = defineCommand({
  name: 'QUIT',
  group: 'connection',
  since: '1.0.0',
  arity: -1,
  flags: 'noscript loading stale fast no_auth allow_busy',
  complexity: 'O(1)',
  summary: 'Answers OK and closes the connection.',
  syntax: '',
  deprecated: { since: '7.2.0' },
  execute(ctx) {
    ctx.reply.ok();
    ctx.server.sessions.close(ctx.client);
  },
});
