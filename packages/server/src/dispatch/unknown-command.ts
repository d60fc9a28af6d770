import type { Arguments } from '@respite/resp';

/** What an unknown command's error quotes of its arguments, in bytes. */
const QUOTED_MAX = 128;

export function unknownCommand(args: Arguments): string {
  let quoted = '';
  for (let i = 1; i < args.count && quoted.length < QUOTED_MAX; i++) {
    quoted += `'${args.text(i).slice(0, QUOTED_MAX - quoted.length)}' `;
  }
  return `ERR unknown command '${args.text(0).slice(0, QUOTED_MAX)}', with args beginning with: ${quoted}`;
}

export function unknownSubcommand(args: Arguments, container: string): string {
  return `ERR unknown subcommand '${args.text(1).slice(0, QUOTED_MAX)}'. Try ${container.toUpperCase()} HELP.`;
}
