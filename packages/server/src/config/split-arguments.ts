import { Arguments, splitInlineCommand } from '@respite/resp';
import { bytesOfText, textOfBytes } from './lossless-text.ts';

/**
 * Splits a line of redis.conf into arguments with the rules of inline commands: blanks separate, `"..."` knows
 * `\n \r \t \a \b \" \\ \xHH`, `'...'` knows `\'` only. Undefined if a quote is not closed, or if text follows a closing quote.
 */
export function splitArguments(line: string): string[] | undefined {
  const bytes = bytesOfText(line);
  const args = new Arguments();
  if (!splitInlineCommand(bytes, 0, bytes.length, args)) return undefined;
  const texts: string[] = [];
  for (let i = 0; i < args.count; i++) texts.push(textOfBytes(args.bytes.subarray(args.starts[i], args.ends[i])));
  return texts;
}

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** The text in double quotes, so that `splitArguments` reads it back; bytes outside printable ASCII become `\xHH`. */
export function quoteArgument(text: string): string {
  let quoted = '"';
  for (const byte of bytesOfText(text)) {
    const escaped = ESCAPES[byte];
    if (escaped !== undefined) quoted += escaped;
    else if (byte >= 0x20 && byte < 0x7f) quoted += String.fromCharCode(byte);
    else quoted += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `${quoted}"`;
}
