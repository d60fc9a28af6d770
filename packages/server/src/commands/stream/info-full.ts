import type { ReplyWriter } from '@respite/resp';
import {
  groupLag,
  IdCursor,
  type Stream,
  type StreamConsumer,
  type StreamGroup,
  StreamId,
  UNKNOWN_COUNT,
} from '@respite/store';
import { replyWithId, replyWithRange } from './entry-reply.ts';
import { replyWithDeliveries } from './pending.ts';

const id = new StreamId();
const least = new StreamId().setLeast();
const most = new StreamId().setMost();
const cursor = new IdCursor();

/** The entries and groups of XINFO STREAM FULL. @param count the most of everything there may be, 0: any number */
export function replyWithFullStream(reply: ReplyWriter, stream: Stream, count: number): void {
  reply.bulkText('entries');
  replyWithRange(reply, stream, least, most, false, count);
  reply.bulkText('groups');
  reply.array(stream.groups.size);
  for (const group of stream.groups) {
    reply.map(7);
    reply.bulkText('name');
    reply.bulk(group.name, 0, group.name.length);
    replyWithGroupCounters(reply, stream, group);
    reply.bulkText('pel-count');
    reply.integer(group.pending.size);
    replyWithGroupPending(reply, group, count);
    reply.bulkText('consumers');
    reply.array(group.consumers.size);
    for (const consumer of group.consumers) replyWithConsumer(reply, group, consumer, count);
  }
}

/** How far a group has read: three pairs of a map. */
export function replyWithGroupCounters(reply: ReplyWriter, stream: Stream, group: StreamGroup): void {
  const { entriesRead } = group;
  const lag = groupLag(stream, group);
  reply.bulkText('last-delivered-id');
  replyWithId(reply, group.lastId);
  reply.bulkText('entries-read');
  if (entriesRead === UNKNOWN_COUNT) reply.nullBulk();
  else reply.integer(entriesRead);
  reply.bulkText('lag');
  if (lag === undefined) reply.nullBulk();
  else reply.integer(lag);
}

function replyWithGroupPending(reply: ReplyWriter, group: StreamGroup, count: number): void {
  reply.bulkText('pending');
  const gap = reply.beginDeferred();
  let length = 0;
  for (let ok = cursor.first(group.pending); ok && (count === 0 || length < count); ok = cursor.next()) {
    const { name } = group.consumerOf(cursor.value);
    cursor.readId(id);
    reply.array(4);
    replyWithId(reply, id);
    reply.bulk(name, 0, name.length);
    reply.integer(group.records.timeOf(cursor.value));
    replyWithDeliveries(reply, group, cursor.value);
    length++;
  }
  reply.endArray(gap, length);
}

function replyWithConsumer(reply: ReplyWriter, group: StreamGroup, consumer: StreamConsumer, count: number): void {
  reply.map(5);
  reply.bulkText('name');
  reply.bulk(consumer.name, 0, consumer.name.length);
  reply.bulkText('seen-time');
  reply.integer(consumer.seenTime);
  reply.bulkText('active-time');
  reply.integer(consumer.activeTime);
  reply.bulkText('pel-count');
  reply.integer(consumer.pending.size);
  reply.bulkText('pending');
  const gap = reply.beginDeferred();
  let length = 0;
  for (let ok = cursor.first(consumer.pending); ok && (count === 0 || length < count); ok = cursor.next()) {
    cursor.readId(id);
    reply.array(3);
    replyWithId(reply, id);
    reply.integer(group.records.timeOf(cursor.value));
    replyWithDeliveries(reply, group, cursor.value);
    length++;
  }
  reply.endArray(gap, length);
}
