import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { RangeBy } from './bounds.ts';
import { openForRead, sortedSet } from './open-sorted-set.ts';
import { Open, RangeOptions } from './range-options.ts';

const options = new RangeOptions();

export const zrange = defineCommand({
  name: 'ZRANGE',
  group: 'sorted-set',
  since: '1.2.0',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(log(N)+M)',
  summary: 'Gives a range of members, by rank, score or bytes, in either direction.',
  keys: [keyRange('RO access', 1)],
  syntax:
    'key start stop [sortby^6.2.0=<BYSCORE|BYLEX>] [REV^6.2.0] [LIMIT limit^6.2.0=(offset:integer count:integer)] ' +
    '[WITHSCORES]',
  execute(ctx) {
    range(ctx, RangeBy.rank, false, Open.order | Open.scores);
  },
});

export const zrevrange = defineCommand({
  name: 'ZREVRANGE',
  group: 'sorted-set',
  since: '1.2.0',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(log(N)+M)',
  summary: 'Gives the members between two ranks, highest score first.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key start:integer stop:integer [WITHSCORES]',
  deprecated: { since: '6.2.0', replacedBy: 'ZRANGE with REV' },
  execute(ctx) {
    range(ctx, RangeBy.rank, true, Open.scores);
  },
});

export const zrangebyscore = defineCommand({
  name: 'ZRANGEBYSCORE',
  group: 'sorted-set',
  since: '1.0.5',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(log(N)+M) / O(log(N))',
  summary: 'Gives the members whose scores lie between two bounds, lowest first.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key min:double max:double [WITHSCORES^2.0.0] [LIMIT limit=(offset:integer count:integer)]',
  deprecated: { since: '6.2.0', replacedBy: 'ZRANGE with BYSCORE' },
  execute(ctx) {
    range(ctx, RangeBy.score, false, Open.scores);
  },
});

export const zrevrangebyscore = defineCommand({
  name: 'ZREVRANGEBYSCORE',
  group: 'sorted-set',
  since: '2.2.0',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(log(N)+M) / O(log(N))',
  summary: 'Gives the members whose scores lie between two bounds, highest first.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key max:double min:double [WITHSCORES] [LIMIT limit=(offset:integer count:integer)]',
  history: [['2.1.6', 'Bounds may be exclusive.']],
  deprecated: { since: '6.2.0', replacedBy: 'ZRANGE with REV and BYSCORE' },
  execute(ctx) {
    range(ctx, RangeBy.score, true, Open.scores);
  },
});

export const zrangebylex = defineCommand({
  name: 'ZRANGEBYLEX',
  group: 'sorted-set',
  since: '2.8.9',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(log(N)+M) / O(log(N))',
  summary: 'Gives the members between two bounds in the order of their bytes.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key min max [LIMIT limit=(offset:integer count:integer)]',
  deprecated: { since: '6.2.0', replacedBy: 'ZRANGE with BYLEX' },
  execute(ctx) {
    range(ctx, RangeBy.member, false, Open.scores);
  },
});

export const zrevrangebylex = defineCommand({
  name: 'ZREVRANGEBYLEX',
  group: 'sorted-set',
  since: '2.8.9',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(log(N)+M) / O(log(N))',
  summary: 'Gives the members between two bounds in the reverse order of their bytes.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key max min [LIMIT limit=(offset:integer count:integer)]',
  deprecated: { since: '6.2.0', replacedBy: 'ZRANGE with REV and BYLEX' },
  execute(ctx) {
    range(ctx, RangeBy.member, true, Open.scores);
  },
});

function range(ctx: Context, by: number, isReverse: boolean, open: number): void {
  options.read(ctx, 1, by, isReverse, open);
  const { reply } = ctx;
  if (!openForRead(ctx, 1)) {
    reply.emptyArray();
    return;
  }
  options.locate(ctx);
  const { first, count, withScores } = options;
  const isNested = withScores && reply.protocol === 3;
  reply.array(withScores && !isNested ? count * 2 : count);
  if (count === 0) return;
  const goesDown = options.isReverse;
  sortedSet.goTo(goesDown ? sortedSet.length - 1 - first : first);
  for (let left = count; ; ) {
    if (isNested) reply.array(2);
    reply.bulk(sortedSet.bytes, sortedSet.start, sortedSet.end);
    if (withScores) reply.double(sortedSet.score);
    if (--left === 0) return;
    if (goesDown) sortedSet.previous();
    else sortedSet.next();
  }
}
