import { NOT_AN_INTEGER, parseInt64 } from '@respite/bytes';
import type { Overflow } from '@respite/store';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { bitOffset } from './bit-offset.ts';

export const GET = 0;
export const SET = 1;
export const INCREMENT = 2;

const LOWER_I = 0x69;
const LOWER_U = 0x75;
const SIGNED_BITS_MAX = 64;
/** Unsigned integers of 64 bits cannot be answered: the protocol's integers are signed. */
const UNSIGNED_BITS_MAX = 63;

const badType = new CommandError(
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
);
const badOverflow = new CommandError('ERR Invalid OVERFLOW type specified');

/** The operations of a BITFIELD command, all read and checked before the first is carried out. One object, used again. */
export class BitFieldOperations {
  count = 0;
  /** GET, SET or INCREMENT. */
  readonly kinds: number[] = [];
  readonly offsets: number[] = [];
  readonly widths: number[] = [];
  readonly signed: boolean[] = [];
  readonly operands: (number | bigint)[] = [];
  readonly overflows: Overflow[] = [];
  /** Whether any is not GET. */
  writes = false;
  /** The last bit that is written to. */
  lastBit = 0;

  /** Reads them from argument 2 on. */
  read(ctx: Context): void {
    this.count = 0;
    this.writes = false;
    this.lastBit = 0;
    let overflow: Overflow = 'wrap';
    for (let i = 2; i < ctx.argc; ) {
      const rest = ctx.argc - i - 1;
      if (rest >= 2 && ctx.is(i, 'get')) {
        this.#add(ctx, GET, i, overflow);
        i += 3;
      } else if (rest >= 3 && ctx.is(i, 'set')) {
        this.#add(ctx, SET, i, overflow);
        i += 4;
      } else if (rest >= 3 && ctx.is(i, 'incrby')) {
        this.#add(ctx, INCREMENT, i, overflow);
        i += 4;
      } else if (rest >= 1 && ctx.is(i, 'overflow')) {
        overflow = readOverflow(ctx, i + 1);
        i += 2;
      } else throw errors.syntax;
    }
  }

  #add(ctx: Context, kind: number, index: number, overflow: Overflow): void {
    const { bytes, starts, ends } = ctx.args;
    const n = this.count;
    const type = starts[index + 1] < ends[index + 1] ? bytes[starts[index + 1]] : 0;
    if (type !== LOWER_I && type !== LOWER_U) throw badType;
    const bits = parseInt64(bytes, starts[index + 1] + 1, ends[index + 1]);
    if (bits === NOT_AN_INTEGER) throw badType;
    const width = Number(bits);
    if (width < 1 || width > (type === LOWER_I ? SIGNED_BITS_MAX : UNSIGNED_BITS_MAX)) throw badType;
    const offset = bitOffset(ctx, index + 2, width);
    this.operands[n] = 0;
    if (kind !== GET) {
      this.operands[n] = ctx.int64(index + 3);
      this.writes = true;
      this.lastBit = Math.max(this.lastBit, offset + width - 1);
    }
    this.kinds[n] = kind;
    this.offsets[n] = offset;
    this.widths[n] = width;
    this.signed[n] = type === LOWER_I;
    this.overflows[n] = overflow;
    this.count = n + 1;
  }
}

function readOverflow(ctx: Context, index: number): Overflow {
  if (ctx.is(index, 'wrap')) return 'wrap';
  if (ctx.is(index, 'sat')) return 'sat';
  if (ctx.is(index, 'fail')) return 'fail';
  throw badOverflow;
}
