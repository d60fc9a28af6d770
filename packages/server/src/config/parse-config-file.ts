import { splitArguments } from './split-arguments.ts';

/** A line of redis.conf that says something. */
export interface ConfigLine {
  /** Counted from 1. */
  readonly number: number;
  /** The line without blanks at its ends. */
  readonly text: string;
  /** The directive in lower case and what follows it; undefined if quotes are unbalanced. */
  readonly args: readonly [string, ...string[]] | undefined;
}

/** Blanks at the ends of a line, and the end itself, do not count. */
export function trimLine(line: string): string {
  return line.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

/** The lines of a file that are neither empty nor comments. A `#` begins a comment only at the start of a line. */
export function parseConfigFile(text: string): ConfigLine[] {
  const lines: ConfigLine[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const trimmed = trimLine(line);
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const args = splitArguments(trimmed);
    if (args === undefined) {
      lines.push({ number: i + 1, text: trimmed, args: undefined });
    } else if (args.length > 0) {
      lines.push({ number: i + 1, text: trimmed, args: [args[0].toLowerCase(), ...args.slice(1)] });
    }
  }
  return lines;
}
