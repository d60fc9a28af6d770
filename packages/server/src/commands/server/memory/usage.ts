import { COLLECTION_OBJECT_BYTES } from '@respite/store';
import { keyRange } from '../../../command-meta/key-spec.ts';
import { defineCommand } from '../../define-command.ts';
import { errors } from '../../reply-errors.ts';

/** What a key takes in a table of its database, in bytes: a tag and a reference, with the usual room to spare. */
const TABLE_BYTES_PER_KEY = 10;
/** Elements whose size stands for that of all, unless SAMPLES says otherwise. */
const SAMPLES = 5;

export const memoryUsage = defineCommand({
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
    let samples = SAMPLES;
    for (let i = 3; i < ctx.argc; i += 2) {
      if (!ctx.is(i, 'samples') || i + 1 === ctx.argc) throw errors.syntax;
      samples = ctx.integer(i + 1);
      if (samples < 0) throw errors.syntax;
      if (samples === 0) samples = Number.POSITIVE_INFINITY;
    }
    const { bytes, starts, ends } = ctx.args;
    const { db, entries } = ctx;
    const entry = db.find(bytes, starts[2], ends[2]);
    if (entry === 0) {
      ctx.reply.nullBulk();
      return;
    }
    let size = entries.sizeOf(entry) + TABLE_BYTES_PER_KEY;
    if (entries.hasExpiry(entry)) size += TABLE_BYTES_PER_KEY;
    if (entries.isCollection(entry)) size += db.collectionOf(entry).bytesBySamples(samples) + COLLECTION_OBJECT_BYTES;
    ctx.reply.integer(size);
  },
});
