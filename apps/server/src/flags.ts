import { quoteArgument, splitArguments } from '@respite/server';

/** What the command line asks for. */
export type Invocation =
  | {
      readonly action: 'run';
      /** As it was written. */
      readonly configFile: string | undefined;
      /** Read more configuration from standard input, after the file. */
      readonly readsStandardInput: boolean;
      /** Configuration lines that the flags stand for, to be loaded last. */
      readonly options: string;
    }
  | { readonly action: 'version' }
  | { readonly action: 'help' }
  /** What is asked for cannot be done: print the reason on standard error and exit with 1. */
  | { readonly action: 'refuse'; readonly reason: string };

/** The forms of the command line that are not directives. The first argument decides. */
export const commandLineForms = [
  { syntax: '[path/to/redis.conf] [--directive value ...]', summary: 'Runs the server; flags override the file.' },
  { syntax: '[path/to/redis.conf] [--directive value ...] -', summary: 'Reads more of the file from standard input.' },
  { syntax: '--version | -v', summary: 'Prints the version.' },
  { syntax: '--help | -h', summary: 'Prints this.' },
] as const;

/** Flags of redis-server that ask for something a Node process cannot do. */
const REFUSED: Readonly<Record<string, string>> = {
  '--test-memory': 'A Node process cannot test the memory of the machine; memtester or memtest86+ can.',
  '--check-system': 'There is nothing to check: no setting of the kernel that redis-server warns of matters here.',
};

/**
 * Reads the arguments after the program's name by the rules of redis-server.
 *
 * A flag and the arguments up to the next flag become one line of configuration: `--port 6380 --save 60 1` becomes `port "6380"` and
 * `save "60" "1"`. Where a directive needs a value, an argument that begins with `--` is that value, as in `--logfile --my.log`.
 * `"--port 6380"` in one argument is taken as it stands. Only `--save` may lack its value, which then is empty.
 */
export function parseFlags(args: readonly string[]): Invocation {
  const [first] = args;
  if (first === '--version' || first === '-v') return { action: 'version' };
  if (first === '--help' || first === '-h') return { action: 'help' };
  if (first !== undefined && Object.hasOwn(REFUSED, first)) return { action: 'refuse', reason: REFUSED[first] };

  const configFile = first === undefined || first.startsWith('-') ? undefined : first;
  const start = configFile === undefined ? 0 : 1;
  let readsStandardInput = false;
  let options = '';
  let hasValue = true;
  for (let i = start; i < args.length; i++) {
    const arg = args[i];
    if (arg === '-' && (i === 0 || i === args.length - 1)) {
      readsStandardInput = true;
    } else if (hasValue && arg.startsWith('--')) {
      if (options !== '') options += '\n';
      options += `${arg.slice(2)} `;
      const isNameAlone = splitArguments(arg)?.length === 1;
      const isSaveWithoutValue =
        arg.toLowerCase() === '--save' && (i === args.length - 1 || args[i + 1].startsWith('--'));
      if (isSaveWithoutValue) options += '""';
      hasValue = !isNameAlone || isSaveWithoutValue;
    } else {
      options += `${quoteArgument(arg)} `;
      hasValue = true;
    }
  }
  return { action: 'run', configFile, readsStandardInput, options };
}
