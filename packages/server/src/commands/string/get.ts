import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { replyString } from './string-reply.ts';

export const get = defineCommand({
  name: 'GET',
  group: 'string',
  since: '1.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the string stored at a key, or nil when the key is missing.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  execute(ctx) {
    const entry = ctx.lookupString(1);
    if (entry === 0) ctx.reply.nullBulk();
    else replyString(ctx, entry);
  },
});
