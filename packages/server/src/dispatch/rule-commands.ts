import { RuleCommands } from '../access-control/rule-commands.ts';
import type { CommandFacts } from '../command-meta/command-facts.ts';
import { allCommands } from '../commands/index.ts';
import type { Command } from './command.ts';
import type { CommandTable } from './command-table.ts';

/** The commands that access rules can name: all there are, renamed or not. Those in the table keep their ids. */
export function ruleCommands(table: CommandTable<Command>): RuleCommands {
  const ids = new Map<CommandFacts, number>();
  const collect = (commands: readonly Command[]): void => {
    for (const { spec, id, subcommands } of commands) {
      ids.set(spec, id);
      if (subcommands !== undefined) collect(subcommands.commands);
    }
  };
  collect(table.commands);
  return new RuleCommands(new Set([...allCommands, ...table.commands.map(({ spec }) => spec)]), ids);
}
