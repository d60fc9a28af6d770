import type { KnownCommand } from '../../command-catalog.ts';
import type { Context } from '../../context.ts';

const BAR = 0x7c;

/** The command named by argument `index`: "get", or "client|kill" for a subcommand. */
export function commandNamed(ctx: Context, index: number): KnownCommand | undefined {
  const { bytes, starts, ends } = ctx.args;
  const start = starts[index];
  const end = ends[index];
  const bar = bytes.subarray(start, end).indexOf(BAR);
  const { commands } = ctx.server;
  if (bar < 0) return commands.find(bytes, start, end);
  return commands.find(bytes, start, start + bar)?.subcommands?.find(bytes, start + bar + 1, end);
}

/** The command whose name and arguments are the arguments from `index` on. */
export function commandOfArguments(ctx: Context, index: number): KnownCommand | undefined {
  const { bytes, starts, ends, count } = ctx.args;
  const command = ctx.server.commands.find(bytes, starts[index], ends[index]);
  if (command?.subcommands === undefined || index + 1 === count) return command;
  return command.subcommands.find(bytes, starts[index + 1], ends[index + 1]);
}
