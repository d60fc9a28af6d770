/**
 * Names of users, rules and patterns are bytes on the wire and words to whoever handles them. Here they are strings with one character,
 * U+0000 to U+00FF, for each byte: nothing is lost, comparison is that of the bytes, and the words of rules look like themselves.
 */
export function byteText(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

export function bytesOfByteText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Blanks and zero bytes would make rules ambiguous where they are written down. */
export function hasBlankOrZero(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0 || code === 0x20 || (code >= 0x09 && code <= 0x0d)) return true;
  }
  return false;
}
