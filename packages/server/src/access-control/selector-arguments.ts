import { bytesOfText, textOfBytes } from '../config/lossless-text.ts';
import { splitArguments } from '../config/split-arguments.ts';
import { bytesOfByteText, byteText } from './byte-text.ts';

/** A selector that was begun with a parenthesis and not ended. */
export class UnmatchedParenthesis extends Error {
  /** The word in which it begins. */
  readonly word: string;

  constructor(word: string) {
    super(`Unmatched parenthesis in acl selector starting at '${word}'.`);
    this.word = word;
  }
}

/**
 * Puts selectors that came as several arguments, as in `(~a* +get)` without quotes, together to one each.
 *
 * @throws UnmatchedParenthesis
 */
export function joinSelectors(words: readonly string[]): string[] {
  const joined: string[] = [];
  let begun: string | undefined;
  let first = '';
  for (const word of words) {
    if (begun !== undefined) {
      begun += ` ${word}`;
    } else if (word.startsWith('(') && !word.endsWith(')')) {
      begun = first = word;
    } else {
      joined.push(word);
      continue;
    }
    if (begun !== first && word.endsWith(')')) {
      joined.push(begun);
      begun = undefined;
    }
  }
  if (begun !== undefined) throw new UnmatchedParenthesis(first);
  return joined;
}

/** The rules inside of `(...)`; none where quotes in it are unbalanced. */
export function rulesOfSelector(selector: string): string[] {
  const inside = textOfBytes(bytesOfByteText(selector.slice(1, -1)));
  return (splitArguments(inside) ?? []).map((rule) => byteText(bytesOfText(rule)));
}
