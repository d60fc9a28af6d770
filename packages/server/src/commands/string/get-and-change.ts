import { NO_EXPIRY } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { deleteKeyInstead } from './delete-key.ts';
import { timeArgument } from './expiry-time.ts';
import { storeString } from './store-string.ts';
import { Allow, ExpiryOption, StringOptions } from './string-options.ts';
import { replyString, replyStringOrNil } from './string-reply.ts';

/** Read anew by every command. */
const options = new StringOptions();

export const getex = defineCommand({
  name: 'GETEX',
  group: 'string',
  since: '6.2.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Gives the string stored at a key and sets or removes its time to live.',
  keys: [keyRange('RW access update', 1)],
  syntax:
    'key [expiration=<EX seconds:integer|PX milliseconds:integer|EXAT unix-time-seconds:unix-time' +
    '|PXAT unix-time-milliseconds:unix-time|PERSIST>]',
  execute(ctx) {
    options.read(ctx, 2, Allow.persist);
    const entry = ctx.lookupString(1);
    if (entry === 0) {
      ctx.reply.nullBulk();
      return;
    }
    const time = options.hasTime ? options.time(ctx, 'getex') : NO_EXPIRY;
    replyString(ctx, entry);
    if (options.hasTime) expireAt(ctx, entry, time);
    else if (options.expiry === ExpiryOption.persist) persist(ctx, entry);
  },
});

function expireAt(ctx: Context, entry: number, time: number): void {
  if (time <= ctx.now) {
    deleteKeyInstead(ctx, entry, 1, ctx.server.config.lazyfreeLazyExpire);
    return;
  }
  ctx.db.setExpiry(entry, time);
  ctx.changed(keyEvents.expire, 1);
  if (ctx.server.effects.propagating) ctx.propagateAs('PEXPIREAT', ctx.copyOf(1), timeArgument(time));
}

function persist(ctx: Context, entry: number): void {
  if (!ctx.entries.hasExpiry(entry)) return;
  ctx.db.setExpiry(entry, NO_EXPIRY);
  ctx.changed(keyEvents.persist, 1);
  if (ctx.server.effects.propagating) ctx.propagateAs('PERSIST', ctx.copyOf(1));
}

export const getdel = defineCommand({
  name: 'GETDEL',
  group: 'string',
  since: '6.2.0',
  arity: 2,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Gives the string stored at a key and removes the key.',
  keys: [keyRange('RW access delete', 1)],
  syntax: 'key',
  execute(ctx) {
    const entry = ctx.lookupString(1);
    replyStringOrNil(ctx, entry);
    if (entry !== 0) deleteKeyInstead(ctx, entry, 1);
  },
});

export const getset = defineCommand({
  name: 'GETSET',
  group: 'string',
  since: '1.0.0',
  arity: 3,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Stores a string and gives the one that it takes the place of.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key value',
  deprecated: { since: '6.2.0', replacedBy: 'SET with GET' },
  execute(ctx) {
    const old = ctx.lookupString(1);
    replyStringOrNil(ctx, old);
    storeString(ctx, 1, 2, old, NO_EXPIRY);
    if (ctx.server.effects.propagating) ctx.propagateAs('SET', ctx.copyOf(1), ctx.copyOf(2));
  },
});
