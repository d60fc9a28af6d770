import { NO_EXPIRY } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { expiryTime, timeArgument } from './expiry-time.ts';
import { storeString } from './store-string.ts';

export const setnx = defineCommand({
  name: 'SETNX',
  group: 'string',
  since: '1.0.0',
  arity: 3,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Stores a string only if the key does not exist.',
  keys: [keyRange('OW insert', 1)],
  syntax: 'key value',
  deprecated: { since: '2.6.12', replacedBy: 'SET with NX' },
  execute(ctx) {
    const old = ctx.lookupForWrite(1);
    if (old === 0) storeString(ctx, 1, 2, 0, NO_EXPIRY);
    ctx.reply.integer(old === 0 ? 1 : 0);
  },
});

export const setex = defineCommand({
  name: 'SETEX',
  group: 'string',
  since: '2.0.0',
  arity: 4,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Stores a string with a time to live in seconds.',
  keys: [keyRange('OW update', 1)],
  syntax: 'key seconds:integer value',
  deprecated: { since: '2.6.12', replacedBy: 'SET with EX' },
  execute(ctx) {
    setUntil(ctx, expiryTime(ctx, 2, true, true, 'setex'));
  },
});

export const psetex = defineCommand({
  name: 'PSETEX',
  group: 'string',
  since: '2.6.0',
  arity: 4,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Stores a string with a time to live in milliseconds.',
  keys: [keyRange('OW update', 1)],
  syntax: 'key milliseconds:integer value',
  deprecated: { since: '2.6.12', replacedBy: 'SET with PX' },
  execute(ctx) {
    setUntil(ctx, expiryTime(ctx, 2, false, true, 'psetex'));
  },
});

/** Sets argument 1 to argument 3 until a time in the future. */
function setUntil(ctx: Context, time: number): void {
  storeString(ctx, 1, 3, ctx.lookupForWrite(1), time);
  ctx.notify(keyEvents.expire, 1);
  if (ctx.server.effects.propagating) {
    ctx.propagateAs('SET', ctx.copyOf(1), ctx.copyOf(3), 'PXAT', timeArgument(time));
  }
  ctx.reply.ok();
}
