import { aclCategoriesOf } from './acl-categories.ts';
import type { ChannelAccess } from './channel-access.ts';
import type { CommandFacts } from './command-facts.ts';
import { CommandFlag, parseCommandFlags } from './command-flags.ts';
import type { KeyFinderName } from './key-finders.ts';
import { type KeySpec, type LegacyKeyRange, legacyKeyRange } from './key-spec.ts';

/** Facts made ready for the way of a command: words are bits, what follows from others is worked out. */
export interface CommandMeta {
  readonly facts: CommandFacts;
  /** As replies and INFO write it: 'set', 'client|list'. */
  readonly fullName: string;
  readonly arity: number;
  /** Bits of CommandFlag, with movablekeys. */
  readonly flags: number;
  /** Bits of AclCategory. */
  readonly categories: number;
  readonly keySpecs: readonly KeySpec[];
  readonly keyFinder: KeyFinderName | undefined;
  readonly legacyKeys: LegacyKeyRange;
  readonly channels: ChannelAccess | undefined;
}

/** @throws {Error} facts with words that do not exist */
export function commandMeta(facts: CommandFacts): CommandMeta {
  const written = parseCommandFlags(facts.flags);
  const keySpecs = facts.keys ?? [];
  const legacyKeys = legacyKeyRange(keySpecs);
  return {
    facts,
    fullName: facts.name.toLowerCase(),
    arity: facts.arity,
    flags: legacyKeys.movable ? written | CommandFlag.movablekeys : written,
    categories: aclCategoriesOf(facts, written),
    keySpecs,
    keyFinder: facts.keyFinder,
    legacyKeys,
    channels: facts.channels,
  };
}

/** @param argumentCount with the command's own name */
export function arityFits(arity: number, argumentCount: number): boolean {
  return arity >= 0 ? argumentCount === arity : argumentCount >= -arity;
}
