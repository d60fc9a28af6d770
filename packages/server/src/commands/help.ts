import type { CommandFacts } from '../command-meta/command-facts.ts';
import { parseSyntax } from '../command-meta/syntax.ts';
import { usageLine } from '../command-meta/usage-line.ts';
import type { Context } from './context.ts';
import { type CommandSpec, defineCommand } from './define-command.ts';

/** One entry of a HELP reply: how it is called, and what it does. */
export interface HelpEntry {
  readonly usage: string;
  readonly summary: string;
}

/** Replies with help as redis-cli shows it: a line for each call, and below it what it does. */
export function replyWithHelp(ctx: Context, container: string, entries: readonly HelpEntry[]): void {
  const { reply } = ctx;
  reply.array(entries.length * 2 + 3);
  reply.simple(`${container} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`);
  for (const { usage, summary } of entries) {
    reply.simple(usage);
    reply.simple(`    ${summary}`);
  }
  reply.simple('HELP');
  reply.simple('    Print this help.');
}

/**
 * The HELP subcommand of a container, made from the facts of its other subcommands.
 *
 * @param shortUsage what to print for subcommands that take too many kinds of arguments to print them all
 */
export function helpSubcommand(facts: CommandFacts, shortUsage: Readonly<Record<string, string>> = {}): CommandSpec {
  return defineCommand({
    ...facts,
    execute(ctx) {
      const { bytes, starts, ends } = ctx.args;
      const container = ctx.server.commands.find(bytes, starts[0], ends[0])!.spec;
      const entries = (container.subcommands ?? [])
        .filter((subcommand) => subcommand.name !== facts.name)
        .map((subcommand) => ({
          usage: shortUsage[subcommand.name] ?? usageOf(subcommand),
          summary: subcommand.summary,
        }));
      replyWithHelp(ctx, container.name, entries);
    },
  });
}

function usageOf({ name, syntax }: CommandFacts): string {
  const word = name.slice(name.indexOf('|') + 1);
  return syntax === '' ? word : `${word} ${usageLine(parseSyntax(syntax))}`;
}
