import { globMatches } from '@respite/bytes';
import { AclCategory, aclCategoriesOf } from '../../../command-meta/acl-categories.ts';
import type { KnownCommand } from '../../command-catalog.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { errors } from '../../reply-errors.ts';

export const commandList = defineCommand({
  name: 'COMMAND|LIST',
  group: 'server',
  since: '7.0.0',
  arity: -2,
  flags: 'loading stale',
  categories: 'connection',
  complexity: 'O(N)',
  summary: 'Lists the names of the commands, all or those that a filter lets pass.',
  syntax: '[FILTERBY filterby=<MODULE module-name|ACLCAT category|PATTERN pattern:pattern>]',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    const isShown = ctx.argc === 2 ? () => true : parseFilter(ctx);
    const names = everyCommand(ctx.server.commands.commands)
      .filter(isShown)
      .map((command) => command.fullName);
    ctx.reply.array(names.length);
    for (const name of names) ctx.reply.bulkText(name);
  },
});

/** `FILTERBY kind value` */
function parseFilter(ctx: Context): (command: KnownCommand) => boolean {
  if (ctx.argc !== 5 || !ctx.is(2, 'filterby')) throw errors.syntax;
  if (ctx.is(3, 'module')) return () => false;
  if (ctx.is(3, 'aclcat')) {
    const name = ctx.text(4).toLowerCase();
    const category = Object.hasOwn(AclCategory, name) ? AclCategory[name as keyof typeof AclCategory] : 0;
    return ({ flags, spec }) => (aclCategoriesOf(spec, flags) & category) !== 0;
  }
  if (!ctx.is(3, 'pattern')) throw errors.syntax;
  const { bytes, starts, ends } = ctx.args;
  const encoder = new TextEncoder();
  return ({ fullName }) => {
    const name = encoder.encode(fullName);
    return globMatches(bytes, starts[4], ends[4], name, 0, name.length, true);
  };
}

/** All commands, the subcommands behind their containers. */
function everyCommand(commands: readonly KnownCommand[]): KnownCommand[] {
  return commands.flatMap((command) => [command, ...everyCommand(command.subcommands?.commands ?? [])]);
}
