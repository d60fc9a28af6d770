import { stringLength } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';

export const strlen = defineCommand({
  name: 'STRLEN',
  group: 'string',
  since: '2.2.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the length of a string in bytes, 0 for a missing key.',
  keys: [keyRange('RO', 1)],
  syntax: 'key',
  execute(ctx) {
    const entry = ctx.lookupString(1);
    ctx.reply.integer(entry === 0 ? 0 : stringLength(ctx.entries, entry));
  },
});
