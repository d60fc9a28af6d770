import type { CommandFacts } from '../src/command-meta/command-facts.ts';
import { parseSyntax } from '../src/command-meta/syntax.ts';
import { usageLine } from '../src/command-meta/usage-line.ts';
import { allCommands } from '../src/commands/index.ts';

/** docs/commands.md: every command with its arguments and what it does, by group. */
export function commandPage(): string {
  const groups = [...new Set(allCommands.map(({ group }) => group))].sort();
  const parts = [
    '# Commands',
    '',
    'Made from the facts beside each command in the source (`npm run docs`); a test keeps it true.',
    '`COMMAND DOCS` of a running server tells the same.',
  ];
  for (const group of groups) {
    const commands = allCommands.filter((command) => command.group === group);
    parts.push('', `## ${group}`, '', '| command | what it does | time | since |', '|---|---|---|---|');
    for (const command of commands.flatMap(withSubcommands).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      parts.push(row(command));
    }
  }
  return `${parts.join('\n')}\n`;
}

function withSubcommands(command: CommandFacts): CommandFacts[] {
  return command.subcommands === undefined ? [command] : [...command.subcommands];
}

function row(facts: CommandFacts): string {
  const usage = `${facts.name.replace('|', ' ')} ${usageLine(parseSyntax(facts.syntax))}`.trim();
  const since = facts.origin === 'valkey' ? `Valkey ${facts.since}` : facts.since;
  return `| \`${usage.replaceAll('|', '\\|')}\` | ${facts.summary} | ${facts.complexity.replaceAll('|', '\\|')} | ${since} |`;
}
