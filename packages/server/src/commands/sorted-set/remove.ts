import { keyRange } from '../../command-meta/key-spec.ts';
import { type KeyEvent, keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { Bounds, RangeBy } from './bounds.ts';
import { openForWrite, removeIfEmpty, sortedSet } from './open-sorted-set.ts';

const bounds = new Bounds();

export const zrem = defineCommand({
  name: 'ZREM',
  group: 'sorted-set',
  since: '1.2.0',
  arity: -3,
  flags: 'write fast',
  complexity: 'O(M*log(N))',
  summary: 'Removes members from a sorted set and gives how many it had.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key member...',
  history: [['2.4.0', 'Takes several members.']],
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    let removed = 0;
    if (openForWrite(ctx, 1)) {
      for (let i = 2; i < ctx.argc && sortedSet.length > 0; i++) {
        if (!sortedSet.find(bytes, starts[i], ends[i])) continue;
        sortedSet.removeFound();
        removed++;
      }
    }
    if (removed > 0) {
      ctx.server.effects.dirty += removed - 1;
      ctx.changed(keyEvents.zrem, 1);
      removeIfEmpty(ctx, 1);
    }
    ctx.reply.integer(removed);
  },
});

export const zremrangebyrank = defineCommand({
  name: 'ZREMRANGEBYRANK',
  group: 'sorted-set',
  since: '2.0.0',
  arity: 4,
  flags: 'write',
  complexity: 'O(log(N)+M)',
  summary: 'Removes the members between two ranks, both included.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key start:integer stop:integer',
  execute(ctx) {
    removeRange(ctx, RangeBy.rank, keyEvents.zremRangeByRank);
  },
});

export const zremrangebyscore = defineCommand({
  name: 'ZREMRANGEBYSCORE',
  group: 'sorted-set',
  since: '1.2.0',
  arity: 4,
  flags: 'write',
  complexity: 'O(log(N)+M)',
  summary: 'Removes the members whose scores lie between two bounds.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key min:double max:double',
  execute(ctx) {
    removeRange(ctx, RangeBy.score, keyEvents.zremRangeByScore);
  },
});

export const zremrangebylex = defineCommand({
  name: 'ZREMRANGEBYLEX',
  group: 'sorted-set',
  since: '2.8.9',
  arity: 4,
  flags: 'write',
  complexity: 'O(log(N)+M)',
  summary: 'Removes the members between two bounds in the order of their bytes.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key min max',
  execute(ctx) {
    removeRange(ctx, RangeBy.member, keyEvents.zremRangeByLex);
  },
});

function removeRange(ctx: Context, by: number, event: KeyEvent): void {
  bounds.read(ctx, by, 2, 3);
  if (!openForWrite(ctx, 1)) {
    ctx.reply.integer(0);
    return;
  }
  bounds.locate(ctx, false);
  if (bounds.count > 0) {
    sortedSet.removeRange(bounds.first, bounds.count);
    ctx.server.effects.dirty += bounds.count - 1;
    ctx.changed(event, 1);
    removeIfEmpty(ctx, 1);
  }
  ctx.reply.integer(bounds.count);
}
