import type { CommandLog } from '../../observability/command-log.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { helpSubcommand } from '../help.ts';
import { entryCount, replyWithEntries } from './slowlog.ts';

const unknownType = new CommandError('ERR type should be one of the following: slow, large-request, large-reply');

/** The log that argument `index` names. @throws CommandError */
function logNamed(ctx: Context, index: number): CommandLog {
  const { observability } = ctx.server;
  if (ctx.is(index, 'slow')) return observability.slow;
  if (ctx.is(index, 'large-request')) return observability.largeRequests;
  if (ctx.is(index, 'large-reply')) return observability.largeReplies;
  throw unknownType;
}

const commandlogGet = defineCommand({
  name: 'COMMANDLOG|GET',
  group: 'server',
  since: '8.1.0',
  origin: 'valkey',
  arity: 4,
  flags: 'admin loading stale',
  complexity: 'O(N)',
  summary: 'Lists the latest entries of one of the command logs.',
  syntax: 'count:integer type=<SLOW|LARGE-REQUEST|LARGE-REPLY>',
  tips: 'request_policy:all_nodes nondeterministic_output',
  execute(ctx) {
    const log = logNamed(ctx, 3);
    replyWithEntries(ctx, log, entryCount(ctx, 2));
  },
});

const commandlogLen = defineCommand({
  name: 'COMMANDLOG|LEN',
  group: 'server',
  since: '8.1.0',
  origin: 'valkey',
  arity: 3,
  flags: 'admin loading stale',
  complexity: 'O(1)',
  summary: 'Gives the number of entries in one of the command logs.',
  syntax: 'type=<SLOW|LARGE-REQUEST|LARGE-REPLY>',
  tips: 'request_policy:all_nodes response_policy:agg_sum nondeterministic_output',
  execute(ctx) {
    ctx.reply.integer(logNamed(ctx, 2).length);
  },
});

const commandlogReset = defineCommand({
  name: 'COMMANDLOG|RESET',
  group: 'server',
  since: '8.1.0',
  origin: 'valkey',
  arity: 3,
  flags: 'admin loading stale',
  complexity: 'O(N)',
  summary: 'Empties one of the command logs.',
  syntax: 'type=<SLOW|LARGE-REQUEST|LARGE-REPLY>',
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    logNamed(ctx, 2).clear();
    ctx.reply.ok();
  },
});

export const commandlog = defineCommand({
  name: 'COMMANDLOG',
  group: 'server',
  since: '8.1.0',
  origin: 'valkey',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about slow commands and large requests and replies.',
  syntax: '',
  container: true,
  subcommands: [
    commandlogGet,
    helpSubcommand({
      name: 'COMMANDLOG|HELP',
      group: 'server',
      since: '8.1.0',
      origin: 'valkey',
      arity: 2,
      flags: 'loading stale',
      complexity: 'O(1)',
      summary: 'Lists the subcommands of COMMANDLOG.',
      syntax: '',
    }),
    commandlogLen,
    commandlogReset,
  ],
});
