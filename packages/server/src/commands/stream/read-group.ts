import {
  EntryIterator,
  IdCursor,
  KIND_STREAM,
  readOn,
  type Stream,
  type StreamConsumer,
  type StreamGroup,
  StreamId,
} from '@respite/store';
import { keyAfterWord } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { wakeWhenIdle } from './claim-alarm.ts';
import { replyWithEntry, replyWithEntryOf, replyWithId } from './entry-reply.ts';
import {
  consumerToUse,
  failNoGroup,
  findConsumer,
  findGroup,
  findStreamToMark,
  propagateOnlyRewritten,
} from './find-stream.ts';
import { replyWithDeliveries } from './pending.ts';
import { propagateGroupId, propagatePending } from './propagate-pending.ts';
import { hasEntryAbove, NOT_CLAIMING, NOT_WAITING, ReadOptions } from './read-options.ts';
import { isCharacter, readId } from './stream-arguments.ts';

const lastIsMeaningless = meaningless('$');
const topIsMeaningless = meaningless('+');

function meaningless(symbol: string): CommandError {
  return new CommandError(
    `ERR The ${symbol} ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by ` +
      `specifying a proper ID, or use the > ID to get new messages. The ${symbol} ID would just return an empty result set.`,
  );
}

const options = new ReadOptions();
const id = new StreamId();
const top = new StreamId();
const most = new StreamId().setMost();
const iterator = new EntryIterator();
const cursor = new IdCursor();

export const xreadgroup = defineCommand({
  name: 'XREADGROUP',
  group: 'stream',
  since: '5.0.0',
  arity: -7,
  flags: 'write blocking',
  complexity: 'O(M) / O(1) / O(N)',
  summary: 'Gives a consumer new or pending entries of its group, on request waiting for one.',
  keys: [keyAfterWord('RO access incomplete', 'STREAMS', 4, -1, 2)],
  keyFinder: 'streamRead',
  syntax:
    'GROUP group-block=(group consumer) [COUNT count:integer] [BLOCK milliseconds:integer] ' +
    '[CLAIM min-idle-time:integer^8.4.0] [NOACK] STREAMS streams=(key... id...)',
  execute(ctx) {
    options.read(ctx, true);
    if (findAll(ctx) && !serve(ctx)) wait(ctx);
    propagateOnlyRewritten(ctx);
    options.release();
  },
});

/** @returns whether every stream and group is there; if not, an error was sent. @throws CommandError */
function findAll(ctx: Context): boolean {
  for (let i = 0; i < options.keyCount; i++) {
    const key = options.firstKey + i;
    const stream = findStreamToMark(ctx, key);
    const group = stream === undefined ? undefined : findGroup(ctx, stream, options.groupIndex);
    if (stream === undefined || group === undefined) {
      failNoGroup(ctx, key, options.groupIndex, ' in XREADGROUP with GROUP option');
      return false;
    }
    options.streams.push(stream);
    options.groups.push(group);
    const idIndex = options.idIndex(i);
    if (isCharacter(ctx, idIndex, '$')) throw lastIsMeaningless;
    if (isCharacter(ctx, idIndex, '+')) throw topIsMeaningless;
    // The highest ID stands for `>`.
    if (isCharacter(ctx, idIndex, '>')) id.setMost();
    else readId(ctx, idIndex, id);
    options.after.push(id);
  }
  return true;
}

/** @returns false where there is nothing for the consumer: nothing was written then */
function serve(ctx: Context): boolean {
  const { reply } = ctx;
  const { bytes, starts, ends } = ctx.args;
  let served = 0;
  let gap = 0;
  for (let i = 0; i < options.keyCount; i++) {
    const key = options.firstKey + i;
    const stream = options.streams[i] as Stream;
    const group = options.groups[i];
    const consumer = consumerOf(ctx, group, key);
    consumer.seenTime = ctx.now;
    options.after.get(i, id);
    const isHistory = !id.isMost;
    if (!isHistory && !hasEntryAbove(stream, group.lastId, top) && !hasIdle(ctx, group)) continue;
    if (served++ === 0) gap = reply.beginDeferred();
    if (reply.protocol === 2) reply.array(2);
    reply.bulk(bytes, starts[key], ends[key]);
    // Times and counts of what is read again are not worth telling.
    if (isHistory) replyWithHistory(ctx, stream, group, consumer);
    else {
      replyWithNews(ctx, stream, group, consumer, key);
      ctx.server.effects.dirty++;
    }
  }
  if (served === 0) return false;
  if (reply.protocol === 2) reply.endArray(gap, served);
  else reply.endMap(gap, served);
  return true;
}

function consumerOf(ctx: Context, group: StreamGroup, key: number): StreamConsumer {
  const found = findConsumer(ctx, group, options.consumerIndex);
  if (found !== undefined) return found;
  const consumer = consumerToUse(ctx, group, options.consumerIndex, key);
  // With NOACK nothing else that is propagated will make the consumer.
  if (options.noAck && ctx.server.effects.propagating) {
    ctx.propagateAs('XGROUP', 'CREATECONSUMER', ctx.copyOf(key), ctx.copyOf(options.groupIndex), consumer.name);
  }
  return consumer;
}

/** Whether some pending entry may be claimed. */
function hasIdle(ctx: Context, { records }: StreamGroup): boolean {
  return (
    options.minIdle !== NOT_CLAIMING &&
    records.oldest !== 0 &&
    ctx.now - records.timeOf(records.oldest) >= options.minIdle
  );
}

/** What the consumer has got and not acknowledged, above `id`. */
function replyWithHistory(ctx: Context, stream: Stream, { records }: StreamGroup, { pending }: StreamConsumer): void {
  const { reply, now } = ctx;
  const gap = reply.beginDeferred();
  let length = 0;
  id.increment();
  for (let ok = cursor.atOrAfter(pending, id); ok; ok = cursor.next()) {
    if (options.count > 0 && length === options.count) break;
    cursor.readId(id);
    if (replyWithEntryOf(reply, stream, id)) {
      records.setTime(cursor.value, now);
      records.countDelivery(cursor.value);
    } else {
      reply.array(2);
      replyWithId(reply, id);
      reply.nullArray();
    }
    length++;
  }
  reply.endArray(gap, length);
}

/** With CLAIM first what others let lie, the longest idle first; then entries that no consumer has got yet. */
function replyWithNews(ctx: Context, stream: Stream, group: StreamGroup, consumer: StreamConsumer, key: number): void {
  const { reply, now } = ctx;
  const { propagating } = ctx.server.effects;
  const isClaiming = options.minIdle !== NOT_CLAIMING;
  const gap = reply.beginDeferred();
  let length = isClaiming ? replyWithIdle(ctx, stream, group, consumer, key) : 0;
  let isLastIdTold = true;
  id.copyFrom(group.lastId).increment();
  iterator.begin(stream, id, most, false);
  while ((options.count === 0 || length < options.count) && iterator.next()) {
    id.copyFrom(iterator.id);
    readOn(stream, group, id);
    replyWithEntry(reply, iterator, isClaiming ? 2 : 0);
    if (isClaiming) {
      reply.integer(0);
      reply.integer(0);
    }
    isLastIdTold = false;
    if (!options.noAck) {
      const record = group.deliver(id, consumer, now);
      consumer.activeTime = now;
      if (propagating) propagatePending(ctx, key, options.groupIndex, group, id, record);
    }
    length++;
  }
  // XCLAIM tells the last ID, but not how many entries were read.
  if (!isLastIdTold && propagating) propagateGroupId(ctx, key, options.groupIndex, group);
  reply.endArray(gap, length);
}

/** @returns how many entries were claimed and written */
function replyWithIdle(
  ctx: Context,
  stream: Stream,
  group: StreamGroup,
  consumer: StreamConsumer,
  key: number,
): number {
  const { reply, now } = ctx;
  const { propagating } = ctx.server.effects;
  const { records } = group;
  let length = 0;
  // Claimed ones go to the end, so as many as there are now may be looked at.
  for (let left = group.pending.size; left > 0; left--) {
    const record = records.oldest;
    const idle = now - records.timeOf(record);
    if (idle < options.minIdle || (options.count > 0 && length === options.count)) break;
    records.readId(record, id);
    if (!replyWithEntryOf(reply, stream, id, 2)) {
      if (propagating) propagatePending(ctx, key, options.groupIndex, group, id, record);
      group.acknowledge(id);
      continue;
    }
    reply.integer(idle);
    replyWithDeliveries(reply, group, record);
    group.assign(record, id, consumer);
    records.setTime(record, now);
    records.countDelivery(record);
    consumer.activeTime = now;
    if (propagating) propagatePending(ctx, key, options.groupIndex, group, id, record);
    length++;
  }
  return length;
}

function wait(ctx: Context): void {
  const { firstKey, keyCount, timeoutMs } = options;
  if (timeoutMs === NOT_WAITING || ctx.denyBlocking) ctx.reply.nullArray();
  else {
    for (let i = 0; i < keyCount && options.minIdle !== NOT_CLAIMING; i++) {
      if (options.after.get(i, id).isMost) wakeWhenIdle(ctx, options.groups[i], firstKey + i, options.minIdle);
    }
    ctx.block({ kind: KIND_STREAM, first: firstKey, last: firstKey + keyCount - 1, timeoutMs, wakesWhenGone: true });
  }
}
