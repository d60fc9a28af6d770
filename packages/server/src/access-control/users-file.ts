import { ruleFaults } from './rule-faults.ts';
import { joinSelectors, UnmatchedParenthesis } from './selector-arguments.ts';
import { isUserName, type User } from './user.ts';
import type { Users } from './users.ts';

const NO_CHANGE = 'WARNING: ACL errors detected, no change to the previously active ACL rules was performed';

/**
 * Reads a file of users, a line for each:
 *
 * ```
 * # who reads the cache
 * user alice on #9f86d0... ~cache:* +@read
 * user bob off
 * ```
 *
 * @param text a byte text
 * @param path for errors
 * @returns the users, or all errors in one line
 */
export function parseUsersFile(text: string, path: string, users: Users): User[] | string {
  const found = new Map<string, User>();
  let errors = '';
  for (const [i, line] of text.split('\n').entries()) {
    const words = trim(line, /^[ \t\r\n]+|[ \t\r\n]+$/g).split(' ');
    if ((words.length === 1 && words[0] === '') || words[0].startsWith('#')) continue;
    errors += addUser(words, `${path}:${i + 1}`, i + 1, users, found);
  }
  return errors === '' ? [...found.values()] : `${errors}${NO_CHANGE}`;
}

/** @returns errors, each with a blank behind it; '' for none */
function addUser(words: string[], place: string, line: number, users: Users, found: Map<string, User>): string {
  const [keyword, name, ...rules] = words;
  if (keyword !== 'user' || name === undefined) {
    return `${place} should start with user keyword followed by the username. `;
  }
  if (!isUserName(name)) return `'${place}: username '${name}' contains invalid characters. `;
  if (found.has(name)) return `WARNING: Duplicate user '${name}' found on line ${line}. `;
  const user = users.draft(name);
  found.set(name, user);
  let errors = '';
  let hasOtherFault = false;
  try {
    for (const word of joinSelectors(rules)) {
      const rule = trim(word, /^[\t\r\n]+|[\t\r\n]+$/g);
      const fault = user.apply(rule);
      if (fault === undefined) continue;
      // Names of commands are no secret; what else may be wrong could be a password.
      if (fault === ruleFaults.unknownCommand) errors += `${place}: Error in applying operation '${rule}': ${fault}. `;
      else if (!hasOtherFault) {
        errors += `${place}: ${fault}. `;
        hasOtherFault = true;
      }
    }
  } catch (error) {
    if (!(error instanceof UnmatchedParenthesis)) throw error;
    errors += `${place}: Unmatched parenthesis in selector definition.`;
  }
  return errors;
}

export function usersFileText(users: Users): string {
  return users
    .inOrder()
    .map((user) => `user ${user.name} ${user.describe()}\n`)
    .join('');
}

function trim(text: string, ends: RegExp): string {
  return text.replace(ends, '');
}
