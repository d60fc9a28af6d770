import type { RuleCommands } from './rule-commands.ts';
import { joinSelectors, UnmatchedParenthesis } from './selector-arguments.ts';
import { User, type UserOrigin } from './user.ts';

export const DEFAULT_USER = 'default';

/** All users by name. The default user is always there, and always the same object. */
export class Users {
  readonly defaultUser: User;
  readonly #origin: UserOrigin;
  readonly #byName = new Map<string, User>();
  /** Called before a user gets other rules, with the user as it is and as it will be. */
  beforeChange: (user: User, next: User) => void = () => {};
  /** Called when a user has other rules. */
  onChanged: (user: User) => void = () => {};
  /** Called when a user is gone. */
  onRemoved: (user: User) => void = () => {};

  constructor(origin: UserOrigin) {
    this.#origin = origin;
    this.defaultUser = this.unrestricted(DEFAULT_USER);
    this.#byName.set(DEFAULT_USER, this.defaultUser);
  }

  get commands(): RuleCommands {
    return this.#origin.commands;
  }

  get(name: string): User | undefined {
    return this.#byName.get(name);
  }

  /** In the order of the bytes of their names. */
  inOrder(): User[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A user that belongs to nobody yet: off, without passwords and permissions. */
  draft(name: string): User {
    return new User(name, this.#origin);
  }

  /** A draft that may do everything, and needs no password. */
  unrestricted(name: string): User {
    const user = this.draft(name);
    for (const rule of ['+@all', '~*', '&*', 'on', 'nopass']) user.apply(rule);
    return user;
  }

  /**
   * ACL SETUSER: all rules or none, for a user that is there or is made.
   * @returns the reason against it
   */
  set(name: string, words: readonly string[]): string | undefined {
    const known = this.#byName.get(name);
    const next = this.draft(name);
    if (known !== undefined) next.copyFrom(known);
    const reason = applyRules(next, words);
    if (reason === undefined) this.put(next);
    return reason;
  }

  /** Adds the user, or gives the one of its name its rules. */
  put(next: User): void {
    const known = this.#byName.get(next.name);
    if (known === undefined) {
      this.#byName.set(next.name, next);
      return;
    }
    this.beforeChange(known, next);
    known.copyFrom(next);
    this.onChanged(known);
  }

  /** @returns whether it was there */
  remove(name: string): boolean {
    const user = this.#byName.get(name);
    if (user === undefined) return false;
    this.#byName.delete(name);
    this.onRemoved(user);
    return true;
  }

  /**
   * ACL LOAD: these users and no others. All but the default user are new, even where they were there before, as in Redis: their
   * clients have to log in again. Without a default user among them it is the one that may do everything.
   */
  replaceAll(users: readonly User[]): void {
    for (const { name } of this.inOrder()) if (name !== DEFAULT_USER) this.remove(name);
    for (const user of users) this.put(user);
    if (!users.some((user) => user.name === DEFAULT_USER)) this.put(this.unrestricted(DEFAULT_USER));
  }
}

function applyRules(user: User, words: readonly string[]): string | undefined {
  try {
    for (const rule of joinSelectors(words)) {
      const fault = user.apply(rule);
      if (fault !== undefined) return `Error in ACL SETUSER modifier '${rule}': ${fault}`;
    }
  } catch (error) {
    if (error instanceof UnmatchedParenthesis) return error.message;
    throw error;
  }
  return undefined;
}
