import type { ChannelAccess } from './channel-access.ts';
import type { KeyFinderName } from './key-finders.ts';
import type { KeySpec } from './key-spec.ts';

/** The groups of COMMAND DOCS. */
export type CommandGroup =
  | 'bitmap'
  | 'cluster'
  | 'connection'
  | 'generic'
  | 'geo'
  | 'hash'
  | 'hyperloglog'
  | 'list'
  | 'pubsub'
  | 'scripting'
  | 'sentinel'
  | 'server'
  | 'set'
  | 'sorted-set'
  | 'stream'
  | 'string'
  | 'transactions';

/**
 * All that is known of a command without running it. COMMAND and its subcommands, ACL rules, the check of the number of
 * arguments, the client's help and docs/commands.md derive from it. Data only; what a command does stands beside it.
 */
export interface CommandFacts {
  /** 'SET'; a subcommand carries its container: 'CLIENT|LIST'. */
  readonly name: string;
  readonly group: CommandGroup;
  /** The version that brought the command: of Redis, or of the server named in `origin`. */
  readonly since: string;
  /** Only for commands that Redis does not have. */
  readonly origin?: 'valkey';
  /** Number of arguments with the command's own name (for a subcommand: both names); negative: at least so many. */
  readonly arity: number;
  /** Words of CommandFlag: 'write denyoom fast'. */
  readonly flags: string;
  /** Words of AclCategory that neither group nor flags imply; '-keyspace' takes the group's away. */
  readonly categories?: string;
  readonly complexity: string;
  /** One sentence of at most 100 characters. */
  readonly summary: string;
  /** Where the keys stand; none: the command has no keys. */
  readonly keys?: readonly KeySpec[];
  /** Finds the keys where the specs alone cannot. */
  readonly keyFinder?: KeyFinderName;
  /** What the arguments from the first on mean for pub/sub, which ACL rules check. */
  readonly channels?: ChannelAccess;
  /** The arguments in the notation of syntax.ts; '' for none. */
  readonly syntax: string;
  /** Versions and what they changed, oldest first, as far as the `^version` marks in the syntax do not say it already. */
  readonly history?: readonly (readonly [since: string, change: string])[];
  readonly deprecated?: { readonly since: string; readonly replacedBy?: string };
  /** An internal command, which people have no reason to send. */
  readonly docFlags?: 'syscmd';
  /** Words for clients and proxies, as in COMMAND INFO: 'nondeterministic_output request_policy:all_shards'. */
  readonly tips?: string;
  /** The command only leads to its subcommands. */
  readonly container?: true;
  readonly subcommands?: readonly CommandFacts[];
}
