import { RdbOutput, writeDump } from '@respite/persistence';
import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';

const output = new RdbOutput();

export const dump = defineCommand({
  name: 'DUMP',
  group: 'generic',
  since: '2.6.0',
  arity: 2,
  flags: 'readonly',
  complexity: 'O(1) / O(N*M) / O(1*M)',
  summary: 'Gives a value in the portable binary form that RESTORE takes.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  tips: 'nondeterministic_output',
  execute(ctx) {
    const entry = ctx.lookup(1);
    if (entry === 0) {
      ctx.reply.nullBulk();
      return;
    }
    output.clear();
    output.compresses = ctx.server.config.rdbcompression;
    writeDump(output, ctx.db, entry);
    ctx.reply.bulk(output.bytes, 0, output.at);
  },
});
