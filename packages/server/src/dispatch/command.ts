import { CommandFlag, parseCommandFlags } from '../command-meta/command-flags.ts';
import type { KeyFinderName } from '../command-meta/key-finders.ts';
import type { KeySpec } from '../command-meta/key-spec.ts';
import type { Context } from '../commands/context.ts';
import type { CommandSpec } from '../commands/define-command.ts';
import { CommandTable } from './command-table.ts';

/** A command as the dispatcher meets it: what its facts say, ready to be tested, and a number for its statistics. */
export class Command {
  readonly spec: CommandSpec;
  /** Position in statistics. */
  readonly id: number;
  /** As in COMMAND and error texts: "get", "client|kill". */
  readonly fullName: string;
  /** The word that is matched: "get", "kill". */
  readonly word: string;
  readonly arity: number;
  /** Bits of CommandFlag. */
  readonly flags: number;
  readonly isWrite: boolean;
  readonly isReadOnly: boolean;
  /** Where its keys are: see `findKeys`. */
  readonly keySpecs: readonly KeySpec[];
  readonly keyFinder: KeyFinderName | undefined;
  /** Takes the same short time whenever it is called. */
  readonly isConstantTime: boolean;
  readonly execute: (ctx: Context) => void;
  readonly subcommands: CommandTable<Command> | undefined;

  /** @param name by which clients call it, in lower case; a subcommand's own without its container */
  constructor(spec: CommandSpec, nextId: () => number, name?: string) {
    this.spec = spec;
    this.id = nextId();
    this.fullName = spec.name.toLowerCase();
    this.word = name ?? this.fullName.slice(this.fullName.indexOf('|') + 1);
    this.arity = spec.arity;
    this.flags = parseCommandFlags(spec.flags);
    this.isWrite = (this.flags & CommandFlag.write) !== 0;
    this.isReadOnly = (this.flags & CommandFlag.readonly) !== 0;
    this.keySpecs = spec.keys ?? [];
    this.keyFinder = spec.keyFinder;
    this.isConstantTime = (this.flags & CommandFlag.fast) !== 0 || spec.complexity === 'O(1)';
    this.execute = spec.execute ?? nothing;
    this.subcommands = spec.subcommands && new CommandTable(spec.subcommands.map((sub) => new Command(sub, nextId)));
  }
}

/** A container without its subcommand is refused before it could run. */
function nothing(): void {}
