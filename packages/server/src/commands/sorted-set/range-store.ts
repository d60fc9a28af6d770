import { LargeSortedSet } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { defineCommand } from '../define-command.ts';
import { RangeBy } from './bounds.ts';
import { openForRead, sortedSet } from './open-sorted-set.ts';
import { Open, RangeOptions } from './range-options.ts';
import { removeResult, storeResult } from './store-result.ts';

const options = new RangeOptions();

export const zrangestore = defineCommand({
  name: 'ZRANGESTORE',
  group: 'sorted-set',
  since: '6.2.0',
  arity: -5,
  flags: 'write denyoom',
  complexity: 'O(log(N)+M)',
  summary: 'Stores a range of a sorted set, by rank, score or bytes, in another key.',
  keys: [keyRange('OW update', 1), keyRange('RO access', 2)],
  syntax: 'dst@0 src@1 min max [sortby=<BYSCORE|BYLEX>] [REV] [LIMIT limit=(offset:integer count:integer)]',
  execute(ctx) {
    options.read(ctx, 2, RangeBy.rank, false, Open.order);
    if (!openForRead(ctx, 2)) {
      removeResult(ctx);
      return;
    }
    options.locate(ctx);
    const { first, count, isReverse } = options;
    if (count === 0) {
      removeResult(ctx);
      return;
    }
    const result = new LargeSortedSet(ctx.server.store.collections);
    sortedSet.goTo(isReverse ? sortedSet.length - first - count : first);
    for (let left = count; left > 0; left--) {
      result.find(sortedSet.bytes, sortedSet.start, sortedSet.end);
      result.append(sortedSet.bytes, sortedSet.start, sortedSet.end, sortedSet.score);
      sortedSet.next();
    }
    storeResult(ctx, result, keyEvents.zrangeStore);
  },
});
