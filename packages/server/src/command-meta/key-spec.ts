import { bitsOfWords, wordsOfBits } from './named-bits.ts';

/** What a command does with a key, as bits, in the order of COMMAND INFO. ACL key rules and client-side caching ask. */
export const KeyFlag = Object.freeze({
  /** The value is not changed. */
  RO: 1 << 0,
  /** The value is changed, and what it becomes depends on what it was. */
  RW: 1 << 1,
  /** The value is replaced, whatever it was. */
  OW: 1 << 2,
  /** The key goes away. */
  RM: 1 << 3,
  /** The reply or another key shows something of the value (its length or type does not count). */
  access: 1 << 4,
  update: 1 << 5,
  insert: 1 << 6,
  delete: 1 << 7,
  /** Looks like a key to whoever routes by slot, but is none: a sharded channel. */
  not_key: 1 << 8,
  /** More keys may follow than this spec finds. */
  incomplete: 1 << 9,
  /** The other arguments decide about the flags. */
  variable_flags: 1 << 10,
});

export type KeyFlagName = keyof typeof KeyFlag;

/**
 * Where a run of keys stands among the arguments, in the two steps of COMMAND INFO: find where it begins, then find the
 * keys from there. Positions count the command's name as 0 (for a subcommand, the container's name).
 *
 *     ZUNIONSTORE dest 2 a b WEIGHTS 1 2      keyRange('OW update', 1)        dest
 *     0           1    2 3 4 5       6 7      keyNum('RO access', 2)          a, b
 */
export interface KeySpec {
  /** Bits of KeyFlag. */
  readonly flags: number;
  readonly begin: 'index' | 'keyword' | 'unknown';
  /** begin 'index': the position. */
  readonly index: number;
  /** begin 'keyword': the word, in capitals; the keys begin behind it. */
  readonly keyword: string;
  /** begin 'keyword': where the search starts; negative: from the end, backwards. */
  readonly startFrom: number;
  readonly find: 'range' | 'keynum' | 'unknown';
  /** find 'range': the last key, from the first; negative: from the end of the arguments (-1 is the last of them). */
  readonly lastKey: number;
  /** find 'range': with lastKey -1, only the first 1/limit of the remaining arguments are keys; 0 is no limit. */
  readonly limit: number;
  /** find 'keynum': where the number of keys stands, from the beginning. */
  readonly keyNumIndex: number;
  /** find 'keynum': where the first key stands, from the beginning. */
  readonly firstKey: number;
  /** Distance from one key to the next. */
  readonly step: number;
  /** What a reader should know, as COMMAND INFO shows it; '' for nothing. */
  readonly note: string;
}

const unknownSpec: KeySpec = {
  flags: 0,
  begin: 'unknown',
  index: 0,
  keyword: '',
  startFrom: 0,
  find: 'unknown',
  lastKey: 0,
  limit: 0,
  keyNumIndex: 0,
  firstKey: 0,
  step: 0,
  note: '',
};

function keyFlags(words: string): number {
  return bitsOfWords(KeyFlag, words, 'key flag');
}

/**
 * Keys from a fixed position on.
 *
 * @param flags words of KeyFlag: 'RW access update'
 * @param lastKey from `index` on, or negative from the end: 0 is one key, -1 all that follow
 */
export function keyRange(flags: string, index: number, lastKey = 0, step = 1, note = ''): KeySpec {
  return { ...unknownSpec, flags: keyFlags(flags), begin: 'index', index, find: 'range', lastKey, step, note };
}

/** A number of keys at a fixed position, the keys behind it (EVAL, ZUNION, MSETEX with its step of 2). */
export function keyNum(flags: string, index: number, step = 1, note = ''): KeySpec {
  return { ...unknownSpec, flags: keyFlags(flags), begin: 'index', index, find: 'keynum', firstKey: 1, step, note };
}

/** Keys behind a keyword (XREAD's STREAMS, MIGRATE's KEYS). */
export function keyAfterWord(
  flags: string,
  keyword: string,
  startFrom: number,
  lastKey = 0,
  limit = 0,
  note = '',
): KeySpec {
  const place = { begin: 'keyword', keyword, startFrom, find: 'range', lastKey, limit, step: 1 } as const;
  return { ...unknownSpec, ...place, flags: keyFlags(flags), note };
}

/** Keys whose place cannot be written down (SORT's BY and GET name keys by pattern). */
export function unknownKeys(flags: string, note = ''): KeySpec {
  return { ...unknownSpec, flags: keyFlags(flags), note };
}

/** What COMMAND INFO lists, in its order. */
export function keyFlagNames(flags: number): KeyFlagName[] {
  return wordsOfBits(KeyFlag, flags);
}

/** The keys as COMMAND told them before there were key specs: `last` may be negative; all 0 for none. */
export interface LegacyKeyRange {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  /** Whether there may be keys outside of the range: the flag movablekeys. */
  readonly movable: boolean;
}

const noKeys: LegacyKeyRange = { first: 0, last: 0, step: 0, movable: false };

function isPlainRange(spec: KeySpec): boolean {
  return spec.begin === 'index' && spec.find === 'range';
}

/** -1 is the end of the arguments and so lies behind every position counted from the start; -2 lies before -1. */
function later(a: number, b: number): number {
  return a >>> 0 > b >>> 0 ? a : b;
}

/**
 * The one range that covers the specs as far as one can: a single spec gives its own, several only count where they
 * are plain (a step of 1) and follow one another without a gap.
 */
export function legacyKeyRange(specs: readonly KeySpec[]): LegacyKeyRange {
  if (specs.length === 0) return noKeys;
  if (specs.length === 1 && isPlainRange(specs[0])) {
    const { index, lastKey, step, flags } = specs[0];
    const last = lastKey >= 0 ? index + lastKey : lastKey;
    return { first: index, last, step, movable: (flags & KeyFlag.incomplete) !== 0 };
  }
  let first = 0;
  let last = 0;
  let movable = false;
  for (const spec of specs) {
    if (!isPlainRange(spec) || spec.step !== 1 || (last !== 0 && last !== spec.index - 1)) {
      movable = true;
      continue;
    }
    if ((spec.flags & KeyFlag.incomplete) !== 0) movable = true;
    if (first === 0) first = spec.index;
    else first = Math.min(first, spec.index);
    last = later(last, spec.lastKey >= 0 ? spec.index + spec.lastKey : spec.lastKey);
  }
  if (first === 0) return { ...noKeys, movable: true };
  return { first, last, step: 1, movable };
}
