import { globMatches } from '@respite/bytes';
import type { ArgumentSlices } from '../command-meta/argument-slices.ts';
import { channelsEnd } from '../command-meta/channel-access.ts';
import type { KeyPositions } from '../command-meta/key-positions.ts';
import { KeyFlag } from '../command-meta/key-spec.ts';
import { bytesOfByteText, hasBlankOrZero } from './byte-text.ts';
import { PermittedCommands } from './permitted-commands.ts';
import type { RuleCommand, RuleCommands } from './rule-commands.ts';
import { type RuleFault, ruleFaults } from './rule-faults.ts';

/** What a pattern permits to do with the keys that match it. */
const READ = 1;
const WRITE = 2;
const WRITES = KeyFlag.insert | KeyFlag.delete | KeyFlag.update;

interface Pattern {
  readonly text: string;
  readonly bytes: Uint8Array;
}

interface KeyPattern extends Pattern {
  /** READ, WRITE or both. */
  access: number;
}

/** Says that everything is permitted; other results are indexes of arguments. */
export const NOTHING_DENIED = -1;

/** Permissions that hold together: commands, and the keys and channels that they may use. A user has one or more. */
export class Selector {
  readonly commands: PermittedCommands;
  allKeys = false;
  allChannels = false;
  #keys: KeyPattern[] = [];
  #channels: Pattern[] = [];

  constructor(commands: PermittedCommands) {
    this.commands = commands;
  }

  /** One that permits nothing, but perhaps all channels (acl-pubsub-default). */
  static empty(commands: RuleCommands, allChannels: boolean): Selector {
    const selector = new Selector(new PermittedCommands(commands));
    selector.allChannels = allChannels;
    return selector;
  }

  copy(): Selector {
    const copy = new Selector(this.commands.copy());
    copy.allKeys = this.allKeys;
    copy.allChannels = this.allChannels;
    copy.#keys = this.#keys.map((pattern) => ({ ...pattern }));
    copy.#channels = [...this.#channels];
    return copy;
  }

  get permitsEverything(): boolean {
    return this.commands.areAll && this.allKeys && this.allChannels;
  }

  apply(rule: string): RuleFault | undefined {
    switch (rule.toLowerCase()) {
      case 'allkeys':
      case '~*':
      case 'resetkeys':
        this.allKeys = rule.toLowerCase() !== 'resetkeys';
        this.#keys = [];
        return undefined;
      case 'allchannels':
      case '&*':
      case 'resetchannels':
        this.allChannels = rule.toLowerCase() !== 'resetchannels';
        this.#channels = [];
        return undefined;
      case 'allcommands':
      case '+@all':
        this.commands.setAll(true);
        return undefined;
      case 'nocommands':
      case '-@all':
        this.commands.setAll(false);
        return undefined;
    }
    switch (rule[0]) {
      case '~':
        return this.#addKeys(rule.slice(1), READ | WRITE);
      case '%':
        return this.#addKeysFor(rule);
      case '&':
        return this.#addChannels(rule.slice(1));
      case '+':
      case '-':
        return this.commands.apply(rule);
      default:
        return ruleFaults.syntax;
    }
  }

  /** `%R~pattern`, `%W~pattern`, `%RW~pattern` */
  #addKeysFor(rule: string): RuleFault | undefined {
    if (this.allKeys) return ruleFaults.patternAfterAllKeys;
    // Without the ~ the pattern is the empty one.
    const parts = /^%(r|w|rw|wr)(?:~(.*))?$/is.exec(rule);
    return parts === null ? ruleFaults.syntax : this.#addKeys(parts[2] ?? '', accessOf(parts[1]));
  }

  #addKeys(text: string, access: number): RuleFault | undefined {
    if (this.allKeys) return ruleFaults.patternAfterAllKeys;
    if (hasBlankOrZero(text)) return ruleFaults.syntax;
    const known = this.#keys.find((pattern) => pattern.text === text);
    if (known !== undefined) known.access |= access;
    else this.#keys.push({ text, bytes: bytesOfByteText(text), access });
    return undefined;
  }

  #addChannels(text: string): RuleFault | undefined {
    if (this.allChannels) return ruleFaults.patternAfterAllChannels;
    if (hasBlankOrZero(text)) return ruleFaults.syntax;
    if (!this.#channels.some((pattern) => pattern.text === text)) {
      this.#channels.push({ text, bytes: bytesOfByteText(text) });
    }
    return undefined;
  }

  // Permissions.

  /** @returns NOTHING_DENIED, or the argument that names the first key that the command may not use */
  deniedKey(args: ArgumentSlices, keys: KeyPositions): number {
    if (this.allKeys) return NOTHING_DENIED;
    const { bytes, starts, ends } = args;
    const { positions, flags } = keys;
    for (let i = 0; i < keys.count; i++) {
      const at = positions[i];
      if (!this.#permitsKey(bytes, starts[at], ends[at], neededAccess(flags[i]))) return at;
    }
    return NOTHING_DENIED;
  }

  #permitsKey(bytes: Uint8Array, start: number, end: number, needed: number): boolean {
    const patterns = this.#keys;
    for (let i = 0; i < patterns.length; i++) {
      const pattern = patterns[i];
      if ((pattern.access & needed) !== needed) continue;
      if (globMatches(pattern.bytes, 0, pattern.bytes.length, bytes, start, end)) return true;
    }
    return false;
  }

  /** Whether the flags of KeyFlag are permitted with any key there can be. */
  permitsAnyKey(flags: number): boolean {
    const needed = neededAccess(flags);
    return this.allKeys || this.#keys.some((pattern) => pattern.text === '*' && (pattern.access & needed) === needed);
  }

  /** @returns NOTHING_DENIED, or the argument that names the first channel that the command may not use */
  deniedChannel(command: RuleCommand, args: ArgumentSlices): number {
    const { channels } = command;
    if (this.allChannels || channels === undefined) return NOTHING_DENIED;
    const { bytes, starts, ends } = args;
    const end = channelsEnd(channels, args.count);
    for (let at = 1; at < end; at++) {
      if (!this.permitsChannel(bytes, starts[at], ends[at], channels === 'psubscribe')) return at;
    }
    return NOTHING_DENIED;
  }

  /** @param isPattern subscribed to with PSUBSCRIBE: permitted only as it stands in a rule, letter by letter */
  permitsChannel(bytes: Uint8Array, start: number, end: number, isPattern: boolean): boolean {
    if (this.allChannels) return true;
    for (const { bytes: pattern } of this.#channels) {
      if (isPattern) {
        if (pattern.length === end - start && pattern.every((byte, i) => byte === bytes[start + i])) return true;
      } else if (globMatches(pattern, 0, pattern.length, bytes, start, end)) return true;
    }
    return false;
  }

  // As rules.

  /** '~a* %R~b*'; '' for no keys */
  describeKeys(): string {
    return this.allKeys ? '~*' : this.#keys.map(({ text, access }) => `${keySigns[access]}${text}`).join(' ');
  }

  /** '&a* &b*'; '' for no channels */
  describeChannels(): string {
    return this.allChannels ? '&*' : this.channelPatterns.map((text) => `&${text}`).join(' ');
  }

  get channelPatterns(): string[] {
    return this.#channels.map(({ text }) => text);
  }

  /** All rules in one line. */
  describe(): string {
    const channels = this.describeChannels();
    const words = [this.describeKeys(), this.allChannels ? channels : `resetchannels ${channels}`.trimEnd()];
    return [...words, this.commands.describe()].filter((word) => word !== '').join(' ');
  }
}

const keySigns: Readonly<Record<number, string>> = { [READ]: '%R~', [WRITE]: '%W~', [READ | WRITE]: '~' };

function accessOf(letters: string): number {
  return (/r/i.test(letters) ? READ : 0) | (/w/i.test(letters) ? WRITE : 0);
}

/** A command that shows nothing of a value and changes nothing (EXISTS) needs any pattern that matches. */
function neededAccess(flags: number): number {
  return ((flags & KeyFlag.access) !== 0 ? READ : 0) | ((flags & WRITES) !== 0 ? WRITE : 0);
}
