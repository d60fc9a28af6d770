import type { TypedReply } from '@respite/resp';
import { elementsOf, replyText } from './reply-text.ts';

/** A reply without decoration: for scripts, and for replies that are a text of many lines, such as that of INFO. */
export function renderRaw(reply: TypedReply, delimiter: string): string {
  const elements = elementsOf(reply);
  if (elements !== null) {
    const parts = elements.map((element) => renderRaw(element, delimiter));
    if (reply.type !== '%') return parts.join(delimiter);
    return parts
      .filter((_, i) => i % 2 === 0)
      .map((key, i) => `${key} ${parts[2 * i + 1]}`)
      .join(delimiter);
  }
  if (reply.value === null) return '';
  if (typeof reply.value === 'boolean') return reply.value ? '(true)' : '(false)';
  const text = replyText(reply);
  return reply.type === '-' || reply.type === '!' ? `${text}\n` : text;
}
