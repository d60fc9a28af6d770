import { equalsIgnoreCase } from '@respite/bytes';
import { AclCategory, type AclCategoryName } from '../command-meta/acl-categories.ts';
import type { ArgumentSlices } from '../command-meta/argument-slices.ts';
import { hasBlankOrZero } from './byte-text.ts';
import type { RuleCommand, RuleCommands } from './rule-commands.ts';
import { type RuleFault, ruleFaults } from './rule-faults.ts';

/** The commands that a selector permits: a bit for each, and the rules that led to them, by which they are shown. */
export class PermittedCommands {
  readonly #commands: RuleCommands;
  readonly #bits: Uint32Array;
  /** Rules in the order given, without those that later ones made pointless: '+get', '-@write', '+select|0'. */
  #rules: string[] = [];
  /** First arguments with which a command may be called that is not permitted otherwise; by id, in lower case. */
  readonly #firstArguments = new Map<number, string[]>();
  /** It began with +@all: commands that a later version brings are permitted too. */
  #beganWithAll = false;
  /** Every command is permitted. */
  areAll = false;

  constructor(commands: RuleCommands) {
    this.#commands = commands;
    this.#bits = new Uint32Array((commands.byId.length >>> 5) + 1);
  }

  copy(): PermittedCommands {
    const copy = new PermittedCommands(this.#commands);
    copy.#bits.set(this.#bits);
    copy.#rules = [...this.#rules];
    for (const [id, words] of this.#firstArguments) copy.#firstArguments.set(id, [...words]);
    copy.#beganWithAll = this.#beganWithAll;
    copy.areAll = this.areAll;
    return copy;
  }

  /** Whether the command may be called with these arguments, as far as keys and channels do not matter. */
  permits(command: RuleCommand, args: ArgumentSlices): boolean {
    if (this.areAll || command.needsNoPermission) return true;
    const { id } = command;
    if ((this.#bits[id >>> 5] & (1 << (id & 31))) !== 0) return true;
    const words = this.#firstArguments.get(id);
    if (words === undefined || args.count < 2) return false;
    const { bytes, starts, ends } = args;
    return words.some((word) => equalsIgnoreCase(bytes, starts[1], ends[1], word));
  }

  setAll(permitted: boolean): void {
    this.#bits.fill(permitted ? 0xffffffff : 0);
    this.#rules = [];
    this.#firstArguments.clear();
    this.#beganWithAll = this.areAll = permitted;
  }

  /** @param rule with its sign: '+get', '-client|kill', '+@read', '+select|0' */
  apply(rule: string): RuleFault | undefined {
    const permitted = rule.startsWith('+');
    const name = rule.slice(1);
    if (name.startsWith('@')) return this.#setCategory(name.toLowerCase(), permitted);
    const bar = name.lastIndexOf('|');
    if (permitted && bar >= 0) return this.#permitWithArgument(name, bar);
    const command = this.#commands.find(name);
    if (command === undefined) return ruleFaults.unknownCommand;
    this.#setCommand(command, permitted);
    this.#note(command.fullName, permitted);
    return undefined;
  }

  /** The rules that give the same permissions, beginning with +@all or -@all. */
  describe(): string {
    return [this.#beganWithAll ? '+@all' : '-@all', ...this.#rules].join(' ');
  }

  #setCategory(name: string, permitted: boolean): RuleFault | undefined {
    if (!Object.hasOwn(AclCategory, name.slice(1))) return ruleFaults.unknownCommand;
    const bit = AclCategory[name.slice(1) as AclCategoryName];
    this.#note(name, permitted);
    for (const command of this.#commands.all()) {
      if ((command.categories & bit) !== 0) this.#setCommand(command, permitted);
    }
    return undefined;
  }

  /** `+config|get` permits a subcommand, `+select|0` a command with one first argument. */
  #permitWithArgument(name: string, bar: number): RuleFault | undefined {
    const word = name.slice(bar + 1).toLowerCase();
    const container = this.#commands.find(name.slice(0, bar));
    if (container === undefined) return ruleFaults.unknownCommand;
    if (container.isSubcommand) return ruleFaults.firstArgumentOfSubcommand;
    if (word === '') return ruleFaults.syntax;
    if (container.subcommands !== undefined) {
      const command = container.subcommands.get(word);
      if (command === undefined) return ruleFaults.unknownCommand;
      this.#setCommand(command, true);
    } else {
      // Such a rule could not be written down.
      if (hasBlankOrZero(word)) return ruleFaults.syntax;
      const words = this.#firstArguments.get(container.id) ?? [];
      if (!words.includes(word)) words.push(word);
      this.#firstArguments.set(container.id, words);
    }
    this.#note(name.toLowerCase(), true);
    return undefined;
  }

  /** A container is permitted or refused with its subcommands. */
  #setCommand(command: RuleCommand, permitted: boolean): void {
    this.#setBit(command.id, permitted);
    this.#firstArguments.delete(command.id);
    if (command.subcommands === undefined) return;
    for (const sub of command.subcommands.values()) this.#setBit(sub.id, permitted);
  }

  #setBit(id: number, permitted: boolean): void {
    if (permitted) this.#bits[id >>> 5] |= 1 << (id & 31);
    else {
      this.#bits[id >>> 5] &= ~(1 << (id & 31));
      this.areAll = false;
    }
  }

  /** Keeps the rule, and forgets earlier ones about the same command or category, or about subcommands of it. */
  #note(name: string, permitted: boolean): void {
    this.#rules = this.#rules.filter((rule) => rule.slice(1) !== name && !rule.startsWith(`${name}|`, 1));
    this.#rules.push(`${permitted ? '+' : '-'}${name}`);
  }
}
