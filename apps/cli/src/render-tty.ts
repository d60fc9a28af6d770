import type { TypedReply } from '@respite/resp';
import { quoteByteText } from './quote-bytes.ts';
import { elementsOf, replyText } from './reply-text.ts';

const EMPTY: Readonly<Record<string, string>> = { '%': '(empty hash)', '~': '(empty set)', '>': '(empty push)' };
const MARKS: Readonly<Record<string, string>> = { '%': '#', '~': '~' };

/**
 * A reply for people, every line ended. Elements are numbered from 1 and indented by the width of the largest number:
 *
 * ```
 * 1) "a"                     1# "name" => "Ann"
 * 2) 1) (integer) 1          2# "tags" =>
 *    2) (nil)                   1~ "x"
 *                               2~ "y"
 * ```
 */
export function renderTty(reply: TypedReply, indent = ''): string {
  const elements = elementsOf(reply);
  if (elements === null) return `${scalar(reply)}\n`;
  if (elements.length === 0) return `${EMPTY[reply.type] ?? '(empty array)'}\n`;

  const step = reply.type === '%' ? 2 : 1;
  const numberWidth = String(elements.length / step).length;
  const innerIndent = indent + ' '.repeat(numberWidth + 2);
  const mark = MARKS[reply.type] ?? ')';
  let text = '';
  for (let i = 0; i < elements.length; i += step) {
    // The line of the first element has been indented by whoever wrote what stands before it.
    const number = String(i / step + 1).padStart(numberWidth);
    text += `${i === 0 ? '' : indent}${number}${mark} ${renderTty(elements[i], innerIndent)}`;
    if (step === 1) continue;
    const value = elements[i + 1];
    const gap = hasManyLines(value) ? `\n${innerIndent}` : '';
    text = `${text.slice(0, -1)} => ${gap}${renderTty(value, innerIndent)}`;
  }
  return text;
}

function scalar(reply: TypedReply): string {
  switch (reply.type) {
    case '+':
    case '=':
      return replyText(reply);
    case '-':
    case '!':
      return `(error) ${replyText(reply)}`;
    case ':':
      return `(integer) ${replyText(reply)}`;
    case ',':
      return `(double) ${replyText(reply)}`;
    case '(':
      return `(big number) ${replyText(reply)}`;
    case '#':
      return reply.value === true ? '(true)' : '(false)';
    default:
      return reply.value === null ? '(nil)' : quoteByteText(replyText(reply));
  }
}

function hasManyLines(reply: TypedReply): boolean {
  const elements = elementsOf(reply);
  if (elements === null || elements.length === 0) return false;
  const step = reply.type === '%' ? 2 : 1;
  return elements.length > step || hasManyLines(elements[step - 1]);
}
