import { bitsOfWords, wordsOfBits } from './named-bits.ts';

/**
 * What the server must know before it runs a command, as bits of one integer. The names are those of COMMAND INFO, in
 * its order. The bits never leave the process, so a new flag may take any free one.
 */
export const CommandFlag = Object.freeze({
  /** May change the data: refused on a read-only replica, and what it did is handed to every listener. */
  write: 1 << 0,
  readonly: 1 << 1,
  /** Refused when memory is above `maxmemory` and nothing can be evicted. */
  denyoom: 1 << 2,
  module: 1 << 3,
  admin: 1 << 4,
  pubsub: 1 << 5,
  /** Not callable from scripts. */
  noscript: 1 << 6,
  /** May make its client wait. */
  blocking: 1 << 7,
  /** Allowed while the data set is being loaded. */
  loading: 1 << 8,
  /** Allowed on a replica that lost its master and does not serve old data. */
  stale: 1 << 9,
  skip_monitor: 1 << 10,
  skip_slowlog: 1 << 11,
  asking: 1 << 12,
  /** Constant or logarithmic time; the opposite is the category @slow. */
  fast: 1 << 13,
  /** Allowed before authentication. */
  no_auth: 1 << 14,
  /** Having no key among its arguments is not an error for COMMAND GETKEYS. */
  no_mandatory_keys: 1 << 15,
  /** Refused while a replica loads its master's data set beside the old one. */
  no_async_loading: 1 << 16,
  /** Refused inside MULTI. */
  no_multi: 1 << 17,
  /** Its keys cannot be told from first, last and step alone. Never written in facts: it follows from the key specs. */
  movablekeys: 1 << 18,
  /** Allowed while a script has been running for too long. */
  allow_busy: 1 << 19,
  /** Runs a script, whose commands are checked one by one. */
  script_runner: 1 << 20,
  /** Hidden. Not a write by its flags, yet what it did may have to reach replicas and the append-only file. */
  may_replicate: 1 << 21,
  /** Hidden. Looks at keys that its arguments do not name. */
  touches_arbitrary_keys: 1 << 22,
  /** Hidden. Allowed only when the configuration says so (enable-debug-command, enable-module-command). */
  protected: 1 << 23,
});

export type CommandFlagName = keyof typeof CommandFlag;

/** Flags that COMMAND INFO does not show. */
export const hiddenCommandFlags =
  CommandFlag.may_replicate | CommandFlag.touches_arbitrary_keys | CommandFlag.protected;

/**
 * @param words as in facts: 'write denyoom fast'
 * @throws {Error} an unknown flag, one given twice, or movablekeys, which is derived
 */
export function parseCommandFlags(words: string): number {
  const bits = bitsOfWords(CommandFlag, words, 'command flag');
  if ((bits & CommandFlag.movablekeys) !== 0)
    throw new Error('movablekeys follows from the key specs, do not write it');
  return bits;
}

/** What COMMAND INFO lists, in its order. */
export function visibleCommandFlags(bits: number): CommandFlagName[] {
  return wordsOfBits(CommandFlag, bits & ~hiddenCommandFlags);
}
