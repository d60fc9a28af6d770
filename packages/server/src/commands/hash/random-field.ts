import { HashWalk } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { expireFields, hash, openHash } from './hash-access.ts';

/** Where more than every third field is wanted, one pass over all is better than draws that give the same ones again and again. */
const PASS_FACTOR = 3;
/** What a Set of JavaScript can hold. */
const DISTINCT_MAX = 2 ** 23;

const INT64_MAX = 2n ** 63n - 1n;
const countOutOfRange = new CommandError(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
);
const outOfRange = new CommandError('ERR value is out of range');

const walk = new HashWalk();

export const hrandfield = defineCommand({
  name: 'HRANDFIELD',
  group: 'hash',
  since: '6.2.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Gives one field or several of a hash, chosen at random.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key [options=(count:integer [WITHVALUES])]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    if (ctx.argc > 2) {
      replyMany(ctx);
      return;
    }
    if (!openHash(ctx) || !expireFields(ctx)) {
      ctx.reply.nullBulk();
      return;
    }
    hash.findRandom(ctx.server.random);
    replyFound(ctx, false);
  },
});

function replyMany(ctx: Context): void {
  const count = ctx.int64(2);
  if (count < -INT64_MAX) throw countOutOfRange;
  const withValues = ctx.argc === 4 && ctx.is(3, 'withvalues');
  if (ctx.argc > 4 || (ctx.argc === 4 && !withValues)) throw errors.syntax;
  if (withValues && (count < -INT64_MAX / 2n || count > INT64_MAX / 2n)) throw outOfRange;
  const wanted = Number(count);
  if (!openHash(ctx) || wanted === 0 || !expireFields(ctx)) {
    ctx.reply.emptyArray();
    return;
  }
  if (wanted < 0 || wanted === 1) {
    replyHeader(ctx, Math.abs(wanted), withValues);
    for (let i = Math.abs(wanted); i > 0 && !ctx.reply.overflowed; i--) {
      hash.findRandom(ctx.server.random);
      replyFound(ctx, withValues);
    }
    return;
  }
  const { length } = hash;
  const given = Math.min(wanted, length);
  replyHeader(ctx, given, withValues);
  if (given * PASS_FACTOR > length || given > DISTINCT_MAX || !hash.isLarge) {
    replyChosen(ctx, given, length, withValues);
  } else replyDistinctDraws(ctx, given, withValues);
}

function replyHeader(ctx: Context, count: number, withValues: boolean): void {
  ctx.reply.array(withValues && ctx.reply.protocol === 2 ? count * 2 : count);
}

/** Replies with the found field. */
function replyFound(ctx: Context, withValues: boolean): void {
  const { reply } = ctx;
  if (withValues && reply.protocol === 3) reply.array(2);
  hash.readField();
  reply.bulk(hash.bytes, hash.start, hash.end);
  if (!withValues) return;
  hash.readValue();
  reply.bulk(hash.bytes, hash.start, hash.end);
}

/** Different fields of a table, drawn until there are enough. */
function replyDistinctDraws(ctx: Context, count: number, withValues: boolean): void {
  const drawn = new Set<number>();
  while (drawn.size < count) {
    hash.findRandom(ctx.server.random);
    const { foundId } = hash;
    if (drawn.has(foundId)) continue;
    drawn.add(foundId);
    replyFound(ctx, withValues);
  }
}

/** Different fields in one pass, each with a chance that makes all choices of `count` fields as likely (Knuth's algorithm S). */
function replyChosen(ctx: Context, count: number, length: number, withValues: boolean): void {
  const { reply } = ctx;
  const { field, value } = walk;
  let wanted = count;
  let left = length;
  for (walk.begin(ctx.db, hash.entry); wanted > 0 && walk.next(); left--) {
    if (ctx.server.random() * left >= wanted) continue;
    wanted--;
    if (withValues && reply.protocol === 3) reply.array(2);
    reply.bulk(field.bytes, field.start, field.end);
    if (withValues) reply.bulk(value.bytes, value.start, value.end);
  }
}
