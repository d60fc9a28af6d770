import { getSystemErrorMap } from 'node:util';

/** What libuv names otherwise than strerror() and gai_strerror(), or not at all. */
const C_LIBRARY_WORDS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EAI_AGAIN: 'Temporary failure in name resolution',
  EISDIR: 'Is a directory',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENOTFOUND: 'Name or service not known',
  ENOTSOCK: 'Socket operation on non-socket',
  ETIMEDOUT: 'Connection timed out',
};

/** The words of the C library for an error of the operating system, as redis-cli prints them; else the message. */
export function systemErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // One attempt for each address of a host; the last is what redis-cli tells.
  if (error instanceof AggregateError && error.errors.length > 0) return systemErrorText(error.errors.at(-1));
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error.message;
  if (code in C_LIBRARY_WORDS) return C_LIBRARY_WORDS[code];
  for (const [name, text] of getSystemErrorMap().values()) {
    if (name === code) return text[0].toUpperCase() + text.slice(1);
  }
  return error.message;
}
