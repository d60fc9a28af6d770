import { COLLECTION_ENCODING, SetWalk, setLength } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { lookupSet } from './lookup-set.ts';
import { randomMemberOf } from './random-source.ts';
import { replyMember } from './reply-member.ts';

/** Where more than every third member is wanted, one pass over all is better than draws that give the same ones again and again. */
const PASS_FACTOR = 3;
/** What a Set of JavaScript can hold. */
const DISTINCT_MAX = 2 ** 23;

const countOutOfRange = new CommandError(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
);

export const srandmember = defineCommand({
  name: 'SRANDMEMBER',
  group: 'set',
  since: '1.0.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(1) / O(N)',
  summary: 'Gives one member or several of a set, chosen at random.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key [count:integer^2.6.0]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    if (ctx.argc > 3) throw errors.syntax;
    if (ctx.argc === 3) {
      replyMany(ctx);
      return;
    }
    const entry = lookupSet(ctx, 1);
    if (entry === 0) {
      ctx.reply.nullBulk();
      return;
    }
    replyDraws(ctx, entry, 1);
  },
});

function replyMany(ctx: Context): void {
  const count = ctx.int64(2);
  if (count < -(2n ** 63n) + 1n) throw countOutOfRange;
  const wanted = Number(count);
  const entry = lookupSet(ctx, 1);
  if (entry === 0 || wanted === 0) {
    ctx.reply.emptyArray();
    return;
  }
  if (wanted < 0 || wanted === 1) {
    ctx.reply.array(Math.abs(wanted));
    replyDraws(ctx, entry, Math.abs(wanted));
    return;
  }
  const length = setLength(ctx.db, entry);
  const given = Math.min(wanted, length);
  ctx.reply.array(given);
  const inOnePass = given * PASS_FACTOR > length || given > DISTINCT_MAX;
  if (inOnePass || ctx.entries.encoding(entry) !== COLLECTION_ENCODING) replyChosen(ctx, entry, given, length);
  else replyDistinctDraws(ctx, entry, given);
}

/** Members drawn independently of each other. */
function replyDraws(ctx: Context, entry: number, count: number): void {
  const member = randomMemberOf(ctx);
  member.begin(ctx.db, entry, count);
  for (let i = 0; i < count && !ctx.reply.overflowed; i++) {
    member.draw();
    replyMember(ctx, member);
  }
}

/** Different members of a table, drawn until there are enough. */
function replyDistinctDraws(ctx: Context, entry: number, count: number): void {
  const member = randomMemberOf(ctx);
  const drawn = new Set<number>();
  member.begin(ctx.db, entry, count);
  while (drawn.size < count) {
    member.draw();
    if (drawn.has(member.place)) continue;
    drawn.add(member.place);
    replyMember(ctx, member);
  }
}

const walk = new SetWalk();

/** Different members in one pass, each with a chance that makes all choices of `count` members as likely (Knuth's algorithm S). */
function replyChosen(ctx: Context, entry: number, count: number, length: number): void {
  let wanted = count;
  let left = length;
  for (walk.begin(ctx.db, entry); wanted > 0 && walk.next(); left--) {
    if (ctx.server.random() * left >= wanted) continue;
    wanted--;
    replyMember(ctx, walk);
  }
}
