import { textOfBytes } from '../config/lossless-text.ts';
import { bytesOfByteText, hasBlankOrZero } from './byte-text.ts';
import { digestOfPassword, isDigest, Passwords } from './passwords.ts';
import type { RuleCommands } from './rule-commands.ts';
import { type RuleFault, ruleFaults } from './rule-faults.ts';
import { Selector } from './selector.ts';
import { rulesOfSelector } from './selector-arguments.ts';

/** What a user is made in view of. */
export interface UserOrigin {
  readonly commands: RuleCommands;
  /** acl-pubsub-default: whether a new selector permits all channels. */
  readonly allChannelsByDefault: boolean;
}

/** Somebody who may log in, and what they may do then. Names, rules and patterns are byte texts. */
export class User {
  readonly name: string;
  /** The name for texts that people read. */
  readonly shownName: string;
  readonly #origin: UserOrigin;
  /** May log in. Who is logged in already stays so when this is taken away. */
  isEnabled = false;
  /** Any password will do; for the default user: none is needed. */
  needsNoPassword = false;
  skipsPayloadChecks = false;
  readonly passwords = new Passwords();
  /** The first is the one that rules outside of parentheses are about. */
  selectors: Selector[];

  constructor(name: string, origin: UserOrigin) {
    this.name = name;
    this.shownName = textOfBytes(bytesOfByteText(name));
    this.#origin = origin;
    this.selectors = [Selector.empty(origin.commands, origin.allChannelsByDefault)];
  }

  /** Some command, key or channel is denied: the user's commands have to be looked at. */
  get isRestricted(): boolean {
    return !this.selectors.some((selector) => selector.permitsEverything);
  }

  get root(): Selector {
    return this.selectors[0];
  }

  /** Takes over everything but the name. */
  copyFrom(other: User): void {
    this.isEnabled = other.isEnabled;
    this.needsNoPassword = other.needsNoPassword;
    this.skipsPayloadChecks = other.skipsPayloadChecks;
    this.passwords.clear();
    for (const digest of other.passwords.digests) this.passwords.add(digest);
    this.selectors = other.selectors.map((selector) => selector.copy());
  }

  acceptsPassword(password: Uint8Array): boolean {
    return this.isEnabled && (this.needsNoPassword || this.passwords.includes(password));
  }

  /** Changes what one rule of ACL SETUSER says, or nothing. @returns the reason against it */
  apply(rule: string): RuleFault | undefined {
    switch (rule.toLowerCase()) {
      case '':
        return undefined;
      case 'on':
      case 'off':
        this.isEnabled = rule.toLowerCase() === 'on';
        return undefined;
      case 'skip-sanitize-payload':
      case 'sanitize-payload':
        this.skipsPayloadChecks = rule.toLowerCase() !== 'sanitize-payload';
        return undefined;
      case 'nopass':
      case 'resetpass':
        this.needsNoPassword = rule.toLowerCase() === 'nopass';
        this.passwords.clear();
        return undefined;
      case 'clearselectors':
        this.selectors.length = 1;
        return undefined;
      case 'reset':
        this.#reset();
        return undefined;
    }
    switch (rule[0]) {
      case '>':
        return this.#addPassword(digestOfPassword(rule.slice(1)));
      case '#':
        return isDigest(rule.slice(1)) ? this.#addPassword(rule.slice(1)) : ruleFaults.notADigest;
      case '<':
        return this.#removePassword(digestOfPassword(rule.slice(1)));
      case '!':
        return isDigest(rule.slice(1)) ? this.#removePassword(rule.slice(1)) : ruleFaults.notADigest;
      case '(':
        if (rule.endsWith(')') && rule.length > 1) return this.#addSelector(rule);
    }
    return this.root.apply(rule);
  }

  #reset(): void {
    this.isEnabled = this.needsNoPassword = this.skipsPayloadChecks = false;
    this.passwords.clear();
    this.selectors = [Selector.empty(this.#origin.commands, this.#origin.allChannelsByDefault)];
  }

  #addPassword(digest: string): undefined {
    this.passwords.add(digest);
    this.needsNoPassword = false;
  }

  #removePassword(digest: string): RuleFault | undefined {
    return this.passwords.remove(digest) ? undefined : ruleFaults.noSuchPassword;
  }

  #addSelector(rule: string): RuleFault | undefined {
    const selector = Selector.empty(this.#origin.commands, this.#origin.allChannelsByDefault);
    for (const inner of rulesOfSelector(rule)) {
      const fault = selector.apply(inner);
      if (fault !== undefined) return fault;
    }
    this.selectors.push(selector);
    return undefined;
  }

  /** Words of ACL GETUSER's flags. */
  get flags(): string[] {
    return [
      this.isEnabled ? 'on' : 'off',
      ...(this.needsNoPassword ? ['nopass'] : []),
      this.skipsPayloadChecks ? 'skip-sanitize-payload' : 'sanitize-payload',
    ];
  }

  /** All rules in one line, as in a file of users: behind `user <name> `. */
  describe(): string {
    const [root, ...others] = this.selectors.map((selector) => selector.describe());
    const digests = this.passwords.digests.map((digest) => `#${digest}`);
    return [...this.flags, ...digests, root, ...others.map((rules) => `(${rules})`)].join(' ');
  }
}

/** Names are written in lines of rules. */
export function isUserName(name: string): boolean {
  return !hasBlankOrZero(name);
}
