import { commandDocs } from '../../../command-meta/command-docs.ts';
import { commandInfo } from '../../../command-meta/command-info.ts';
import type { KnownCommand } from '../../command-catalog.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { commandNamed } from './find-command.ts';
import { replyWithData } from './reply-data.ts';

export const commandCount = defineCommand({
  name: 'COMMAND|COUNT',
  group: 'server',
  since: '2.8.13',
  arity: 2,
  flags: 'loading stale',
  categories: 'connection',
  complexity: 'O(1)',
  summary: 'Gives the number of commands.',
  syntax: '',
  execute(ctx) {
    ctx.reply.integer(ctx.server.commands.commands.length);
  },
});

export const commandInfoCommand = defineCommand({
  name: 'COMMAND|INFO',
  group: 'server',
  since: '2.8.13',
  arity: -2,
  flags: 'loading stale',
  categories: 'connection',
  complexity: 'O(N)',
  summary: 'Describes the given commands, or all of them.',
  syntax: '[command-name...]',
  history: [['7.0.0', 'Without names it describes all commands.']],
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    if (ctx.argc === 2) {
      replyWithAllInfo(ctx);
      return;
    }
    ctx.reply.array(ctx.argc - 2);
    for (let i = 2; i < ctx.argc; i++) {
      const command = commandNamed(ctx, i);
      if (command === undefined) ctx.reply.nullBulk();
      else replyWithData(ctx.reply, commandInfo(command.spec));
    }
  },
});

export const commandDocsCommand = defineCommand({
  name: 'COMMAND|DOCS',
  group: 'server',
  since: '7.0.0',
  arity: -2,
  flags: 'loading stale',
  categories: 'connection',
  complexity: 'O(N)',
  summary: 'Gives the documentation of commands: summary, history, arguments.',
  syntax: '[command-name...]',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    const commands = ctx.argc === 2 ? ctx.server.commands.commands : namedCommands(ctx);
    ctx.reply.map(commands.length);
    for (const { fullName, spec } of commands) {
      ctx.reply.bulkText(fullName);
      replyWithData(ctx.reply, commandDocs(spec));
    }
  },
});

/** The commands whose names the arguments are; names that nothing has are passed over. */
function namedCommands(ctx: Context): KnownCommand[] {
  const commands: KnownCommand[] = [];
  for (let i = 2; i < ctx.argc; i++) {
    const command = commandNamed(ctx, i);
    if (command !== undefined) commands.push(command);
  }
  return commands;
}

/** COMMAND without a subcommand. */
export function replyWithAllInfo(ctx: Context): void {
  const { commands } = ctx.server.commands;
  ctx.reply.array(commands.length);
  for (const { spec } of commands) replyWithData(ctx.reply, commandInfo(spec));
}
