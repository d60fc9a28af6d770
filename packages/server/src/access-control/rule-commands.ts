import { aclCategoriesOf } from '../command-meta/acl-categories.ts';
import type { ChannelAccess } from '../command-meta/channel-access.ts';
import type { CommandFacts } from '../command-meta/command-facts.ts';
import { CommandFlag, parseCommandFlags } from '../command-meta/command-flags.ts';
import { type KeyedCommand, mayHaveKeys } from '../command-meta/find-keys.ts';
import type { KeyFinderName } from '../command-meta/key-finders.ts';
import type { KeySpec } from '../command-meta/key-spec.ts';

/** A command as rules see it. */
export class RuleCommand implements KeyedCommand {
  /** Its bit in the sets of permitted commands. */
  readonly id: number;
  /** "get", "client|kill" */
  readonly fullName: string;
  /** Bits of AclCategory. */
  readonly categories: number;
  /** Everybody may run it: AUTH, HELLO, QUIT, RESET. */
  readonly needsNoPermission: boolean;
  readonly keySpecs: readonly KeySpec[];
  readonly keyFinder: KeyFinderName | undefined;
  readonly mayHaveKeys: boolean;
  /** How it uses the channels among its arguments, as far as that needs permission. */
  readonly channels: ChannelAccess | undefined;
  readonly isSubcommand: boolean;
  readonly subcommands: ReadonlyMap<string, RuleCommand> | undefined;

  constructor(facts: CommandFacts, idOf: (facts: CommandFacts) => number, isSubcommand = false) {
    const flags = parseCommandFlags(facts.flags);
    this.id = idOf(facts);
    this.fullName = facts.name.toLowerCase();
    this.categories = aclCategoriesOf(facts, flags);
    this.needsNoPermission = (flags & CommandFlag.no_auth) !== 0;
    this.keySpecs = facts.keys ?? [];
    this.keyFinder = facts.keyFinder;
    this.mayHaveKeys = mayHaveKeys(this);
    const { channels } = facts;
    this.channels = channels === 'unsubscribe' || channels === 'punsubscribe' ? undefined : channels;
    this.isSubcommand = isSubcommand;
    this.subcommands =
      facts.subcommands &&
      new Map(
        facts.subcommands.map((sub) => [
          sub.name.slice(sub.name.indexOf('|') + 1).toLowerCase(),
          new RuleCommand(sub, idOf, true),
        ]),
      );
  }
}

/** All commands that rules can name, by their own names: what `rename-command` does makes no difference to rules. */
export class RuleCommands {
  readonly commands: readonly RuleCommand[];
  /** Commands and subcommands by id; ids of commands that cannot be called lie behind the others. */
  readonly byId: readonly RuleCommand[];
  readonly #byName: ReadonlyMap<string, RuleCommand>;

  /** @param ids of the commands that can be called, by their facts: 0 and up, without gaps */
  constructor(facts: Iterable<CommandFacts>, ids: ReadonlyMap<CommandFacts, number>) {
    let next = ids.size;
    this.commands = Array.from(facts, (each) => new RuleCommand(each, (of) => ids.get(of) ?? next++));
    this.#byName = new Map(this.commands.map((command) => [command.fullName, command]));
    const byId: RuleCommand[] = [];
    for (const command of this.all()) byId[command.id] = command;
    this.byId = byId;
  }

  /** Commands, each followed by its subcommands. */
  *all(): Generator<RuleCommand> {
    for (const command of this.commands) {
      yield command;
      if (command.subcommands !== undefined) yield* command.subcommands.values();
    }
  }

  /** @param name "get", "client|kill", in any case */
  find(name: string): RuleCommand | undefined {
    const [word, sub, ...more] = name.toLowerCase().split('|');
    const command = this.#byName.get(word);
    if (sub === undefined || command === undefined) return command;
    return more.length > 0 ? undefined : command.subcommands?.get(sub);
  }
}
