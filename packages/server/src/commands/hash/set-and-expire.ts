import { NO_EXPIRY } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { FieldExpiryOptions } from './expiry-options.ts';
import {
  createHash,
  findField,
  hash,
  noteFields,
  openHashForWrite,
  openOrCreateHash,
  removeIfEmpty,
  setField,
} from './hash-access.ts';

const options = new FieldExpiryOptions();

export const hsetex = defineCommand({
  name: 'HSETEX',
  group: 'hash',
  since: '8.0.0',
  arity: -6,
  flags: 'write denyoom fast',
  complexity: 'O(N)',
  summary: 'Sets hash fields with one condition and one expiry for all of them.',
  keys: [keyRange('RW update', 1)],
  syntax:
    'key [condition=<FNX|FXX>] [expiration=<EX seconds:integer|PX milliseconds:integer' +
    '|EXAT unix-time-seconds:unix-time|PXAT unix-time-milliseconds:unix-time|KEEPTTL>] ' +
    'FIELDS fields=(numfields:integer data=(field value)...)',
  execute(ctx) {
    options.read(ctx, 'hsetex');
    if (!conditionHolds(ctx)) {
      ctx.reply.integer(0);
      return;
    }
    // The look-up once more: a hash may have gone with its last field while the condition was looked at.
    openOrCreateHash(ctx, (ctx.argc - options.first) >>> 1);
    setAll(ctx);
    ctx.reply.integer(1);
  },
});

/** Whether all or none of the fields are there, as FXX or FNX wants it. */
function conditionHolds(ctx: Context): boolean {
  const { first, ifAll, ifNone } = options;
  const isThere = openHashForWrite(ctx);
  if (!isThere) return !ifAll;
  if (!ifAll && !ifNone) return true;
  for (let i = first; i < ctx.argc; i += 2) if (findField(ctx, i) !== ifAll) return false;
  return true;
}

function setAll(ctx: Context): void {
  const { first, time, keepsExpiry } = options;
  const isPast = time <= ctx.now;
  for (let i = first; i < ctx.argc; i += 2) {
    // A field that is due is a new one: it keeps nothing.
    if (keepsExpiry && !findField(ctx, i)) reopen(ctx);
    setField(ctx, i, i + 1, keepsExpiry);
    if (time !== NO_EXPIRY && !isPast) {
      findField(ctx, i);
      hash.setExpiry(time);
    }
  }
  const isEmpty = isPast && removeAll(ctx);
  noteFields(ctx, first, 2);
  ctx.changed(keyEvents.hashSet, 1);
  if (isPast) ctx.notify(keyEvents.hashDelete, 1);
  else if (time !== NO_EXPIRY) ctx.notify(keyEvents.hashExpire, 1);
  if (isEmpty) ctx.notify(keyEvents.del, 1);
  if (ctx.server.effects.propagating) propagate(ctx, isPast);
}

/** Goes on with a hash that may have gone with its last field. */
function reopen(ctx: Context): void {
  if (!openHashForWrite(ctx)) createHash(ctx, 1);
}

/** Removes the fields again: their time is past. @returns whether the hash is gone with them */
function removeAll(ctx: Context): boolean {
  const { bytes, starts, ends } = ctx.args;
  for (let i = options.first; i < ctx.argc; i += 2) {
    if (hash.length > 0 && hash.find(bytes, starts[i], ends[i])) hash.remove();
  }
  return removeIfEmpty(ctx);
}

function propagate(ctx: Context, isPast: boolean): void {
  const { first, time, keepsExpiry } = options;
  const data: (string | Uint8Array)[] = [];
  for (let i = first; i < ctx.argc; i += isPast ? 2 : 1) data.push(ctx.copyOf(i));
  if (isPast) {
    ctx.propagateAs('HDEL', ctx.copyOf(1), ...data);
    return;
  }
  const expiry = keepsExpiry ? ['KEEPTTL'] : time === NO_EXPIRY ? [] : ['PXAT', time];
  ctx.propagateAs('HSETEX', ctx.copyOf(1), ...expiry, 'FIELDS', data.length >>> 1, ...data);
}
