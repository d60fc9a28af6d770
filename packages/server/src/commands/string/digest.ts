import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { hexDigest } from './conditions.ts';

export const digest = defineCommand({
  name: 'DIGEST',
  group: 'string',
  since: '8.4.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(N)',
  summary: 'Gives the 64-bit XXH3 digest of a string as 16 hexadecimal digits.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  execute(ctx) {
    const entry = ctx.lookupString(1);
    if (entry === 0) {
      ctx.reply.nullBulk();
      return;
    }
    const hex = hexDigest(ctx, entry);
    ctx.reply.bulk(hex, 0, hex.length);
  },
});
