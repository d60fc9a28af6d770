import type { CommandFacts } from '../command-meta/command-facts.ts';

/** A command as commands about commands see it (COMMAND, INFO, ACL): what is known of it, not what it does. */
export interface KnownCommand {
  readonly spec: CommandFacts;
  /** Position in statistics. */
  readonly id: number;
  /** "get", "client|kill" */
  readonly fullName: string;
  readonly arity: number;
  /** Bits of CommandFlag. */
  readonly flags: number;
  readonly subcommands: CommandCatalog | undefined;
}

export interface CommandCatalog {
  readonly commands: readonly KnownCommand[];
  /** The command named by `bytes[start, end)` in any case. */
  find(bytes: Uint8Array, start: number, end: number): KnownCommand | undefined;
}
