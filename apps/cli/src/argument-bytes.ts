import { readFileSync } from 'node:fs';
import { utf8Bytes } from './byte-text.ts';

/** What Node puts where an argument is not UTF-8. */
const REPLACEMENT = '\ufffd';

/**
 * The last `count` arguments of this process as the bytes that the shell gave. Node only hands out text; where
 * bytes have been lost, Linux still knows them.
 */
export function argumentBytes(count: number, argv: readonly string[] = process.argv): Uint8Array[] {
  const args = count === 0 ? [] : argv.slice(-count);
  if (args.some((arg) => arg.includes(REPLACEMENT))) {
    const found = fromKernel(count);
    if (found !== null) return found;
  }
  return args.map(utf8Bytes);
}

/** `/proc/self/cmdline` has all arguments, a zero byte after each. */
function fromKernel(count: number): Uint8Array[] | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync('/proc/self/cmdline');
  } catch {
    return null;
  }
  const args: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
    args.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return args.length < count ? null : args.slice(-count);
}
