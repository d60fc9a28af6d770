import type { CommandFacts } from '../command-meta/command-facts.ts';
import type { Context } from './context.ts';

/** A command: all its facts, and what it does. A container (CLIENT, CONFIG ...) has subcommands and may do nothing itself. */
export interface CommandSpec extends CommandFacts {
  execute?(ctx: Context): void;
  readonly subcommands?: readonly CommandSpec[];
}

/** Checks the type and gives the object back; where a command is defined, this is the word that a reader can search for. */
export function defineCommand<const Spec extends CommandSpec>(spec: Spec): Spec {
  return spec;
}
