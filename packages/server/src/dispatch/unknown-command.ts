import type { Arguments } from '@respite/resp';
import { quoteArgument } from '../commands/quoted-argument.ts';

/** What an unknown command's error quotes of its name, and of its arguments together, in bytes. */
const QUOTED_MAX = 128;

/** @returns a line of which each character stands for a byte */
export function unknownCommand(args: Arguments): string {
  let quoted = '';
  for (let i = 1; i < args.count && quoted.length < QUOTED_MAX; i++) {
    quoted += `'${quoteArgument(args, i, QUOTED_MAX - quoted.length)}' `;
  }
  return `ERR unknown command '${quoteArgument(args, 0, QUOTED_MAX)}', with args beginning with: ${quoted}`;
}

/** @returns as `unknownCommand` */
export function unknownSubcommand(args: Arguments, container: string): string {
  return `ERR unknown subcommand '${quoteArgument(args, 1, QUOTED_MAX)}'. Try ${container.toUpperCase()} HELP.`;
}

/** Whether a browser or the like talks HTTP to us, most likely to do harm. */
export function isHttp(args: Arguments): boolean {
  const name = quoteArgument(args, 0, 6).toLowerCase();
  return name === 'post' || name === 'host:';
}
