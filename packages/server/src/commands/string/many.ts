import { KIND_STRING, NO_EXPIRY } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { wrongArity } from '../reply-errors.ts';
import { storeString } from './store-string.ts';
import { replyString } from './string-reply.ts';

export const mget = defineCommand({
  name: 'MGET',
  group: 'string',
  since: '1.0.0',
  arity: -2,
  flags: 'readonly fast',
  complexity: 'O(N)',
  summary: 'Gives the strings of several keys at once, nil for each that is missing or not a string.',
  keys: [keyRange('RO access', 1, -1)],
  syntax: 'key...',
  tips: 'request_policy:multi_shard',
  execute(ctx) {
    ctx.reply.array(ctx.argc - 1);
    for (let i = 1; i < ctx.argc; i++) {
      const entry = ctx.lookup(i);
      if (entry !== 0 && ctx.entries.kind(entry) === KIND_STRING) replyString(ctx, entry);
      else ctx.reply.nullBulk();
    }
  },
});

export const mset = defineCommand({
  name: 'MSET',
  group: 'string',
  since: '1.0.1',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores a string at each of several keys in one step.',
  keys: [keyRange('OW update', 1, -1, 2)],
  syntax: 'data=(key value)...',
  tips: 'request_policy:multi_shard response_policy:all_succeeded',
  execute(ctx) {
    if (ctx.argc % 2 === 0) throw wrongArity('mset');
    storePairs(ctx);
    ctx.reply.ok();
  },
});

export const msetnx = defineCommand({
  name: 'MSETNX',
  group: 'string',
  since: '1.0.1',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores strings at several keys in one step, but only if none of the keys exists.',
  keys: [keyRange('OW insert', 1, -1, 2)],
  syntax: 'data=(key value)...',
  execute(ctx) {
    if (ctx.argc % 2 === 0) throw wrongArity('msetnx');
    for (let key = 1; key < ctx.argc; key += 2) {
      if (ctx.lookupForWrite(key) !== 0) {
        ctx.reply.integer(0);
        return;
      }
    }
    storePairs(ctx);
    ctx.reply.integer(1);
  },
});

function storePairs(ctx: Context): void {
  for (let key = 1; key < ctx.argc; key += 2) storeString(ctx, key, key + 1, ctx.lookupForWrite(key), NO_EXPIRY);
}
