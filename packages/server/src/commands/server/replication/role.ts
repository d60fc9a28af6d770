import { defineCommand } from '../../define-command.ts';

export const role = defineCommand({
  name: 'ROLE',
  group: 'server',
  since: '2.8.12',
  arity: 1,
  flags: 'noscript loading stale fast',
  categories: 'admin dangerous',
  complexity: 'O(1)',
  summary: 'Tells whether the server is a master, a replica or a sentinel, and its part in replication.',
  syntax: '',
  execute({ reply }) {
    reply.array(3);
    reply.bulkText('master');
    // There is no stream of changes for replicas, so nothing of it has been written, and nobody reads it.
    reply.integer(0);
    reply.emptyArray();
  },
});
