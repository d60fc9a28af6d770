const SECRET_DIRECTIVES = ['masterauth', 'masteruser', 'requirepass'];

/** Whether a command's words, in lower case, hold a password: such a line belongs in no history. */
export function isSensitiveCommand(words: readonly string[]): boolean {
  switch (words[0]) {
    case 'auth':
      return true;
    case 'acl':
      return words[1] === 'setuser';
    case 'config':
      return words[1] === 'set' && words.some((word, i) => i % 2 === 0 && SECRET_DIRECTIVES.includes(word));
    case 'hello':
      return words.includes('auth', 2);
    case 'migrate':
      return words.includes('auth', 6) || words.includes('auth2', 6);
    default:
      return false;
  }
}
