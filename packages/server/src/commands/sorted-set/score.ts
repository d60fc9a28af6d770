import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { openForRead, sortedSet } from './open-sorted-set.ts';

export const zcard = defineCommand({
  name: 'ZCARD',
  group: 'sorted-set',
  since: '1.2.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the number of members of a sorted set.',
  keys: [keyRange('RO', 1)],
  syntax: 'key',
  execute(ctx) {
    ctx.reply.integer(openForRead(ctx, 1) ? sortedSet.length : 0);
  },
});

export const zscore = defineCommand({
  name: 'ZSCORE',
  group: 'sorted-set',
  since: '1.2.0',
  arity: 3,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the score of a member, or nil.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key member',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    if (openForRead(ctx, 1) && sortedSet.find(bytes, starts[2], ends[2])) ctx.reply.double(sortedSet.score);
    else ctx.reply.nullBulk();
  },
});

export const zmscore = defineCommand({
  name: 'ZMSCORE',
  group: 'sorted-set',
  since: '6.2.0',
  arity: -3,
  flags: 'readonly fast',
  complexity: 'O(N)',
  summary: 'Gives the scores of several members, nil for each that is missing.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key member...',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const isThere = openForRead(ctx, 1);
    ctx.reply.array(ctx.argc - 2);
    for (let i = 2; i < ctx.argc; i++) {
      if (isThere && sortedSet.find(bytes, starts[i], ends[i])) ctx.reply.double(sortedSet.score);
      else ctx.reply.nullBulk();
    }
  },
});
