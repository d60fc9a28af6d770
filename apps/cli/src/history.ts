import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { byteText, utf8Bytes } from './byte-text.ts';
import { isSensitiveCommand } from './sensitive-command.ts';
import { readTypedLine } from './typed-line.ts';

/** So many lines are remembered; the file is cut to them when it has twice as many. */
export const HISTORY_LINES = 1000;

/** What was typed at the prompt, kept in a file from one session to the next, newest last. */
export class History {
  /** undefined: nothing is kept. */
  readonly #file: string | undefined;
  #newest: string;
  /** The lines of former sessions, oldest first. */
  readonly lines: readonly string[];

  constructor(file: string | undefined) {
    this.#file = file;
    const lines = file === undefined ? [] : readLines(file);
    this.lines = lines.slice(-HISTORY_LINES);
    this.#newest = this.lines.at(-1) ?? '';
    if (file !== undefined && lines.length > 2 * HISTORY_LINES) {
      attempt(() => writeFileSync(file, `${this.lines.join('\n')}\n`, { mode: 0o600 }));
    }
  }

  /** Keeps a line, unless it is the same as the last. */
  add(line: string): void {
    if (line === this.#newest) return;
    this.#newest = line;
    const file = this.#file;
    if (file !== undefined) attempt(() => appendFileSync(file, `${line}\n`, { mode: 0o600 }));
  }
}

/** Where the history is: the file that the environment names, else one at home; undefined for /dev/null. */
export function historyFile(env: NodeJS.ProcessEnv, home: string = homedir()): string | undefined {
  const named = env.RESPITECLI_HISTFILE || env.REDISCLI_HISTFILE;
  if (named === '/dev/null') return undefined;
  return named || join(home, '.respitecli_history');
}

/** Whether a typed line may be kept: it is not blank, and holds no password. */
export function belongsInHistory(line: string): boolean {
  const typed = readTypedLine(utf8Bytes(line));
  switch (typed.kind) {
    case 'command':
      return !isSensitiveCommand(typed.args.map((arg) => byteText(arg).toLowerCase()));
    case 'unbalanced':
      // A password with a quote too many is a password still.
      return !/^\W*(?:\d+\s+)?(?:auth|acl|config|hello|migrate)\b/i.test(line);
    default:
      return false;
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}

/** A history that cannot be written is not worth an error at the prompt. */
function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // Read-only home, full disk: the line is remembered for this session all the same.
  }
}
