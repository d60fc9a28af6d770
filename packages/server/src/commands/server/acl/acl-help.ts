import type { CommandSpec } from '../../define-command.ts';
import { helpSubcommand } from '../../help.ts';

export const aclHelp: CommandSpec = helpSubcommand({
  name: 'ACL|HELP',
  group: 'server',
  since: '6.0.0',
  arity: 2,
  flags: 'loading stale',
  complexity: 'O(1)',
  summary: 'Lists the subcommands of ACL.',
  syntax: '',
});
