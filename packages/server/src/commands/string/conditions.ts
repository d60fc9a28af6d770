import { equalBytes, XXH3_HEX_LENGTH, Xxh3 } from '@respite/bytes';
import { KIND_STRING, locateString } from '@respite/store';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { Condition } from './string-options.ts';

const notADigest = new CommandError(`ERR must be exactly ${XXH3_HEX_LENGTH} hexadecimal characters`);

const xxh3 = new Xxh3();
const hex = new Uint8Array(XXH3_HEX_LENGTH);

/**
 * Whether a condition holds for what is at a key.
 * @param entry the key's entry, or 0
 * @param index the argument with the value or digest to compare with
 * @throws WRONGTYPE, or not a digest: only where there is something to compare
 */
export function conditionHolds(ctx: Context, entry: number, condition: number, index: number): boolean {
  switch (condition) {
    case Condition.ifMissing:
      return entry === 0;
    case Condition.ifPresent:
      return entry !== 0;
    case Condition.ifEqual:
      return entry !== 0 && equalsArgument(ctx, stringEntry(ctx, entry), index);
    case Condition.ifNotEqual:
      return entry === 0 || !equalsArgument(ctx, stringEntry(ctx, entry), index);
    case Condition.ifDigestEqual:
      return entry !== 0 && hasDigest(ctx, stringEntry(ctx, entry), index);
    case Condition.ifDigestNotEqual:
      return entry === 0 || !hasDigest(ctx, stringEntry(ctx, entry), index);
    default:
      return true;
  }
}

/** Whether a string is the one in argument `index`. */
export function equalsArgument(ctx: Context, entry: number, index: number): boolean {
  const { args, entries } = ctx;
  locateString(entries, entry);
  const { bytes, valueStart, valueEnd } = entries;
  return equalBytes(bytes, valueStart, valueEnd, args.bytes, args.starts[index], args.ends[index]);
}

/** The digest of a string as 16 hexadecimal digits; good until the next call. */
export function hexDigest(ctx: Context, entry: number): Uint8Array {
  const { entries } = ctx;
  locateString(entries, entry);
  xxh3.of(entries.bytes, entries.valueStart, entries.valueEnd);
  xxh3.writeHex(hex, 0);
  return hex;
}

/** Whether a string's digest is the one in argument `index`. What is no hexadecimal digit just never equals one. */
function hasDigest(ctx: Context, entry: number, index: number): boolean {
  const { args } = ctx;
  if (args.lengthOf(index) !== XXH3_HEX_LENGTH) throw notADigest;
  const digest = hexDigest(ctx, entry);
  for (let i = 0, j = args.starts[index]; i < XXH3_HEX_LENGTH; i++, j++) {
    const digit = args.bytes[j];
    if ((digit >= 0x41 && digit <= 0x46 ? digit | 0x20 : digit) !== digest[i]) return false;
  }
  return true;
}

function stringEntry(ctx: Context, entry: number): number {
  if (ctx.entries.kind(entry) !== KIND_STRING) throw errors.wrongType;
  return entry;
}
