/** 50 MB: thousands of chunks on the way. */
const LARGE_BYTES = 50_000_000;

/** Bytes in which no chunk looks like another, and most are no text. */
export function largeValue(): Buffer {
  const words = new Uint32Array(LARGE_BYTES / 4);
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(i, 0x9e3779b1);
  return Buffer.from(words.buffer);
}
