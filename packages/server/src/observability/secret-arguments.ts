import { equalsIgnoreCase } from '@respite/bytes';
import type { Arguments } from '@respite/resp';

const nothingSecret = (): boolean => false;

/**
 * What of a command no log and no MONITOR may show: passwords, and whatever could be one.
 *
 * @param name the command's full name, in lower case
 * @param isSecretSetting whether the value of the setting of this name is secret
 * @returns whether argument `index` is one
 */
export function secretArguments(
  name: string,
  args: Arguments,
  isSecretSetting: (setting: string) => boolean,
): (index: number) => boolean {
  switch (name) {
    case 'auth':
      // A lone argument is the password; before a password stands a name, which somebody may have mixed up with it.
      return (index) => index >= 1;
    case 'hello':
      return behindWord(args, 2, 'auth', 2);
    case 'migrate': {
      const single = behindWord(args, 6, 'auth', 1);
      const double = behindWord(args, 6, 'auth2', 2);
      return (index) => single(index) || double(index);
    }
    case 'acl|setuser':
      return (index) => index >= 2;
    case 'config|set':
      return (index) => index >= 3 && index % 2 === 1 && isSecretSetting(args.text(index - 1).toLowerCase());
    default:
      return nothingSecret;
  }
}

/** The `count` arguments behind each `word` from argument `first` on. */
function behindWord(args: Arguments, first: number, word: string, count: number): (index: number) => boolean {
  const secret = new Set<number>();
  for (let i = first; i < args.count; i++) {
    if (!equalsIgnoreCase(args.bytes, args.starts[i], args.ends[i], word)) continue;
    for (let j = 1; j <= count; j++) secret.add(i + j);
    i += count;
  }
  return (index) => secret.has(index);
}
