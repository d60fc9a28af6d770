import type { ReplyWriter } from '@respite/resp';
import { type MatchVisitor, SoughtElement, visitListMatches } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { lookupList } from './look-up-list.ts';

const INT64_MIN = -(2n ** 63n);

const rankIsZero = new CommandError(
  "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... " +
    'or use negative to start from the end of the list',
);
const rankOutOfRange = new CommandError(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
);
const negativeCount = new CommandError("ERR COUNT can't be negative");
const negativeLength = new CommandError("ERR MAXLEN can't be negative");

const sought = new SoughtElement();

/** Answers with the indexes of matches, from the `rank`th on, until there are `most`. */
class Positions implements MatchVisitor {
  reply!: ReplyWriter;
  rank = 1;
  most = 1;
  found = 0;
  #matches = 0;

  begin(reply: ReplyWriter, rank: number, most: number): void {
    this.reply = reply;
    this.rank = rank;
    this.most = most;
    this.found = 0;
    this.#matches = 0;
  }

  match(index: number): boolean {
    if (++this.#matches < this.rank) return true;
    this.reply.integer(index);
    return ++this.found < this.most;
  }
}

const positions = new Positions();

export const lpos = defineCommand({
  name: 'LPOS',
  group: 'list',
  since: '6.0.6',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Finds where an element stands in a list.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key element [RANK rank:integer] [COUNT num-matches:integer] [MAXLEN len:integer]',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    let rank = 1;
    /** -1: one match, by itself. */
    let count = -1;
    let length = 0;
    for (let i = 3; i < ctx.argc; i += 2) {
      if (i + 1 === ctx.argc) throw errors.syntax;
      if (ctx.is(i, 'rank')) {
        const given = ctx.int64(i + 1);
        if (given === INT64_MIN) throw rankOutOfRange;
        rank = Number(given);
        if (rank === 0) throw rankIsZero;
      } else if (ctx.is(i, 'count')) {
        count = ctx.integer(i + 1, negativeCount);
        if (count < 0) throw negativeCount;
      } else if (ctx.is(i, 'maxlen')) {
        length = ctx.integer(i + 1, negativeLength);
        if (length < 0) throw negativeLength;
      } else throw errors.syntax;
    }
    const entry = lookupList(ctx, 1);
    const { reply } = ctx;
    if (entry === 0) {
      if (count < 0) reply.nullBulk();
      else reply.emptyArray();
      return;
    }
    const gap = count < 0 ? 0 : reply.beginDeferred();
    positions.begin(reply, Math.abs(rank), count < 0 ? 1 : count || Number.POSITIVE_INFINITY);
    sought.set(bytes, starts[2], ends[2]);
    visitListMatches(ctx.db, entry, sought, rank < 0, length || Number.POSITIVE_INFINITY, positions);
    sought.forget();
    if (count >= 0) reply.endArray(gap, positions.found);
    else if (positions.found === 0) reply.nullBulk();
  },
});
