import {
  addLongDoubles,
  fitsInt64,
  INT64_TEXT_MAX,
  type LongDouble,
  longDoubleText,
  NOT_AN_INTEGER,
  narrowInteger,
  parseInt64,
  parseLongDouble,
  writeInt64,
} from '@respite/bytes';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { createHash, findFieldToSet, hash, noteFields, openHashForWrite } from './hash-access.ts';

const notAnInteger = new CommandError('ERR hash value is not an integer');
const notAFloat = new CommandError('ERR hash value is not a float');
const infiniteIncrement = new CommandError('ERR value is NaN or Infinity');
const notFinite = new CommandError('ERR increment would produce NaN or Infinity');

const zero: LongDouble = { mantissa: 0n, exponent: 0 };
const text = new Uint8Array(INT64_TEXT_MAX);
const encoder = new TextEncoder();

export const hincrby = defineCommand({
  name: 'HINCRBY',
  group: 'hash',
  since: '2.0.0',
  arity: 4,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Adds an integer to the one in a hash field; a missing field counts as 0.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key field increment:integer',
  execute(ctx) {
    const by = ctx.int64(3);
    let sum = by;
    if (!openHashForWrite(ctx)) createHash(ctx, 1);
    else if (findFieldToSet(ctx, 2)) {
      hash.readValue();
      const value = parseInt64(hash.bytes, hash.start, hash.end);
      if (value === NOT_AN_INTEGER) throw notAnInteger;
      sum = addInt64(value, by);
    }
    store(ctx, text, writeInt64(sum, text, 0));
    noteFields(ctx, 2, 2);
    ctx.changed(keyEvents.hashIncrBy, 1);
    if (typeof sum === 'number') ctx.reply.integer(sum);
    else ctx.reply.integer64(sum);
  },
});

export const hincrbyfloat = defineCommand({
  name: 'HINCRBYFLOAT',
  group: 'hash',
  since: '2.6.0',
  arity: 4,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Adds to the floating-point number in a hash field; a missing field counts as 0.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key field increment:double',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const by = parseLongDouble(bytes, starts[3], ends[3]);
    if (by === undefined) throw errors.notAFloat;
    if (by.exponent === Number.POSITIVE_INFINITY) throw infiniteIncrement;
    let value: LongDouble | undefined = zero;
    const isThere = openHashForWrite(ctx);
    if (isThere && findFieldToSet(ctx, 2)) {
      hash.readValue();
      value = parseLongDouble(hash.bytes, hash.start, hash.end);
      if (value === undefined) throw notAFloat;
    }
    const sum = addLongDoubles(value, by);
    if (sum === undefined) throw notFinite;
    if (!isThere) createHash(ctx, 1);
    const digits = encoder.encode(longDoubleText(sum));
    store(ctx, digits, digits.length);
    noteFields(ctx, 2, 2);
    ctx.changed(keyEvents.hashIncrByFloat, 1);
    // The sum, not the summand: who replays it may compute with another precision.
    if (ctx.server.effects.propagating) propagateSum(ctx, digits);
    ctx.reply.bulk(digits, 0, digits.length);
  },
});

/** HSET would take the field's expiry away: it is set again, or kept by the command that keeps it. */
function propagateSum(ctx: Context, digits: Uint8Array): void {
  if (hash.expiry === Number.POSITIVE_INFINITY) {
    ctx.propagateAs('HSET', ctx.copyOf(1), ctx.copyOf(2), digits);
  } else {
    ctx.propagateAs('HSETEX', ctx.copyOf(1), 'KEEPTTL', 'FIELDS', 1, ctx.copyOf(2), digits);
  }
}

/** Gives the field in argument 2 this text; it keeps its expiry. */
function store(ctx: Context, value: Uint8Array, length: number): void {
  const { bytes, starts, ends } = ctx.args;
  hash.set(bytes, starts[2], ends[2], value, 0, length, true);
}

/** The exact sum. @throws overflow of 64 bits */
function addInt64(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const sum = BigInt(a) + BigInt(b);
  if (!fitsInt64(sum)) throw errors.overflow;
  return narrowInteger(sum);
}
