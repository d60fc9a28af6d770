import { NOT_AN_INTEGER, parseInt64 } from '@respite/bytes';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';

const badOffset = new CommandError('ERR bit offset is not an integer or out of range');
const HASH = 0x23;

/**
 * Argument `index` as the number of a bit in a string that is not too long.
 * @param width where this is not 0, "#n" counts fields of this many bits
 */
export function bitOffset(ctx: Context, index: number, width = 0): number {
  const { bytes, starts, ends } = ctx.args;
  const counted = width > 0 && starts[index] < ends[index] && bytes[starts[index]] === HASH;
  const number = parseInt64(bytes, starts[index] + (counted ? 1 : 0), ends[index]);
  if (number === NOT_AN_INTEGER) throw badOffset;
  let offset = Number(number);
  if (counted) {
    // In 64 bits, as Redis multiplies: what overflows may be small again.
    const product = offset * width;
    offset = Number.isSafeInteger(product) ? product : Number(BigInt.asIntN(64, BigInt(number) * BigInt(width)));
  }
  if (offset < 0 || Math.floor(offset / 8) >= ctx.server.config.protoMaxBulkLen) throw badOffset;
  return offset;
}
