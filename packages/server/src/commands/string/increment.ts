import { fitsInt64, NOT_AN_INTEGER, narrowInteger } from '@respite/bytes';
import {
  KEEP_EXPIRY,
  KIND_STRING,
  NO_EXPIRY,
  STRING_INTEGER,
  setInteger,
  stringAsInteger,
  updateInteger,
} from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { noteNewKey } from './store-string.ts';

const INT64_MIN = -(2n ** 63n);
const cannotNegate = new CommandError('ERR decrement would overflow');

export const incr = defineCommand({
  name: 'INCR',
  group: 'string',
  since: '1.0.0',
  arity: 2,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Raises the integer stored at a key by one; a missing key counts as 0.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key',
  execute(ctx) {
    increment(ctx, 1);
  },
});

export const decr = defineCommand({
  name: 'DECR',
  group: 'string',
  since: '1.0.0',
  arity: 2,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Lowers the integer stored at a key by one; a missing key counts as 0.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key',
  execute(ctx) {
    increment(ctx, -1);
  },
});

export const incrby = defineCommand({
  name: 'INCRBY',
  group: 'string',
  since: '1.0.0',
  arity: 3,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Raises the integer stored at a key by the given amount; a missing key counts as 0.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key increment:integer',
  execute(ctx) {
    increment(ctx, ctx.int64(2));
  },
});

export const decrby = defineCommand({
  name: 'DECRBY',
  group: 'string',
  since: '1.0.0',
  arity: 3,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Lowers the integer stored at a key by the given amount; a missing key counts as 0.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key decrement:integer',
  execute(ctx) {
    const by = ctx.int64(2);
    if (by === INT64_MIN) throw cannotNegate;
    increment(ctx, typeof by === 'number' ? 0 - by : -by);
  },
});

function increment(ctx: Context, by: number | bigint): void {
  const entry = ctx.lookupKindForWrite(1, KIND_STRING);
  const { bytes, starts, ends } = ctx.args;
  let sum = by;
  if (entry === 0) {
    noteNewKey(ctx, setInteger(ctx.db, 0, bytes, starts[1], ends[1], sum, NO_EXPIRY), 1);
  } else {
    const value = stringAsInteger(ctx.entries, entry);
    if (value === NOT_AN_INTEGER) throw errors.notAnInteger;
    sum = addInt64(value, by);
    if (ctx.entries.encoding(entry) === STRING_INTEGER) updateInteger(ctx.db, entry, sum);
    else setInteger(ctx.db, entry, bytes, starts[1], ends[1], sum, KEEP_EXPIRY);
  }
  ctx.changed(keyEvents.incrBy, 1);
  if (typeof sum === 'number') ctx.reply.integer(sum);
  else ctx.reply.integer64(sum);
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
