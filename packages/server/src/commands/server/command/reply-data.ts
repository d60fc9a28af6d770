import type { ReplyWriter } from '@respite/resp';
import type { ReplyData, SimpleText } from '../../../command-meta/reply-data.ts';

/** Sends a reply that is there as data. */
export function replyWithData(reply: ReplyWriter, data: ReplyData): void {
  if (typeof data === 'string') {
    reply.bulkText(data);
  } else if (typeof data === 'number') {
    reply.integer(data);
  } else if (data instanceof Map) {
    reply.map(data.size);
    for (const [key, value] of data as ReadonlyMap<string, ReplyData>) {
      reply.bulkText(key);
      replyWithData(reply, value);
    }
  } else if (data instanceof Set) {
    reply.set(data.size);
    for (const element of data as ReadonlySet<ReplyData>) replyWithData(reply, element);
  } else if (Array.isArray(data)) {
    reply.array(data.length);
    for (const element of data as readonly ReplyData[]) replyWithData(reply, element);
  } else {
    reply.simple((data as SimpleText).simple);
  }
}
