const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

/** All that is not printable ASCII, and what means something inside the quotes. */
const NEEDS_ESCAPE = /[^\x20-\x7e]|["\\]/g;

/** Byte text between double quotes as Redis writes it: `"caf\xc3\xa9\n"`. A typed line of it gives the bytes again. */
export function quoteByteText(text: string): string {
  return `"${text.replace(NEEDS_ESCAPE, escapeOne)}"`;
}

function escapeOne(char: string): string {
  return ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
