import type { ReplyWriter } from '@respite/resp';
import { IdCursor, type StreamGroup, StreamId } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { replyWithId } from './entry-reply.ts';
import { failNoGroup, findConsumer, findGroup, findStream } from './find-stream.ts';
import { readRangeEnd, readRangeStart } from './stream-arguments.ts';

const start = new StreamId();
const end = new StreamId();
const id = new StreamId();
const cursor = new IdCursor();
/** Of XPENDING with a range: what was read of it. The consumer is an argument's index, 0: all. */
const wanted = { idleMin: 0, count: 0, consumer: 0 };

export const xpending = defineCommand({
  name: 'XPENDING',
  group: 'stream',
  since: '5.0.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N) / O(1) / O(M)',
  summary: 'Sums up or lists the entries of a consumer group that are not yet acknowledged.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key group [filters=([IDLE min-idle-time:integer^6.2.0] start end count:integer [consumer])]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    const { argc } = ctx;
    if (argc !== 3 && (argc < 6 || argc > 9)) throw errors.syntax;
    if (argc > 3) readWanted(ctx);
    const stream = findStream(ctx, 1);
    const group = stream === undefined ? undefined : findGroup(ctx, stream, 2);
    if (group === undefined) failNoGroup(ctx, 1, 2);
    else if (argc === 3) replyWithSum(ctx, group);
    else replyWithPending(ctx, group);
  },
});

function readWanted(ctx: Context): void {
  let first = 3;
  wanted.idleMin = 0;
  if (ctx.is(3, 'idle')) {
    wanted.idleMin = ctx.integer(4);
    if (ctx.argc < 8) throw errors.syntax;
    first = 5;
  }
  wanted.count = Math.max(0, ctx.integer(first + 2));
  readRangeStart(ctx, first, start);
  readRangeEnd(ctx, first + 1, end);
  wanted.consumer = first + 3 < ctx.argc ? first + 3 : 0;
}

function replyWithSum({ reply }: Context, { pending, consumers }: StreamGroup): void {
  reply.array(4);
  reply.integer(pending.size);
  if (pending.size === 0) {
    reply.nullBulk();
    reply.nullBulk();
    reply.nullArray();
    return;
  }
  cursor.first(pending);
  cursor.readId(id);
  replyWithId(reply, id);
  cursor.last(pending);
  cursor.readId(id);
  replyWithId(reply, id);
  const gap = reply.beginDeferred();
  let length = 0;
  for (const consumer of consumers) {
    if (consumer.pending.size === 0) continue;
    reply.array(2);
    reply.bulk(consumer.name, 0, consumer.name.length);
    reply.bulkInteger(consumer.pending.size);
    length++;
  }
  reply.endArray(gap, length);
}

function replyWithPending(ctx: Context, group: StreamGroup): void {
  const { reply, now } = ctx;
  const { records } = group;
  let { pending } = group;
  if (wanted.consumer > 0) {
    const consumer = findConsumer(ctx, group, wanted.consumer);
    if (consumer === undefined) {
      reply.emptyArray();
      return;
    }
    pending = consumer.pending;
  }
  const gap = reply.beginDeferred();
  let length = 0;
  for (let ok = cursor.atOrAfter(pending, start); ok && length < wanted.count; ok = cursor.next()) {
    cursor.readId(id);
    if (id.compare(end) > 0) break;
    const record = cursor.value;
    const idle = now - records.timeOf(record);
    if (wanted.idleMin !== 0 && idle < wanted.idleMin) continue;
    const { name } = group.consumerOf(record);
    reply.array(4);
    replyWithId(reply, id);
    reply.bulk(name, 0, name.length);
    reply.integer(Math.max(0, idle));
    replyWithDeliveries(reply, group, record);
    length++;
  }
  reply.endArray(gap, length);
}

/** How often the entry of a record was delivered. */
export function replyWithDeliveries(reply: ReplyWriter, { records }: StreamGroup, record: number): void {
  const count = records.countOf(record);
  if (Number.isSafeInteger(count)) reply.integer(count);
  else reply.integer64(BigInt.asIntN(64, records.exactCountOf(record)));
}
