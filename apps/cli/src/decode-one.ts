import { READY, ReplyDecoder, type TypedReply } from '@respite/resp';
import { bytesOf } from './byte-text.ts';

/** One reply from what a server sends, as byte text. For tests. */
export function decodeOne(wire: string): TypedReply {
  const decoder = new ReplyDecoder({ typed: true, strings: 'bytes' });
  decoder.feed(bytesOf(wire));
  if (decoder.next() !== READY) throw new Error(decoder.error || `not a whole reply: ${JSON.stringify(wire)}`);
  return decoder.value as TypedReply;
}
