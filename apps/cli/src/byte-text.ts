/**
 * Byte text: a string with one character for each byte, U+0000 to U+00FF (latin1). Replies may hold any bytes, and
 * what is shown of them must reach the terminal unchanged; as byte text they can be taken apart and put together like
 * any string without losing one.
 */
export function byteText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** The bytes of byte text. */
export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** Ordinary text as the byte text of its UTF-8. */
export function utf8ByteText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Ordinary text as bytes in UTF-8. */
export function utf8Bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
