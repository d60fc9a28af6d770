import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { helpSubcommand } from '../help.ts';
import { errors } from '../reply-errors.ts';

/** What a key takes in the table of its database, in bytes: a tag and a reference, with the usual room to spare. */
const TABLE_BYTES_PER_KEY = 8;

const memoryUsage = defineCommand({
  name: 'MEMORY|USAGE',
  group: 'server',
  since: '4.0.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Estimates the bytes of memory that a key and its value take.',
  keys: [keyRange('RO', 2)],
  syntax: 'key [SAMPLES count:integer]',
  execute(ctx) {
    for (let i = 3; i < ctx.argc; i += 2) {
      if (!ctx.is(i, 'samples') || i + 1 === ctx.argc) throw errors.syntax;
      if (ctx.integer(i + 1) < 0) throw errors.syntax;
    }
    const { bytes, starts, ends } = ctx.args;
    const entry = ctx.db.find(bytes, starts[2], ends[2]);
    if (entry === 0) {
      ctx.reply.nullBulk();
      return;
    }
    const outside = ctx.entries.isCollection(entry) ? ctx.db.collectionOf(entry).usedBytes : 0;
    ctx.reply.integer(ctx.entries.sizeOf(entry) + outside + TABLE_BYTES_PER_KEY);
  },
});

export const memory = defineCommand({
  name: 'MEMORY',
  group: 'server',
  since: '4.0.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about memory.',
  syntax: '',
  container: true,
  subcommands: [
    helpSubcommand({
      name: 'MEMORY|HELP',
      group: 'server',
      since: '4.0.0',
      arity: 2,
      flags: 'loading stale',
      complexity: 'O(1)',
      summary: 'Lists the subcommands of MEMORY.',
      syntax: '',
    }),
    memoryUsage,
  ],
});
