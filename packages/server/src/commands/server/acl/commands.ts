import { Verdict } from '../../../access-control/permission-check.ts';
import { AclCategory, type AclCategoryName } from '../../../command-meta/acl-categories.ts';
import type { ArgumentSlices } from '../../../command-meta/argument-slices.ts';
import { arityFits } from '../../../command-meta/command-meta.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { commandOfArguments } from '../command/find-command.ts';
import { byteArgument, replyByteText } from './byte-argument.ts';
import { tooManyArguments } from './too-many-arguments.ts';

export const aclCat = defineCommand({
  name: 'ACL|CAT',
  group: 'server',
  since: '6.0.0',
  arity: -2,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Lists the command categories, or the commands of one of them.',
  syntax: '[category]',
  execute(ctx) {
    if (ctx.argc > 3) return tooManyArguments(ctx);
    if (ctx.argc === 2) {
      replyTexts(ctx, Object.keys(AclCategory));
      return;
    }
    const name = ctx.quoted(2).toLowerCase();
    if (!Object.hasOwn(AclCategory, name)) {
      ctx.failQuoting(`ERR Unknown category '${ctx.quoted(2, 128)}'`);
      return;
    }
    const bit = AclCategory[name as AclCategoryName];
    const members = [...ctx.server.accessControl.users.commands.all()].filter(({ categories }) => categories & bit);
    replyTexts(
      ctx,
      members.map(({ fullName }) => fullName),
    );
  },
});

/** Where the command to be tried begins among the arguments. */
const FIRST = 3;

export const aclDryRun = defineCommand({
  name: 'ACL|DRYRUN',
  group: 'server',
  since: '7.0.0',
  arity: -4,
  flags: 'admin noscript loading stale',
  complexity: 'O(1)',
  summary: 'Says whether a user could run a command, without running it.',
  syntax: 'username command [arg...]',
  execute(ctx) {
    const { accessControl } = ctx.server;
    const user = accessControl.users.get(byteArgument(ctx, 2));
    if (user === undefined) {
      ctx.failQuoting(`ERR User '${ctx.quoted(2)}' not found`);
      return;
    }
    const command = commandOfArguments(ctx, FIRST);
    if (command === undefined) {
      ctx.failQuoting(`ERR Command '${ctx.quoted(FIRST)}' not found`);
      return;
    }
    if (!arityFits(command.arity, ctx.argc - FIRST)) {
      ctx.fail(`ERR wrong number of arguments for '${command.fullName}' command`);
      return;
    }
    const verdict = accessControl.check(user, command.id, argumentsFrom(ctx, FIRST));
    if (verdict === Verdict.permitted) {
      ctx.reply.ok();
      return;
    }
    const name = byteArgument(ctx, FIRST + accessControl.deniedArgument);
    const denied: Readonly<Record<number, string>> = {
      [Verdict.command]: `run the '${command.fullName}' command`,
      [Verdict.key]: `access the '${name}' key`,
      [Verdict.channel]: `access the '${name}' channel`,
    };
    replyByteText(ctx, `User ${user.name} has no permissions to ${denied[verdict]}`);
  },
});

function argumentsFrom(ctx: Context, first: number): ArgumentSlices {
  const { bytes, starts, ends, count } = ctx.args;
  return { bytes, count: count - first, starts: starts.subarray(first, count), ends: ends.subarray(first, count) };
}

function replyTexts({ reply }: Context, texts: readonly string[]): void {
  reply.array(texts.length);
  for (const text of texts) reply.bulkText(text);
}
