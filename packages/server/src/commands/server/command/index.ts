import { defineCommand } from '../../define-command.ts';
import { helpSubcommand } from '../../help.ts';
import { commandCount, commandDocsCommand, commandInfoCommand, replyWithAllInfo } from './command-info.ts';
import { commandGetKeys, commandGetKeysAndFlags } from './command-keys.ts';
import { commandList } from './command-list.ts';

export const command = defineCommand({
  name: 'COMMAND',
  group: 'server',
  since: '2.8.13',
  arity: -1,
  flags: 'loading stale',
  categories: 'connection',
  complexity: 'O(N)',
  summary: 'Describes all commands of the server.',
  syntax: '',
  tips: 'nondeterministic_output_order',
  container: true,
  subcommands: [
    commandCount,
    commandDocsCommand,
    commandGetKeys,
    commandGetKeysAndFlags,
    helpSubcommand({
      name: 'COMMAND|HELP',
      group: 'server',
      since: '5.0.0',
      arity: 2,
      flags: 'loading stale',
      categories: 'connection',
      complexity: 'O(1)',
      summary: 'Lists the subcommands of COMMAND.',
      syntax: '',
    }),
    commandInfoCommand,
    commandList,
  ],
  execute: replyWithAllInfo,
});
