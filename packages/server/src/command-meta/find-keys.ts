import { type ArgumentSlices, argumentAsCount, argumentIs } from './argument-slices.ts';
import { type KeyFinderName, keyFinders } from './key-finders.ts';
import type { KeyPositions } from './key-positions.ts';
import { KeyFlag, type KeySpec } from './key-spec.ts';

/** What the search needs to know of a command. */
export interface KeyedCommand {
  readonly keySpecs: readonly KeySpec[];
  readonly keyFinder: KeyFinderName | undefined;
}

/**
 * Finds the keys of a command with an argument count that fits its arity. Arguments that make no sense (a number of keys
 * that is none or too large) give no keys: the command itself will answer with the error.
 *
 * @param into receives the keys in the order of the specs
 * @param withNotKeys also sharded channels, for whoever routes by slot
 * @returns the number of keys
 */
export function findKeys(command: KeyedCommand, args: ArgumentSlices, into: KeyPositions, withNotKeys = false): number {
  into.count = 0;
  const { keySpecs, keyFinder } = command;
  let variable = false;
  for (let i = 0; i < keySpecs.length; i++) {
    if ((keySpecs[i].flags & KeyFlag.variable_flags) !== 0) variable = true;
  }
  if (!variable || keyFinder === undefined) {
    let complete = true;
    for (let i = 0; i < keySpecs.length && complete; i++) {
      if ((keySpecs[i].flags & KeyFlag.not_key) !== 0 && !withNotKeys) continue;
      complete = addKeysOfSpec(keySpecs[i], args, into);
    }
    if (complete) return into.count;
    into.count = 0;
  }
  if (keyFinder !== undefined) keyFinders[keyFinder](args, into);
  return into.count;
}

/** Whether the command can have keys at all: COMMAND GETKEYS refuses one that cannot. */
export function mayHaveKeys(command: KeyedCommand): boolean {
  return command.keySpecs.some((spec) => (spec.flags & KeyFlag.not_key) === 0);
}

/** @returns false when the spec alone does not do: unknown, incomplete, or arguments that do not fit it */
function addKeysOfSpec(spec: KeySpec, args: ArgumentSlices, into: KeyPositions): boolean {
  const count = args.count;
  let first = spec.index;
  if (spec.begin === 'keyword') {
    first = positionAfterKeyword(spec, args);
    if (first === 0) return true;
  } else if (spec.begin === 'unknown') {
    return false;
  }

  let last: number;
  if (spec.find === 'range') {
    if (spec.lastKey >= 0) last = first + spec.lastKey;
    else if (spec.limit === 0) last = count + spec.lastKey;
    else last = first + Math.trunc((count - first) / spec.limit) + spec.lastKey;
  } else if (spec.find === 'keynum') {
    const at = first + spec.keyNumIndex;
    if (at >= count) return false;
    const keys = argumentAsCount(args, at);
    if (keys < 0) return false;
    first += spec.firstKey;
    last = first + (keys - 1) * spec.step;
  } else {
    return false;
  }

  if (first >= count || last >= count || last < first) return false;
  for (let i = first; i <= last; i += spec.step) into.add(i, spec.flags);
  return (spec.flags & KeyFlag.incomplete) === 0;
}

/** The position behind the keyword, or 0 where it does not stand. */
function positionAfterKeyword(spec: KeySpec, args: ArgumentSlices): number {
  if (spec.startFrom > 0) {
    for (let i = spec.startFrom; i < args.count - 1; i++) {
      if (argumentIs(args, i, spec.keyword)) return i + 1;
    }
  } else {
    for (let i = args.count + spec.startFrom; i > 1; i--) {
      if (argumentIs(args, i, spec.keyword)) return i + 1;
    }
  }
  return 0;
}
