import { type Stream, type StreamConsumer, type StreamGroup, StreamId } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { replyWithEntryOf, replyWithId } from './entry-reply.ts';
import { consumerToUse, failNoGroup, findGroup, findStreamToMark, propagateOnlyRewritten } from './find-stream.ts';
import { propagateGroupId, propagatePending } from './propagate-pending.ts';
import { IdArguments, isId, readId } from './stream-arguments.ts';

const invalidMinIdle = new CommandError('ERR Invalid min-idle-time argument for XCLAIM');
const invalidIdle = new CommandError('ERR Invalid IDLE option argument for XCLAIM');
const invalidTime = new CommandError('ERR Invalid TIME option argument for XCLAIM');
const invalidCount = new CommandError('ERR Invalid RETRYCOUNT option argument for XCLAIM');

const NOT_GIVEN = -1;
const FIRST_ID = 5;

const id = new StreamId();
const ids = new IdArguments();
const lastId = new StreamId();
const options = { time: NOT_GIVEN, count: NOT_GIVEN as number | bigint, force: false, justId: false };

export const xclaim = defineCommand({
  name: 'XCLAIM',
  group: 'stream',
  since: '5.0.0',
  arity: -6,
  flags: 'write fast',
  complexity: 'O(logN)',
  summary: 'Hands the given pending entries to a consumer.',
  keys: [keyRange('RW update', 1)],
  syntax:
    'key group consumer min-idle-time id... [IDLE ms:integer] [TIME unix-time-milliseconds:unix-time] ' +
    '[RETRYCOUNT count:integer] [FORCE] [JUSTID] [LASTID lastid]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    const stream = findStreamToMark(ctx, 1);
    const group = stream === undefined ? undefined : findGroup(ctx, stream, 2);
    if (stream === undefined || group === undefined) {
      failNoGroup(ctx, 1, 2);
      return;
    }
    const minIdle = Math.max(0, ctx.integer(4, invalidMinIdle));
    ids.count = 0;
    let i = FIRST_ID;
    for (; i < ctx.argc && isId(ctx, i, id); i++) ids.push(id);
    if (!readOptions(ctx, i)) return;

    let isLastIdTold = true;
    if (lastId.compare(group.lastId) > 0) {
      group.lastId.copyFrom(lastId);
      isLastIdTold = false;
    }
    const { now, reply } = ctx;
    const time = options.time === NOT_GIVEN || options.time < 0 || options.time > now ? now : options.time;
    const consumer = consumerToUse(ctx, group, 3, 1);
    consumer.seenTime = now;
    const gap = reply.beginDeferred();
    let claimed = 0;
    for (i = 0; i < ids.count; i++) {
      ids.get(i, id);
      const had = group.pending.find(id);
      const record = claim(ctx, stream, group, consumer, had, minIdle, time);
      if (record === 0) continue;
      isLastIdTold = true;
      if (record === GONE) {
        tell(ctx, group, i, had);
        group.acknowledge(id);
        continue;
      }
      tell(ctx, group, i, record);
      consumer.activeTime = now;
      if (options.justId) replyWithId(reply, id);
      else replyWithEntryOf(reply, stream, id);
      claimed++;
    }
    if (!isLastIdTold) {
      ctx.server.effects.dirty++;
      if (ctx.server.effects.propagating) propagateGroupId(ctx, 1, 2, group);
    }
    propagateOnlyRewritten(ctx);
    reply.endArray(gap, claimed);
  },
});

/** The entry was pending, and is in the stream no more. */
const GONE = -1;

/** Makes `id` pending for the consumer, if it may be. @returns its record, 0 or GONE */
function claim(
  ctx: Context,
  stream: Stream,
  group: StreamGroup,
  consumer: StreamConsumer,
  had: number,
  minIdle: number,
  time: number,
): number {
  const { records } = group;
  if (!stream.has(id)) return had === 0 ? 0 : GONE;
  let record = had;
  if (record === 0) {
    if (!options.force) return 0;
    record = group.addPending(id, consumer, time);
  } else {
    if (minIdle > 0 && ctx.now - records.timeOf(record) < minIdle) return 0;
    group.assign(record, id, consumer);
    records.setTime(record, time);
  }
  if (options.count >= 0) records.setCount(record, options.count);
  else if (!options.justId) records.countDelivery(record);
  return record;
}

function tell(ctx: Context, group: StreamGroup, index: number, record: number): void {
  ctx.server.effects.dirty++;
  if (ctx.server.effects.propagating) propagatePending(ctx, 1, 2, group, ctx.copyOf(FIRST_ID + index), record);
}

/** Reads the options from argument `first` on. @returns whether they are right; if not, an error was sent */
function readOptions(ctx: Context, first: number): boolean {
  options.time = NOT_GIVEN;
  options.count = NOT_GIVEN;
  options.force = options.justId = false;
  lastId.setLeast();
  for (let i = first; i < ctx.argc; i++) {
    const isLast = i === ctx.argc - 1;
    if (ctx.is(i, 'force')) options.force = true;
    else if (ctx.is(i, 'justid')) options.justId = true;
    else if (!isLast && ctx.is(i, 'idle')) options.time = ctx.now - ctx.integer(++i, invalidIdle);
    else if (!isLast && ctx.is(i, 'time')) options.time = ctx.integer(++i, invalidTime);
    else if (!isLast && ctx.is(i, 'retrycount')) options.count = ctx.int64(++i, invalidCount);
    else if (!isLast && ctx.is(i, 'lastid')) readId(ctx, ++i, lastId);
    else {
      ctx.failQuoting(`ERR Unrecognized XCLAIM option '${ctx.quoted(i)}'`);
      return false;
    }
  }
  return true;
}
