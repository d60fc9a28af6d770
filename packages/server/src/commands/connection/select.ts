import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';

export const select = defineCommand({
  name: 'SELECT',
  group: 'connection',
  since: '1.0.0',
  arity: 2,
  flags: 'loading stale fast',
  complexity: 'O(1)',
  summary: 'Chooses the database that the following commands use.',
  syntax: 'index:integer',
  execute(ctx) {
    const database = ctx.server.store.databases[ctx.int32(1)];
    if (database === undefined) throw errors.databaseOutOfRange;
    ctx.client.database = database;
    ctx.reply.ok();
  },
});
