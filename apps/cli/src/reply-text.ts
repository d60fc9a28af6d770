import { ReplyError, type TypedReply } from '@respite/resp';
import { byteText, utf8ByteText } from './byte-text.ts';

/** What a reply that is one string, line or number says, as byte text; an integer in decimal. */
export function replyText(reply: TypedReply): string {
  const { type, value, line } = reply;
  if (value instanceof Uint8Array) return byteText(value);
  // A double has many spellings, and an error may hold bytes that are no UTF-8: the line is shown as it was sent.
  if (type !== ':' && line !== '') return line;
  if (value instanceof ReplyError) return utf8ByteText(value.message);
  return utf8ByteText(String(value));
}

/** The elements of an aggregate: of a map, keys and values in turn. Null if it is none. */
export function elementsOf(reply: TypedReply): TypedReply[] | null {
  return Array.isArray(reply.value) ? (reply.value as TypedReply[]) : null;
}

/** The keys and values of a map, or of a flat list of them as RESP2 sends it. */
export function pairsOf(reply: TypedReply): [key: string, value: TypedReply][] {
  const elements = elementsOf(reply) ?? [];
  const pairs: [string, TypedReply][] = [];
  for (let i = 0; i + 1 < elements.length; i += 2) pairs.push([replyText(elements[i]), elements[i + 1]]);
  return pairs;
}

export function isError(reply: TypedReply): boolean {
  return reply.value instanceof ReplyError;
}
