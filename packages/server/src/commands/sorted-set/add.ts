import { parseDouble } from '@respite/bytes';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { openForWrite, sortedSet } from './open-sorted-set.ts';

const notANumber = new CommandError('ERR resulting score is not a number (NaN)');
const bothConditions = new CommandError('ERR XX and NX options at the same time are not compatible');
const conflicting = new CommandError('ERR GT, LT, and/or NX options at the same time are not compatible');
const onePairOnly = new CommandError('ERR INCR option supports a single increment-element pair');

export const zadd = defineCommand({
  name: 'ZADD',
  group: 'sorted-set',
  since: '1.2.0',
  arity: -4,
  flags: 'write denyoom fast',
  complexity: 'O(log(N))',
  summary: 'Adds members with scores to a sorted set, or changes the scores of those it has.',
  keys: [keyRange('RW update', 1)],
  syntax:
    'key [condition^3.0.2=<NX|XX>] [comparison^6.2.0=<GT|LT>] [change^3.0.2=CH] [increment^3.0.2=INCR] ' +
    'data=(score:double member)...',
  history: [['2.4.0', 'Takes several members.']],
  execute(ctx) {
    add(ctx, 0);
  },
});

export const zincrby = defineCommand({
  name: 'ZINCRBY',
  group: 'sorted-set',
  since: '1.2.0',
  arity: 4,
  flags: 'write denyoom fast',
  complexity: 'O(log(N))',
  summary: 'Adds to the score of a member; a missing member starts at 0.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key increment:integer member',
  execute(ctx) {
    add(ctx, Option.increment);
  },
});

/** Options of ZADD, as bits. */
const Option = { ifMissing: 1, ifThere: 2, ifGreater: 4, ifLess: 8, change: 16, increment: 32 } as const;

function add(ctx: Context, given: number): void {
  let options = given;
  let first = 2;
  for (; first < ctx.argc; first++) {
    const option = optionAt(ctx, first);
    if (option === 0) break;
    options |= option;
  }
  const pairs = (ctx.argc - first) / 2;
  if (pairs < 1 || !Number.isInteger(pairs)) throw errors.syntax;
  checkOptions(options, pairs);
  if (pairs === 1) addOne(ctx, first, options);
  else addMany(ctx, first, pairs, options);
}

function optionAt(ctx: Context, index: number): number {
  const { bytes, starts, ends } = ctx.args;
  const length = ends[index] - starts[index];
  // Scores begin with digits, signs and the like, as a rule.
  if (length < 2 || length > 4 || bytes[starts[index]] < 0x41) return 0;
  if (length === 2) {
    if (ctx.is(index, 'nx')) return Option.ifMissing;
    if (ctx.is(index, 'xx')) return Option.ifThere;
    if (ctx.is(index, 'gt')) return Option.ifGreater;
    if (ctx.is(index, 'lt')) return Option.ifLess;
    if (ctx.is(index, 'ch')) return Option.change;
  }
  return ctx.is(index, 'incr') ? Option.increment : 0;
}

function checkOptions(options: number, pairs: number): void {
  if (options === 0) return;
  const isMissing = (options & Option.ifMissing) !== 0;
  const isGreater = (options & Option.ifGreater) !== 0;
  const isLess = (options & Option.ifLess) !== 0;
  if (isMissing && (options & Option.ifThere) !== 0) throw bothConditions;
  if ((isMissing && (isGreater || isLess)) || (isGreater && isLess)) throw conflicting;
  if ((options & Option.increment) !== 0 && pairs > 1) throw onePairOnly;
}

function scoreArgument(ctx: Context, index: number): number {
  const { bytes, starts, ends } = ctx.args;
  const score = parseDouble(bytes, starts[index], ends[index]);
  if (Number.isNaN(score)) throw errors.notAFloat;
  return score;
}

/** What `put` did: nothing, as an option wanted it; nothing, since all is so already; a change; an addition. */
const REFUSED = 0;
const SAME = 1;
const CHANGED = 2;
const ADDED = 3;

/** The score that the last `put` came to. */
let newScore = 0;

/** Does what is to be done for one pair of arguments, where the sorted set is open. */
function put(ctx: Context, member: number, score: number, options: number): number {
  const { bytes, starts, ends } = ctx.args;
  const start = starts[member];
  const end = ends[member];
  newScore = score;
  if (!sortedSet.find(bytes, start, end)) {
    if ((options & Option.ifThere) !== 0) return REFUSED;
    sortedSet.insert(bytes, start, end, score, ctx.server.config);
    return ADDED;
  }
  const old = sortedSet.score;
  if (options !== 0) {
    if ((options & Option.ifMissing) !== 0) return REFUSED;
    if ((options & Option.increment) !== 0) {
      newScore = old + score;
      if (Number.isNaN(newScore)) throw notANumber;
    }
    if ((options & Option.ifLess) !== 0 && newScore >= old) return REFUSED;
    if ((options & Option.ifGreater) !== 0 && newScore <= old) return REFUSED;
  }
  if (newScore === old) return SAME;
  sortedSet.changeFound(bytes, start, end, newScore);
  return CHANGED;
}

/** Makes the sorted set with its first element. */
function create(ctx: Context, member: number, score: number, expected: number): void {
  const { bytes, starts, ends } = ctx.args;
  const { config } = ctx.server;
  const [start, end] = [starts[member], ends[member]];
  sortedSet.create(ctx.db, bytes, starts[1], ends[1], bytes, start, end, score, expected, config);
  ctx.touch(sortedSet.entry);
  ctx.notify(keyEvents.newKey, 1);
}

function addOne(ctx: Context, first: number, options: number): void {
  const score = scoreArgument(ctx, first);
  let done = REFUSED;
  if (openForWrite(ctx, 1)) {
    sortedSet.expect(1, ctx.server.config);
    done = put(ctx, first + 1, score, options);
  } else if ((options & Option.ifThere) === 0) {
    create(ctx, first + 1, score, 1);
    newScore = score;
    done = ADDED;
  }
  const increments = (options & Option.increment) !== 0;
  if (done >= CHANGED) ctx.changed(increments ? keyEvents.zincr : keyEvents.zadd, 1);
  if (!increments) ctx.reply.integer(done === ADDED || (done === CHANGED && (options & Option.change) !== 0) ? 1 : 0);
  else if (done === REFUSED) ctx.reply.nullBulk();
  else ctx.reply.double(newScore);
}

let scores = new Float64Array(256);

function addMany(ctx: Context, first: number, pairs: number, options: number): void {
  // All are read before anything is changed.
  if (scores.length < pairs) scores = new Float64Array(pairs * 2);
  for (let i = 0; i < pairs; i++) scores[i] = scoreArgument(ctx, first + 2 * i);
  let added = 0;
  let changed = 0;
  let from = 0;
  if (openForWrite(ctx, 1)) {
    sortedSet.expect(pairs, ctx.server.config);
  } else if ((options & Option.ifThere) !== 0) {
    ctx.reply.integer(0);
    return;
  } else {
    create(ctx, first + 1, scores[0], pairs);
    added = 1;
    from = 1;
  }
  for (let i = from; i < pairs; i++) {
    const done = put(ctx, first + 2 * i + 1, scores[i], options);
    if (done === ADDED) added++;
    else if (done === CHANGED) changed++;
  }
  if (added + changed > 0) {
    ctx.changed(keyEvents.zadd, 1);
    ctx.server.effects.dirty += added + changed - 1;
  }
  ctx.reply.integer((options & Option.change) !== 0 ? added + changed : added);
}
