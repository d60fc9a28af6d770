/**
 * Configuration values are text for people and bytes on the wire. Here bytes become a string without losing any: UTF-8 is read
 * as UTF-8, and a byte 0xHH that is not part of well-formed UTF-8 becomes the lone surrogate U+DCHH, which no UTF-8 can produce
 * (PEP 383, "surrogateescape"). So paths and names are ordinary strings, and a password of random bytes still comes back exact.
 */
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

const LONE_BYTE = 0xdc00;

export function textOfBytes(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return textOfBrokenUtf8(bytes);
  }
}

export function bytesOfText(text: string): Uint8Array {
  if (!/\p{Surrogate}/u.test(text)) return encoder.encode(text);
  const parts: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character.length === 1 && code >= LONE_BYTE + 0x80 && code <= LONE_BYTE + 0xff) parts.push(code - LONE_BYTE);
    else parts.push(...encoder.encode(character));
  }
  return Uint8Array.from(parts);
}

function textOfBrokenUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes[i]);
    let character: string | undefined;
    if (length > 0 && i + length <= bytes.length) {
      try {
        character = strictDecoder.decode(bytes.subarray(i, i + length));
      } catch {
        character = undefined;
      }
    }
    if (character === undefined) {
      text += String.fromCharCode(LONE_BYTE + bytes[i]);
      i++;
    } else {
      text += character;
      i += length;
    }
  }
  return text;
}

/** How many bytes a character has by its first byte, 0 where none can begin. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}
