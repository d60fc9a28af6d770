import type { ArgumentSlices } from '../command-meta/argument-slices.ts';
import { findKeys } from '../command-meta/find-keys.ts';
import { KeyPositions } from '../command-meta/key-positions.ts';
import type { RuleCommand } from './rule-commands.ts';
import { NOTHING_DENIED, type Selector } from './selector.ts';
import type { User } from './user.ts';

/** What a user is not permitted to use: the command, a key, a channel. The greater is told where selectors differ. */
export const Verdict = Object.freeze({ permitted: 0, command: 1, key: 2, channel: 3 });

/** Asks a user's selectors whether a command may run. One instance serves all; it allocates nothing. */
export class PermissionCheck {
  /** The argument that names the key or channel denied; 0 where it is the command. */
  deniedArgument = 0;
  readonly #keys = new KeyPositions();
  #keysAreFound = false;

  /** @returns one of Verdict */
  check(user: User, command: RuleCommand, args: ArgumentSlices): number {
    this.#keysAreFound = false;
    let verdict: number = Verdict.command;
    let deniedArgument = 0;
    const { selectors } = user;
    for (let i = 0; i < selectors.length; i++) {
      const found = this.#ask(selectors[i], command, args);
      if (found === Verdict.permitted) return found;
      if (found > verdict || (found === verdict && this.deniedArgument > deniedArgument)) {
        verdict = found;
        deniedArgument = this.deniedArgument;
      }
    }
    this.deniedArgument = deniedArgument;
    return verdict;
  }

  /** Whether the user may run the command, and use any key at all with it in the ways of `flags`, bits of KeyFlag. */
  permitsAnyKey(user: User, command: RuleCommand, args: ArgumentSlices, flags: number): boolean {
    this.#keysAreFound = false;
    return user.selectors.some(
      (selector) => this.#ask(selector, command, args) === Verdict.permitted && selector.permitsAnyKey(flags),
    );
  }

  #ask(selector: Selector, command: RuleCommand, args: ArgumentSlices): number {
    this.deniedArgument = 0;
    if (!selector.commands.permits(command, args)) return Verdict.command;
    if (command.mayHaveKeys && !selector.allKeys) {
      if (!this.#keysAreFound) findKeys(command, args, this.#keys);
      this.#keysAreFound = true;
      const denied = selector.deniedKey(args, this.#keys);
      if (denied !== NOTHING_DENIED) {
        this.deniedArgument = denied;
        return Verdict.key;
      }
    }
    const denied = selector.deniedChannel(command, args);
    if (denied === NOTHING_DENIED) return Verdict.permitted;
    this.deniedArgument = denied;
    return Verdict.channel;
  }
}
