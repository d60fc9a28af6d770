import { bytesOfText, textOfBytes } from '../config/lossless-text.ts';
import { bytesOfByteText, byteText, hasBlankOrZero } from './byte-text.ts';
import { ruleFaults } from './rule-faults.ts';
import { joinSelectors, UnmatchedParenthesis } from './selector-arguments.ts';
import type { Users } from './users.ts';

/** `user` lines of a configuration: name and rules. */
export type UserDeclaration = readonly string[];

/**
 * What is wrong with a declaration by itself. A command that does not exist is found when the users are made.
 *
 * @param earlier the declarations before it
 * @returns the reason
 */
export function refuseDeclaration(
  [name, ...rules]: UserDeclaration,
  earlier: readonly UserDeclaration[],
  users: Users,
): string | undefined {
  const refuse = (word: string, fault: string): string => `Error in user declaration '${word}': ${fault}`;
  if (earlier.some(([other]) => other === name)) return refuse(name, ruleFaults.duplicateUser);
  const user = users.draft('');
  try {
    for (const rule of joinSelectors(rules.map(byteTextOf))) {
      const fault = user.apply(rule);
      if (fault !== undefined && fault !== ruleFaults.unknownCommand) return refuse(wordOf(rule), fault);
    }
  } catch (error) {
    if (error instanceof UnmatchedParenthesis)
      return refuse(wordOf(error.word), 'Unmatched parenthesis in acl selector');
    throw error;
  }
  return undefined;
}

/** Makes the users declared. @returns the reason why not */
export function declareUsers(
  declarations: readonly UserDeclaration[],
  users: Users,
  notice: (line: string) => void,
): string | undefined {
  for (const [name, ...rules] of declarations) {
    const user = users.draft(byteTextOf(name));
    if (hasBlankOrZero(user.name)) return 'Spaces not allowed in ACL usernames';
    for (const rule of joinSelectors(rules.map(byteTextOf))) {
      const fault = user.apply(rule);
      if (fault !== undefined) return `Error loading ACL rule '${wordOf(rule)}' for the user named '${name}': ${fault}`;
    }
    if (!user.isEnabled) {
      notice(
        `The user '${name}' is disabled (there is no 'on' modifier in the user description). ` +
          'Make sure this is not a configuration error.',
      );
    }
    users.put(user);
  }
  return undefined;
}

/** What stands behind `user` in a configuration file, for each user. Words that a reader would split or misread are quoted. */
export function declarationsOf(users: Users): string[] {
  return users.inOrder().map((user) => [user.name, ...user.describe().split(' ')].map(quoteIfNeeded).join(' '));
}

function quoteIfNeeded(word: string): string {
  if (word !== '' && !/["'\x7f-\xff]|[^\x20-\xff]/.test(word)) return word;
  let quoted = '';
  for (const character of word) {
    const code = character.charCodeAt(0);
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (code < 0x20 || code > 0x7e) quoted += `\\x${code.toString(16).padStart(2, '0')}`;
    else quoted += character;
  }
  return `"${quoted}"`;
}

function byteTextOf(text: string): string {
  return byteText(bytesOfText(text));
}

function wordOf(text: string): string {
  return textOfBytes(bytesOfByteText(text));
}
