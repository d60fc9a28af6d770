import type { CommandSpec } from '../commands/define-command.ts';
import { allCommands } from '../commands/index.ts';

/** By what names clients call commands: their own, unless `rename-command` gave them others, or none. */
export class CommandNames {
  readonly #byName = new Map<string, CommandSpec>(allCommands.map((spec) => [spec.name.toLowerCase(), spec]));

  /**
   * @param to the new name; '' to take the command away
   * @returns the reason why not
   */
  rename(from: string, to: string): string | undefined {
    const spec = this.#byName.get(from.toLowerCase());
    if (spec === undefined) return 'No such command in rename-command';
    if (to !== '' && to.toLowerCase() !== from.toLowerCase() && this.#byName.has(to.toLowerCase())) {
      return 'Target command name already exists';
    }
    this.#byName.delete(from.toLowerCase());
    if (to !== '') this.#byName.set(to.toLowerCase(), spec);
    return undefined;
  }

  /** Names in lower case, and the commands that they mean. */
  [Symbol.iterator](): IterableIterator<[name: string, spec: CommandSpec]> {
    return this.#byName.entries();
  }
}
