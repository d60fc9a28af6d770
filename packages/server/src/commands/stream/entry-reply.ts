import type { ReplyWriter } from '@respite/resp';
import { EntryIterator, STREAM_ID_TEXT_MAX, type Stream, type StreamId, writeStreamId } from '@respite/store';

const text = new Uint8Array(STREAM_ID_TEXT_MAX);
const one = new EntryIterator();
const range = new EntryIterator();

export function replyWithId(reply: ReplyWriter, id: StreamId): void {
  reply.bulk(text, 0, writeStreamId(id, text, 0));
}

/** An entry: its ID and an array of fields and values; `more` elements follow, which the caller writes. */
export function replyWithEntry(reply: ReplyWriter, { entry }: EntryIterator, more = 0): void {
  reply.array(2 + more);
  replyWithId(reply, entry.id);
  replyWithFields(reply, entry);
}

function replyWithFields(reply: ReplyWriter, entry: EntryIterator['entry']): void {
  const { pairs, element } = entry;
  reply.array(pairs * 2);
  for (let i = 0; i < pairs; i++) {
    entry.readField();
    reply.bulk(element.bytes, element.start, element.end);
    entry.readValue();
    reply.bulk(element.bytes, element.start, element.end);
  }
}

/** The entry of an ID, if it is there. @returns whether it is */
export function replyWithEntryOf(reply: ReplyWriter, stream: Stream, id: StreamId, more = 0): boolean {
  one.begin(stream, id, id, false);
  if (!one.next()) return false;
  replyWithEntry(reply, one, more);
  return true;
}

/** The first entry of a range in either direction, or null. */
export function replyWithEdge(
  reply: ReplyWriter,
  stream: Stream,
  start: StreamId,
  end: StreamId,
  isLast: boolean,
): void {
  one.begin(stream, start, end, isLast);
  if (one.next()) replyWithEntry(reply, one);
  else reply.nullBulk();
}

/** An array of the entries of a range. @param count the most there may be, 0: any number */
export function replyWithRange(
  reply: ReplyWriter,
  stream: Stream,
  start: StreamId,
  end: StreamId,
  isReverse: boolean,
  count: number,
): void {
  const gap = reply.beginDeferred();
  range.begin(stream, start, end, isReverse);
  let length = 0;
  while ((count === 0 || length < count) && range.next()) {
    replyWithEntry(reply, range);
    length++;
  }
  reply.endArray(gap, length);
}
