import type { Arguments } from '@respite/resp';

/** What a request takes on the wire, as an array of bulk strings. */
export function requestBytes(args: Arguments): number {
  let sum = `*${args.count}\r\n`.length;
  for (let i = 0; i < args.count; i++) sum += `$${args.lengthOf(i)}\r\n\r\n`.length + args.lengthOf(i);
  return sum;
}
