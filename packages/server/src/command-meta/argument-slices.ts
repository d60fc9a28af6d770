/**
 * The arguments of one command as slices of the bytes that were received: argument `i` is
 * `bytes[starts[i]] .. bytes[ends[i] - 1]`. Argument 0 is the command's name.
 */
export interface ArgumentSlices {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly starts: Readonly<ArrayLike<number>>;
  readonly ends: Readonly<ArrayLike<number>>;
}

/** @param word ASCII in capitals; the argument may be in any case */
export function argumentIs(args: ArgumentSlices, index: number, word: string): boolean {
  const start = args.starts[index];
  const length = word.length;
  if (args.ends[index] - start !== length) return false;
  const bytes = args.bytes;
  for (let i = 0; i < length; i++) {
    let byte = bytes[start + i];
    if (byte >= 0x61 && byte <= 0x7a) byte -= 0x20;
    if (byte !== word.charCodeAt(i)) return false;
  }
  return true;
}

/** The argument as a number of keys: decimal digits as Redis writes them (no sign, no leading zero); -1: not such. */
export function argumentAsCount(args: ArgumentSlices, index: number): number {
  const start = args.starts[index];
  const length = args.ends[index] - start;
  // Nine digits are more than any command can have arguments, and still a small integer.
  if (length === 0 || length > 9) return -1;
  const bytes = args.bytes;
  if (length > 1 && bytes[start] === 0x30) return -1;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = bytes[start + i] - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
