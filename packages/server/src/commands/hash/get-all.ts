import { HashWalk } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { hash, isDue, openHash } from './hash-access.ts';

export const hgetall = defineCommand({
  name: 'HGETALL',
  group: 'hash',
  since: '2.0.0',
  arity: 2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Gives all fields of a hash with their values.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    if (!openHash(ctx)) {
      ctx.reply.map(0);
      return;
    }
    if (hash.nearestExpiry < ctx.now) {
      const gap = ctx.reply.beginDeferred();
      ctx.reply.endMap(gap, replyAll(ctx, true, true));
      return;
    }
    ctx.reply.map(hash.length);
    replyAll(ctx, true, true);
  },
});

export const hkeys = defineCommand({
  name: 'HKEYS',
  group: 'hash',
  since: '2.0.0',
  arity: 2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Gives the names of all fields of a hash.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    replyArray(ctx, true, false);
  },
});

export const hvals = defineCommand({
  name: 'HVALS',
  group: 'hash',
  since: '2.0.0',
  arity: 2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Gives the values of all fields of a hash.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    replyArray(ctx, false, true);
  },
});

const walk = new HashWalk();

function replyArray(ctx: Context, withFields: boolean, withValues: boolean): void {
  if (!openHash(ctx)) {
    ctx.reply.emptyArray();
    return;
  }
  if (hash.nearestExpiry < ctx.now) {
    const gap = ctx.reply.beginDeferred();
    ctx.reply.endArray(gap, replyAll(ctx, withFields, withValues));
    return;
  }
  ctx.reply.array(hash.length);
  replyAll(ctx, withFields, withValues);
}

/** Fields whose time has come are left out. @returns how many fields were given */
function replyAll(ctx: Context, withFields: boolean, withValues: boolean): number {
  const { reply } = ctx;
  const { field, value } = walk;
  let count = 0;
  for (walk.begin(ctx.db, hash.entry); walk.next(); ) {
    if (isDue(ctx, walk.expiry)) continue;
    if (withFields) reply.bulk(field.bytes, field.start, field.end);
    if (withValues) reply.bulk(value.bytes, value.start, value.end);
    count++;
  }
  return count;
}
