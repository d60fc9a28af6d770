import { getSystemErrorMap } from 'node:util';

/** Where the C library says it otherwise than libuv. */
const C_LIBRARY_WORDS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EISDIR: 'Is a directory',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  EROFS: 'Read-only file system',
};

const textsByCode = new Map<string, string>();

/** The words of strerror() for an error of the operating system, as redis-server logs them; other errors give their message. */
export function systemErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error.message;
  if (textsByCode.size === 0) for (const [name, text] of getSystemErrorMap().values()) textsByCode.set(name, text);
  const text = textsByCode.get(code);
  if (text === undefined) return error.message;
  return C_LIBRARY_WORDS[code] ?? text[0].toUpperCase() + text.slice(1);
}
