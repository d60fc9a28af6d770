const LETTERS: Readonly<Record<string, string>> = {
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

/** How each byte is written, if it needs an escape. */
const ESCAPES = Array.from({ length: 256 }, (_, byte) => {
  return LETTERS[String.fromCharCode(byte)] ?? `\\x${byte.toString(16).padStart(2, '0')}`;
});

/** Byte text between double quotes as Redis writes it: `"caf\xc3\xa9\n"`. A typed line of it gives the bytes again. */
export function quoteByteText(text: string): string {
  return `"${text.replace(NEEDS_ESCAPE, (char) => ESCAPES[char.charCodeAt(0)])}"`;
}
