import type { CommandLog } from '../../observability/command-log.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { helpSubcommand } from '../help.ts';

const COUNT_BY_DEFAULT = 10;
const invalidCount = new CommandError('ERR count should be greater than or equal to -1');

/** Argument `index` as a number of entries; -1: all of them. @throws CommandError */
export function entryCount(ctx: Context, index: number): number {
  const count = ctx.integer(index, invalidCount);
  if (count < -1) throw invalidCount;
  return count === -1 ? Number.POSITIVE_INFINITY : count;
}

/** The latest entries of a log, six facts each. */
export function replyWithEntries({ reply }: Context, log: CommandLog, most: number): void {
  const entries = log.latest(most);
  reply.array(entries.length);
  for (const { address, args, clientName, id, time, value } of entries) {
    reply.array(6);
    reply.integer(id);
    reply.integer(time);
    reply.integer(value);
    reply.array(args.length);
    for (const arg of args) reply.bulk(arg, 0, arg.length);
    reply.bulkText(address);
    reply.bulkText(clientName);
  }
}

const slowlogGet = defineCommand({
  name: 'SLOWLOG|GET',
  group: 'server',
  since: '2.2.12',
  arity: -2,
  flags: 'admin loading stale',
  complexity: 'O(N)',
  summary: 'Lists the latest entries of the slow log.',
  syntax: '[count:integer]',
  history: [['4.0.0', 'Shows the address and the name of the client.']],
  tips: 'request_policy:all_nodes nondeterministic_output',
  execute(ctx) {
    if (ctx.argc > 3) {
      ctx.failQuoting(
        `ERR unknown subcommand or wrong number of arguments for '${ctx.quoted(1, 128)}'. Try SLOWLOG HELP.`,
      );
      return;
    }
    const most = ctx.argc === 3 ? entryCount(ctx, 2) : COUNT_BY_DEFAULT;
    replyWithEntries(ctx, ctx.server.observability.slow, most);
  },
});

const slowlogLen = defineCommand({
  name: 'SLOWLOG|LEN',
  group: 'server',
  since: '2.2.12',
  arity: 2,
  flags: 'admin loading stale',
  complexity: 'O(1)',
  summary: 'Gives the number of entries in the slow log.',
  syntax: '',
  tips: 'request_policy:all_nodes response_policy:agg_sum nondeterministic_output',
  execute(ctx) {
    ctx.reply.integer(ctx.server.observability.slow.length);
  },
});

const slowlogReset = defineCommand({
  name: 'SLOWLOG|RESET',
  group: 'server',
  since: '2.2.12',
  arity: 2,
  flags: 'admin loading stale',
  complexity: 'O(N)',
  summary: 'Empties the slow log.',
  syntax: '',
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    ctx.server.observability.slow.clear();
    ctx.reply.ok();
  },
});

export const slowlog = defineCommand({
  name: 'SLOWLOG',
  group: 'server',
  since: '2.2.12',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about the log of slow commands.',
  syntax: '',
  container: true,
  subcommands: [
    slowlogGet,
    helpSubcommand({
      name: 'SLOWLOG|HELP',
      group: 'server',
      since: '6.2.0',
      arity: 2,
      flags: 'loading stale',
      complexity: 'O(1)',
      summary: 'Lists the subcommands of SLOWLOG.',
      syntax: '',
    }),
    slowlogLen,
    slowlogReset,
  ],
});
