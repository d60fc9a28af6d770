import { type LargeSortedSet, ScoreCursor } from '@respite/store';
import type { Context } from '../context.ts';

const cursor = new ScoreCursor();

/** Answers with all elements of a sorted set that a command has made, in their order. */
export function replyResult(ctx: Context, { tree, members }: LargeSortedSet, withScores: boolean): void {
  const { reply } = ctx;
  const { entries } = members;
  const isNested = withScores && reply.protocol === 3;
  reply.array(withScores && !isNested ? tree.size * 2 : tree.size);
  if (tree.size === 0) return;
  cursor.start(tree, 0);
  do {
    entries.locate(cursor.member);
    if (isNested) reply.array(2);
    reply.bulk(entries.bytes, entries.keyStart, entries.keyEnd);
    if (withScores) reply.double(cursor.score);
  } while (cursor.next());
}
