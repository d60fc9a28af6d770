import type { Arguments } from '@respite/resp';

/**
 * Error messages that quote what a client sent give it back byte for byte, text or not. While such a line is put together, each of
 * its characters stands for a byte (U+0000 to U+00FF).
 */

/** Argument `index` up to its first zero byte, where Redis's messages end too, and to `most` bytes. */
export function quoteArgument(args: Arguments, index: number, most: number): string {
  const { bytes } = args;
  const start = args.starts[index];
  const end = Math.min(args.ends[index], start + most);
  let quote = '';
  for (let i = start; i < end && bytes[i] !== 0; i++) quote += String.fromCharCode(bytes[i]);
  return quote;
}

export function bytesOfQuote(line: string): Uint8Array {
  const bytes = new Uint8Array(line.length);
  for (let i = 0; i < line.length; i++) bytes[i] = line.charCodeAt(i);
  return bytes;
}
