import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors, wrongArity } from '../reply-errors.ts';
import { openForRead, sortedSet } from './open-sorted-set.ts';

export const zrank = defineCommand({
  name: 'ZRANK',
  group: 'sorted-set',
  since: '2.0.0',
  arity: -3,
  flags: 'readonly fast',
  complexity: 'O(log(N))',
  summary: 'Gives the position of a member, counted from the lowest score.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key member [WITHSCORE]',
  history: [['7.2.0', 'WITHSCORE added.']],
  execute(ctx) {
    rank(ctx, 'zrank', false);
  },
});

export const zrevrank = defineCommand({
  name: 'ZREVRANK',
  group: 'sorted-set',
  since: '2.0.0',
  arity: -3,
  flags: 'readonly fast',
  complexity: 'O(log(N))',
  summary: 'Gives the position of a member, counted from the highest score.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key member [WITHSCORE]',
  history: [['7.2.0', 'WITHSCORE added.']],
  execute(ctx) {
    rank(ctx, 'zrevrank', true);
  },
});

function rank(ctx: Context, name: string, isReverse: boolean): void {
  const { bytes, starts, ends } = ctx.args;
  if (ctx.argc > 4) throw wrongArity(name);
  const withScore = ctx.argc === 4;
  if (withScore && !ctx.is(3, 'withscore')) throw errors.syntax;
  if (!openForRead(ctx, 1) || !sortedSet.find(bytes, starts[2], ends[2])) {
    if (withScore) ctx.reply.nullArray();
    else ctx.reply.nullBulk();
    return;
  }
  const score = sortedSet.score;
  const before = sortedSet.rankOfFound();
  if (withScore) ctx.reply.array(2);
  ctx.reply.integer(isReverse ? sortedSet.length - 1 - before : before);
  if (withScore) ctx.reply.double(score);
}
