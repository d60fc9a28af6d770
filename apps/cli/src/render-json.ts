import type { TypedReply } from '@respite/resp';
import { quoteByteText } from './quote-bytes.ts';
import { elementsOf, replyText } from './reply-text.ts';

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * A reply as JSON. Strings go out as the bytes they are, so they are right if they are UTF-8; `quoted` writes them as
 * between Redis's quotes instead, in ASCII. As in redis-cli an error is `error:"..."`, and a double may be `inf`:
 * neither is JSON, so that nobody takes it for a value.
 */
export function renderJson(reply: TypedReply, quoted: boolean): string {
  const elements = elementsOf(reply);
  if (elements !== null) return reply.type === '%' ? renderMap(elements, quoted) : renderList(elements, quoted);
  if (reply.value === null) return 'null';
  if (typeof reply.value === 'boolean') return String(reply.value);
  const text = replyText(reply);
  switch (reply.type) {
    case '-':
    case '!':
      return `error:${jsonString(text, quoted)}`;
    case ':':
    case ',':
    case '(':
      return text;
    default:
      return jsonString(text, quoted);
  }
}

function renderList(elements: TypedReply[], quoted: boolean): string {
  return `[${elements.map((element) => renderJson(element, quoted)).join(',')}]`;
}

function renderMap(elements: TypedReply[], quoted: boolean): string {
  const members: string[] = [];
  for (let i = 0; i < elements.length; i += 2) {
    members.push(`${renderKey(elements[i], quoted)}:${renderJson(elements[i + 1], quoted)}`);
  }
  return `{${members.join(',')}}`;
}

/** A key can only be a string: another value becomes the text of its JSON. */
function renderKey(key: TypedReply, quoted: boolean): string {
  const text = renderJson(key, quoted);
  return text.startsWith('"') ? text : escapeJson(text);
}

function jsonString(text: string, quoted: boolean): string {
  return escapeJson(quoted ? quoteByteText(text).slice(1, -1) : text);
}

function escapeJson(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
  return `"${text.replace(/[\x00-\x1f"\\]/g, escapeOne)}"`;
}

function escapeOne(char: string): string {
  return SHORT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
