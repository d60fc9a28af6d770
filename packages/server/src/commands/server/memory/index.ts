import { defineCommand } from '../../define-command.ts';
import { helpSubcommand } from '../../help.ts';
import { memoryDoctor } from './doctor.ts';
import { memoryMallocStats } from './malloc-stats.ts';
import { memoryPurge } from './purge.ts';
import { memoryStats } from './stats.ts';
import { memoryUsage } from './usage.ts';

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
    memoryDoctor,
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
    memoryMallocStats,
    memoryPurge,
    memoryStats,
    memoryUsage,
  ],
});
