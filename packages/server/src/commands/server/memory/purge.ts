import { defineCommand } from '../../define-command.ts';

export const memoryPurge = defineCommand({
  name: 'MEMORY|PURGE',
  group: 'server',
  since: '4.0.0',
  arity: 2,
  flags: '',
  complexity: 'That of the allocator',
  summary: 'Asks the allocator to give unused memory back.',
  syntax: '',
  tips: 'request_policy:all_shards response_policy:all_succeeded',
  execute(ctx) {
    // In the background they go one at a time, since each takes the system a millisecond or two; who asks for it waits.
    const { compactor, slack } = ctx.server.store;
    slack.giveBackAll();
    while (compactor.giveBack());
    ctx.reply.ok();
  },
});
