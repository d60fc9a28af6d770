import type { TypedReply } from '@respite/resp';
import { quoteByteText } from './quote-bytes.ts';
import { elementsOf, replyText } from './reply-text.ts';

/** A reply as one line of comma-separated values; what is nested is flattened. */
export function renderCsv(reply: TypedReply): string {
  const elements = elementsOf(reply);
  if (elements !== null) return elements.map(renderCsv).join(',');
  if (reply.value === null) return 'NULL';
  if (typeof reply.value === 'boolean') return String(reply.value);
  const text = replyText(reply);
  switch (reply.type) {
    case '-':
    case '!':
      return `ERROR,${quoteByteText(text)}`;
    case ':':
    case ',':
    case '(':
      return text;
    default:
      return quoteByteText(text);
  }
}
