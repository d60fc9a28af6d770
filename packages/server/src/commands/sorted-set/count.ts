import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { Bounds, RangeBy } from './bounds.ts';
import { openForRead } from './open-sorted-set.ts';

const bounds = new Bounds();

export const zcount = defineCommand({
  name: 'ZCOUNT',
  group: 'sorted-set',
  since: '2.0.0',
  arity: 4,
  flags: 'readonly fast',
  complexity: 'O(log(N))',
  summary: 'Counts the members whose scores lie between two bounds.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key min:double max:double',
  execute(ctx) {
    count(ctx, RangeBy.score);
  },
});

export const zlexcount = defineCommand({
  name: 'ZLEXCOUNT',
  group: 'sorted-set',
  since: '2.8.9',
  arity: 4,
  flags: 'readonly fast',
  complexity: 'O(log(N))',
  summary: 'Counts the members between two bounds in the order of their bytes.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key min max',
  execute(ctx) {
    count(ctx, RangeBy.member);
  },
});

function count(ctx: Context, by: number): void {
  bounds.read(ctx, by, 2, 3);
  if (!openForRead(ctx, 1)) {
    ctx.reply.integer(0);
    return;
  }
  bounds.locate(ctx, false);
  ctx.reply.integer(bounds.count);
}
