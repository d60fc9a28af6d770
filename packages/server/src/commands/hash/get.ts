import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { findField, hash, openHash } from './hash-access.ts';

export const hget = defineCommand({
  name: 'HGET',
  group: 'hash',
  since: '2.0.0',
  arity: 3,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the value of a hash field, or nil.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key field',
  execute(ctx) {
    if (openHash(ctx)) replyFieldValue(ctx, 2);
    else ctx.reply.nullBulk();
  },
});

export const hmget = defineCommand({
  name: 'HMGET',
  group: 'hash',
  since: '2.0.0',
  arity: -3,
  flags: 'readonly fast',
  complexity: 'O(N)',
  summary: 'Gives the values of several hash fields, nil for each that is missing.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key field...',
  execute(ctx) {
    const isThere = openHash(ctx);
    ctx.reply.array(ctx.argc - 2);
    for (let i = 2; i < ctx.argc; i++) {
      if (isThere) replyFieldValue(ctx, i);
      else ctx.reply.nullBulk();
    }
  },
});

export const hexists = defineCommand({
  name: 'HEXISTS',
  group: 'hash',
  since: '2.0.0',
  arity: 3,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Says whether a hash has a field.',
  keys: [keyRange('RO', 1)],
  syntax: 'key field',
  execute(ctx) {
    ctx.reply.integer(openHash(ctx) && findField(ctx, 2) ? 1 : 0);
  },
});

export const hstrlen = defineCommand({
  name: 'HSTRLEN',
  group: 'hash',
  since: '3.2.0',
  arity: 3,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the length in bytes of the value of a hash field.',
  keys: [keyRange('RO', 1)],
  syntax: 'key field',
  execute(ctx) {
    let length = 0;
    if (openHash(ctx) && findField(ctx, 2)) {
      hash.readValue();
      length = hash.end - hash.start;
    }
    ctx.reply.integer(length);
  },
});

export const hlen = defineCommand({
  name: 'HLEN',
  group: 'hash',
  since: '2.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the number of fields of a hash.',
  keys: [keyRange('RO', 1)],
  syntax: 'key',
  execute(ctx) {
    ctx.reply.integer(openHash(ctx) ? hash.length : 0);
  },
});

/** Replies with the value of the field in argument `index`, or nil. */
export function replyFieldValue(ctx: Context, index: number): boolean {
  if (!findField(ctx, index)) {
    ctx.reply.nullBulk();
    return false;
  }
  hash.readValue();
  ctx.reply.bulk(hash.bytes, hash.start, hash.end);
  return true;
}
