import { encodingName, integerValue, KIND_STRING, STRING_INTEGER } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { helpSubcommand } from '../help.ts';

const ADVICE =
  'Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.';
const idleTimeNotTracked = new CommandError(
  `ERR An LFU maxmemory policy is selected, idle time not tracked. ${ADVICE}`,
);
const frequencyNotTracked = new CommandError(
  `ERR An LFU maxmemory policy is not selected, access frequency not tracked. ${ADVICE}`,
);

/** Redis keeps one object for each of these numbers, and says that it is shared by so many. */
const SHARED_INTEGERS = 10_000;
const SHARED_REFERENCES = 2_147_483_647;

export const object = defineCommand({
  name: 'OBJECT',
  group: 'generic',
  since: '2.2.3',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands that look at how a value is stored.',
  syntax: '',
  container: true,
  subcommands: [
    defineCommand({
      name: 'OBJECT|ENCODING',
      group: 'generic',
      since: '2.2.3',
      arity: 3,
      flags: 'readonly',
      complexity: 'O(1)',
      summary: 'Names the internal representation of a value.',
      keys: [keyRange('RO', 2)],
      syntax: 'key',
      tips: 'nondeterministic_output',
      execute(ctx) {
        const entry = find(ctx);
        if (entry === 0) ctx.reply.nullBulk();
        else ctx.reply.bulkText(encodingName(ctx.entries.kind(entry), ctx.entries.encoding(entry)));
      },
    }),
    defineCommand({
      name: 'OBJECT|FREQ',
      group: 'generic',
      since: '4.0.0',
      arity: 3,
      flags: 'readonly',
      complexity: 'O(1)',
      summary: 'Gives the logarithmic access counter of a key under an LFU eviction policy.',
      keys: [keyRange('RO', 2)],
      syntax: 'key',
      tips: 'nondeterministic_output',
      execute(ctx) {
        const { accessClock } = ctx.server;
        const entry = find(ctx);
        if (entry === 0) ctx.reply.nullBulk();
        else if (!accessClock.countsFrequency) throw frequencyNotTracked;
        else ctx.reply.integer(accessClock.frequency(ctx.entries, entry));
      },
    }),
    defineCommand({
      name: 'OBJECT|IDLETIME',
      group: 'generic',
      since: '2.2.3',
      arity: 3,
      flags: 'readonly',
      complexity: 'O(1)',
      summary: 'Gives the seconds since a key was last used.',
      keys: [keyRange('RO', 2)],
      syntax: 'key',
      tips: 'nondeterministic_output',
      execute(ctx) {
        const { accessClock } = ctx.server;
        const entry = find(ctx);
        if (entry === 0) ctx.reply.nullBulk();
        else if (accessClock.countsFrequency) throw idleTimeNotTracked;
        else ctx.reply.integer(accessClock.idleSeconds(ctx.entries, entry));
      },
    }),
    defineCommand({
      name: 'OBJECT|REFCOUNT',
      group: 'generic',
      since: '2.2.3',
      arity: 3,
      flags: 'readonly',
      complexity: 'O(1)',
      summary: 'Gives the number of references to a value.',
      keys: [keyRange('RO', 2)],
      syntax: 'key',
      tips: 'nondeterministic_output',
      execute(ctx) {
        const entry = find(ctx);
        if (entry === 0) ctx.reply.nullBulk();
        else ctx.reply.integer(isSharedInRedis(ctx, entry) ? SHARED_REFERENCES : 1);
      },
    }),
    helpSubcommand({
      name: 'OBJECT|HELP',
      group: 'generic',
      since: '6.2.0',
      arity: 2,
      flags: 'loading stale',
      complexity: 'O(1)',
      summary: 'Lists the subcommands of OBJECT.',
      syntax: '',
    }),
  ],
});

/** The entry of the key in question, or 0; looking at it is no use of it, and not finding it no miss. */
/** It counts as a look-up, but is no use of the key, and no event tells of a miss. */
function find(ctx: Context): number {
  const { bytes, starts, ends } = ctx.args;
  const { counters } = ctx.server;
  const entry = ctx.db.find(bytes, starts[2], ends[2]);
  if (entry === 0) counters.keyspaceMisses++;
  else counters.keyspaceHits++;
  return entry;
}

/** Not where each needs an access clock of its own: `maxmemory` with a policy that goes by use. */
function isSharedInRedis(ctx: Context, entry: number): boolean {
  const { entries } = ctx;
  const { maxmemory, maxmemoryPolicy } = ctx.server.config;
  if (maxmemory !== 0 && /l(ru|fu|rm)$/.test(maxmemoryPolicy)) return false;
  if (entries.kind(entry) !== KIND_STRING || entries.encoding(entry) !== STRING_INTEGER) return false;
  const value = integerValue(entries, entry);
  return value >= 0 && value < SHARED_INTEGERS;
}
