import { utf8Bytes } from './byte-text.ts';
import { leadingInteger } from './leading-integer.ts';
import type { OutputMode } from './render-reply.ts';
import { parseServerUri, UriError } from './server-uri.ts';
import { unquoteArgument } from './split-line.ts';
import type { TlsFiles } from './tls-options.ts';

/** What the command line and the environment ask for. */
export interface Settings {
  host: string;
  port: number;
  /** Path of a Unix socket, which goes before host and port. */
  socket: string | undefined;
  user: string | undefined;
  password: string | undefined;
  askPassword: boolean;
  authWarning: boolean;
  database: number;
  protocol: 2 | 3 | undefined;
  /** How often the command runs; negative: without end. */
  repeat: number;
  intervalMs: number;
  lastArgumentFromStdin: boolean;
  /** The argument in whose place standard input is read. */
  stdinTag: string | undefined;
  quotedInput: boolean;
  /** undefined: by whether standard output is a terminal. */
  output: OutputMode | undefined;
  /** Between the elements of a raw reply. */
  delimiter: string;
  /** After each raw reply. */
  replyDelimiter: string;
  /** undefined: by whether standard output is a terminal. */
  showPushes: boolean | undefined;
  failOnError: boolean;
  /** List keys in place of running commands. */
  scan: boolean;
  pattern: Uint8Array | undefined;
  count: number;
  cluster: boolean;
  tls: boolean;
  tlsFiles: TlsFiles;
}

export type Invocation =
  /** Run `command`, or without one what is typed. */
  | { readonly action: 'run'; readonly settings: Settings; readonly command: readonly string[] }
  | { readonly action: 'help' }
  | { readonly action: 'version' }
  /** The command line cannot be followed: print the reason on standard error and exit with 1. */
  | { readonly action: 'refuse'; readonly reason: string };

export interface Flag {
  readonly names: readonly string[];
  /** What its value is called in the help; a flag without one takes none. */
  readonly value?: string;
  readonly summary: string;
  readonly set: (settings: Settings, value: string) => void;
}

class FlagError extends Error {}

/** The flags, in the order of the help. Their names and meanings are redis-cli's. */
export const flags: readonly Flag[] = [
  {
    names: ['-h'],
    value: 'host',
    summary: 'Host of the server (127.0.0.1).',
    set: (settings, value) => {
      settings.host = value;
    },
  },
  {
    names: ['-p'],
    value: 'port',
    summary: 'Port of the server (6379).',
    set: (settings, value) => {
      settings.port = portFrom(leadingInteger(value));
    },
  },
  {
    names: ['-s'],
    value: 'path',
    summary: 'Unix socket of the server, in place of host and port.',
    set: (settings, value) => {
      settings.socket = value;
    },
  },
  {
    names: ['-u'],
    value: 'uri',
    summary: 'All of it in one: redis://user:password@host:port/database; rediss:// is with --tls.',
    set: (settings, value) => {
      const uri = parseServerUri(value);
      settings.user = uri.user ?? settings.user;
      settings.password = uri.password ?? settings.password;
      settings.host = uri.host ?? settings.host;
      settings.port = portFrom(uri.port ?? settings.port);
      settings.database = uri.database ?? settings.database;
      settings.tls ||= uri.tls === true;
    },
  },
  {
    names: ['-a', '--pass'],
    value: 'password',
    summary: 'Password. The environment variable REDISCLI_AUTH (or RESPITECLI_AUTH) gives it more safely.',
    set: (settings, value) => {
      settings.password = value;
    },
  },
  {
    names: ['--user'],
    value: 'name',
    summary: 'User that the password belongs to.',
    set: (settings, value) => {
      settings.user = value;
    },
  },
  {
    names: ['--askpass'],
    summary: 'Asks for the password, and shows a star for each character.',
    set: (settings) => {
      settings.askPassword = true;
    },
  },
  {
    names: ['--no-auth-warning'],
    summary: 'No warning about a password on the command line.',
    set: (settings) => {
      settings.authWarning = false;
    },
  },
  {
    names: ['-n'],
    value: 'number',
    summary: 'Database.',
    set: (settings, value) => {
      settings.database = leadingInteger(value);
    },
  },
  {
    names: ['-2'],
    summary: 'Speaks RESP2.',
    set: (settings) => setProtocol(settings, 2),
  },
  {
    names: ['-3'],
    summary: 'Speaks RESP3.',
    set: (settings) => setProtocol(settings, 3),
  },
  {
    names: ['-r'],
    value: 'times',
    summary: 'Runs the command so often; -1: until Ctrl-C.',
    set: (settings, value) => {
      settings.repeat = leadingInteger(value);
    },
  },
  {
    names: ['-i'],
    value: 'seconds',
    summary: 'With -r or --scan, waits so long between two (0.1 is possible).',
    set: (settings, value) => {
      settings.intervalMs = Math.max(0, Number.parseFloat(value) * 1000 || 0);
    },
  },
  {
    names: ['-x'],
    summary: 'Reads the last argument from standard input.',
    set: (settings) => {
      settings.lastArgumentFromStdin = true;
    },
  },
  {
    names: ['-X'],
    value: 'tag',
    summary: 'Reads the argument that is this word from standard input.',
    set: (settings, value) => {
      settings.stdinTag = value;
    },
  },
  {
    names: ['--quoted-input'],
    summary: 'Arguments are quoted strings, such as \'"\\x00"\'.',
    set: (settings) => {
      settings.quotedInput = true;
    },
  },
  {
    names: ['-e'],
    summary: 'An error reply goes to standard error and ends the program with 1.',
    set: (settings) => {
      settings.failOnError = true;
    },
  },
  {
    names: ['-d'],
    value: 'delimiter',
    summary: 'Stands between the elements of a raw reply (a line end).',
    set: (settings, value) => {
      settings.delimiter = value;
    },
  },
  {
    names: ['-D'],
    value: 'delimiter',
    summary: 'Stands after each raw reply (a line end).',
    set: (settings, value) => {
      settings.replyDelimiter = value;
    },
  },
  {
    names: ['--raw'],
    summary: 'Replies as they are: the default if standard output is no terminal.',
    set: (settings) => {
      settings.output = 'raw';
    },
  },
  {
    names: ['--no-raw'],
    summary: 'Replies for people: the default on a terminal.',
    set: (settings) => {
      settings.output = 'tty';
    },
  },
  {
    names: ['--csv'],
    summary: 'Replies as CSV.',
    set: (settings) => {
      settings.output = 'csv';
    },
  },
  {
    names: ['--json'],
    summary: 'Replies as JSON, through RESP3 unless -2 says otherwise.',
    set: (settings) => {
      settings.output = 'json';
    },
  },
  {
    names: ['--quoted-json'],
    summary: 'Replies as JSON of ASCII alone: other bytes as \\\\x and two digits.',
    set: (settings) => {
      settings.output = 'quoted-json';
    },
  },
  {
    names: ['--show-pushes'],
    value: 'yes|no',
    summary: 'Whether push messages of RESP3 are printed (yes on a terminal).',
    set: (settings, value) => {
      const [letter] = value.toLowerCase();
      if (letter !== 'y' && letter !== 'n') throw new FlagError(`Unknown --show-pushes value '${value}' (yes or no)`);
      settings.showPushes = letter === 'y';
    },
  },
  {
    names: ['--scan'],
    summary: 'Lists all keys, by SCAN.',
    set: (settings) => {
      settings.scan = true;
    },
  },
  {
    names: ['--pattern'],
    value: 'pattern',
    summary: 'With --scan, lists the keys that match.',
    set: (settings, value) => {
      settings.pattern = utf8Bytes(value);
    },
  },
  {
    names: ['--quoted-pattern'],
    value: 'pattern',
    summary: 'The same as a quoted string.',
    set: (settings, value) => {
      const pattern = unquoteArgument(utf8Bytes(value));
      if (pattern === null) throw new FlagError('Invalid quoted string specified for --quoted-pattern.');
      settings.pattern = pattern;
    },
  },
  {
    names: ['--count'],
    value: 'number',
    summary: 'With --scan, about so many keys are looked at in one step (10).',
    set: (settings, value) => {
      settings.count = leadingInteger(value);
    },
  },
  {
    names: ['-c'],
    summary: 'Accepted for cluster mode, which respite-cli does not have yet: redirections are not followed.',
    set: (settings) => {
      settings.cluster = true;
    },
  },
  {
    names: ['--tls'],
    summary: 'Speaks TLS.',
    set: (settings) => {
      settings.tls = true;
    },
  },
  tlsFlag('--sni', 'host', 'With --tls, the name of the server that is asked for.', 'sni'),
  tlsFlag('--cacert', 'file', 'With --tls, certificates of those who may vouch for the server,', 'cacert'),
  tlsFlag(
    '--cacertdir',
    'folder',
    'or a folder of such. Without both, those that Node trusts; then the host counts too.',
    'cacertdir',
  ),
  {
    names: ['--insecure'],
    summary: 'With --tls, takes any certificate.',
    set: ({ tlsFiles }) => {
      tlsFiles.insecure = true;
    },
  },
  tlsFlag('--cert', 'file', 'With --tls, the certificate to show.', 'cert'),
  tlsFlag('--key', 'file', 'Its private key.', 'key'),
  tlsFlag('--tls-ciphers', 'list', 'With --tls, ciphers up to TLS 1.2, as OpenSSL names them.', 'ciphers'),
  tlsFlag('--tls-ciphersuites', 'list', 'With --tls, cipher suites of TLS 1.3.', 'ciphersuites'),
];

/** The files and names that --tls goes by, each a flag of its own. */
function tlsFlag(name: string, value: string, summary: string, field: Exclude<keyof TlsFiles, 'insecure'>): Flag {
  return {
    names: [name],
    value,
    summary,
    set: ({ tlsFiles }, given) => {
      tlsFiles[field] = given;
    },
  };
}

/** What else redis-cli has, to be told apart from a typing error. */
const FLAGS_NOT_YET: readonly string[] = [
  ...['--stat', '--latency', '--latency-history', '--latency-dist', '--lru-test', '--replica'],
  ...['--slave', '--rdb', '--functions-rdb', '--pipe', '--pipe-timeout', '--bigkeys', '--memkeys', '--memkeys-samples'],
  ...['--hotkeys', '--intrinsic-latency', '--eval', '--ldb'],
  ...['--ldb-sync-mode', '--cluster', '--verbose'],
];

const flagsByName = new Map(flags.flatMap((flag) => flag.names.map((name) => [name, flag] as const)));

/**
 * Reads the arguments after the program's name; the first that is no flag begins the command.
 *
 * The environment gives a password where the command line gives none.
 */
export function parseFlags(args: readonly string[], env: NodeJS.ProcessEnv = {}): Invocation {
  const settings = defaultSettings();
  let at = 0;
  try {
    for (; at < args.length && args[at].startsWith('-'); at++) {
      const name = args[at];
      const isLast = at === args.length - 1;
      if (name === '--help' || (name === '-h' && isLast)) return { action: 'help' };
      if (name === '--version' || name === '-v') return { action: 'version' };
      const flag = flagsByName.get(name);
      if (flag === undefined && FLAGS_NOT_YET.includes(name)) {
        return { action: 'refuse', reason: `respite-cli does not have ${name} yet.` };
      }
      if (flag === undefined || (flag.value !== undefined && isLast)) {
        return { action: 'refuse', reason: `Unrecognized option or bad number of args for: '${name}'` };
      }
      flag.set(settings, flag.value === undefined ? '' : args[++at]);
    }
    checkTogether(settings);
  } catch (error) {
    if (error instanceof FlagError || error instanceof UriError) return { action: 'refuse', reason: error.message };
    throw error;
  }
  // It was not on the command line, so there is nothing to warn of.
  if (settings.password === undefined) {
    settings.authWarning = false;
    settings.password = env.RESPITECLI_AUTH ?? env.REDISCLI_AUTH;
  }
  return { action: 'run', settings, command: args.slice(at) };
}

/** Whether a connection is to begin with HELLO 3. */
export function wantsResp3(settings: Settings): boolean {
  if (settings.protocol !== undefined) return settings.protocol === 3;
  return settings.output === 'json' || settings.output === 'quoted-json';
}

export function defaultSettings(): Settings {
  return {
    host: '127.0.0.1',
    port: 6379,
    socket: undefined,
    user: undefined,
    password: undefined,
    askPassword: false,
    authWarning: true,
    database: 0,
    protocol: undefined,
    repeat: 1,
    intervalMs: 0,
    lastArgumentFromStdin: false,
    stdinTag: undefined,
    quotedInput: false,
    output: undefined,
    delimiter: '\n',
    replyDelimiter: '\n',
    showPushes: undefined,
    failOnError: false,
    scan: false,
    pattern: undefined,
    count: 10,
    cluster: false,
    tls: false,
    tlsFiles: {},
  };
}

function checkTogether(settings: Settings): void {
  if (settings.cluster && settings.socket !== undefined) throw exclusive('-c', '-s');
  if (settings.lastArgumentFromStdin && settings.stdinTag !== undefined) throw exclusive('-x', '-X');
}

function setProtocol(settings: Settings, protocol: 2 | 3): void {
  if (settings.protocol !== undefined && settings.protocol !== protocol) throw exclusive('-2', '-3');
  settings.protocol = protocol;
}

function exclusive(one: string, other: string): FlagError {
  return new FlagError(`Options ${one} and ${other} are mutually exclusive.`);
}

function portFrom(port: number): number {
  if (port < 0 || port > 65535) throw new FlagError('Invalid server port.');
  return port;
}
