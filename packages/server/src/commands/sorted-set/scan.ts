import { doubleText } from '@respite/bytes';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { elementScan } from '../generic/element-scan.ts';
import { scanCursor } from '../generic/scan-cursor.ts';
import { ScanExtra, ScanOptions } from '../generic/scan-options.ts';
import { openForRead, sortedSet } from './open-sorted-set.ts';
import { longScoreText } from './score-text.ts';

const options = new ScanOptions();

export const zscan = defineCommand({
  name: 'ZSCAN',
  group: 'sorted-set',
  since: '2.8.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(1) / O(N)',
  summary: 'Walks over the members and scores of a sorted set a few at a time.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [NOSCORES]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    const cursor = scanCursor(ctx, 2);
    const { reply } = ctx;
    if (!openForRead(ctx, 1)) {
      reply.array(2);
      reply.bulkInteger(0);
      reply.emptyArray();
      return;
    }
    options.read(ctx, 3, ScanExtra.noScores);
    if (sortedSet.members === undefined) replyAll(ctx);
    else replySome(ctx, cursor);
  },
});

function replySome(ctx: Context, cursor: number): void {
  const { reply } = ctx;
  const next = elementScan.step(sortedSet.members!, cursor, options);
  const { found } = elementScan;
  reply.array(2);
  reply.bulkInteger(next);
  reply.array(options.keysOnly ? found.length : found.length * 2);
  for (let i = 0; i < found.length; i++) {
    sortedSet.goToMember(found[i]);
    reply.bulk(sortedSet.bytes, sortedSet.start, sortedSet.end);
    if (!options.keysOnly) reply.bulkText(longScoreText(sortedSet.score));
  }
}

function replyAll(ctx: Context): void {
  const { reply } = ctx;
  reply.array(2);
  reply.bulkInteger(0);
  const gap = reply.beginDeferred();
  let length = 0;
  for (let on = sortedSet.goTo(0); on; on = sortedSet.next()) {
    if (!options.matches(sortedSet.bytes, sortedSet.start, sortedSet.end)) continue;
    reply.bulk(sortedSet.bytes, sortedSet.start, sortedSet.end);
    length++;
    if (options.keysOnly) continue;
    reply.bulkText(doubleText(sortedSet.score));
    length++;
  }
  reply.endArray(gap, length);
}
