import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { openForRead, sortedSet } from './open-sorted-set.ts';

const COUNT_MAX = 2n ** 63n - 1n;
const outOfRange = new CommandError('ERR value is out of range');
const countOutOfRange = new CommandError(
  `ERR value is out of range, value must between -${COUNT_MAX} and ${COUNT_MAX}`,
);

/** With fewer elements than so many times those asked for, the set is walked; else elements are drawn until enough differ. */
const WALK_BELOW = 3;

export const zrandmember = defineCommand({
  name: 'ZRANDMEMBER',
  group: 'sorted-set',
  since: '6.2.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Gives one member or several of a sorted set, chosen at random.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key [options=(count:integer [WITHSCORES])]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    if (ctx.argc > 2) {
      replySeveral(ctx);
      return;
    }
    if (!openForRead(ctx, 1)) {
      ctx.reply.nullBulk();
      return;
    }
    sortedSet.goToRandom(ctx.server.random);
    ctx.reply.bulk(sortedSet.bytes, sortedSet.start, sortedSet.end);
  },
});

function replySeveral(ctx: Context): void {
  const exact = BigInt(ctx.int64(2));
  if (exact < -COUNT_MAX) throw countOutOfRange;
  const withScores = ctx.argc === 4 && ctx.is(3, 'withscores');
  if (ctx.argc > 3 && !withScores) throw errors.syntax;
  if (withScores && (exact < -COUNT_MAX / 2n || exact > COUNT_MAX / 2n)) throw outOfRange;
  const count = Number(exact);
  if (!openForRead(ctx, 1) || count === 0) {
    ctx.reply.emptyArray();
    return;
  }
  if (count < 0) replyDraws(ctx, -count, withScores);
  else replyDistinct(ctx, Math.min(count, sortedSet.length), withScores);
}

function replyDraws(ctx: Context, count: number, withScores: boolean): void {
  begin(ctx, count, withScores);
  for (let i = 0; i < count && !ctx.reply.overflowed; i++) {
    sortedSet.goToRandom(ctx.server.random);
    replyElement(ctx, withScores);
  }
}

function replyDistinct(ctx: Context, count: number, withScores: boolean): void {
  const { random } = ctx.server;
  const { length } = sortedSet;
  begin(ctx, count, withScores);
  if (count * WALK_BELOW > length || sortedSet.members === undefined) {
    // Each is taken with the chance that is just right for those still wanted among those still to come.
    let wanted = count;
    let left = length;
    for (let on = sortedSet.goTo(0); on && wanted > 0; on = sortedSet.next()) {
      if (random() * left-- >= wanted) continue;
      replyElement(ctx, withScores);
      wanted--;
    }
    return;
  }
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const before = drawn.size;
    drawn.add(sortedSet.goToRandom(random));
    if (drawn.size > before) replyElement(ctx, withScores);
  }
}

function begin(ctx: Context, count: number, withScores: boolean): void {
  ctx.reply.array(withScores && ctx.reply.protocol === 2 ? count * 2 : count);
}

function replyElement(ctx: Context, withScores: boolean): void {
  if (withScores && ctx.reply.protocol === 3) ctx.reply.array(2);
  ctx.reply.bulk(sortedSet.bytes, sortedSet.start, sortedSet.end);
  if (withScores) ctx.reply.double(sortedSet.score);
}
