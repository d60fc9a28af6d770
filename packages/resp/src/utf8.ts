const encoder = new TextEncoder();

/** Text as UTF-8 bytes of its own. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** How many bytes the text takes in UTF-8; half a surrogate pair counts as U+FFFD, which is what is written for it. */
export function utf8Length(text: string): number {
  const units = text.length;
  let length = units;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length++;
    else {
      length += 2;
      // The pair's two units are four bytes together.
      if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < units && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    }
  }
  return length;
}

/** Writes the text as UTF-8 at `at` and returns where it ends. Meant for short texts: for long ones TextEncoder is faster. */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  const units = text.length;
  for (let i = 0; i < units; i++) {
    let unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[at++] = unit;
      continue;
    }
    if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 0x3f);
      continue;
    }
    if ((unit & 0xf800) === 0xd800) {
      const low = unit < 0xdc00 && i + 1 < units ? text.charCodeAt(i + 1) : 0;
      if ((low & 0xfc00) === 0xdc00) {
        const point = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
        bytes[at++] = 0xf0 | (point >> 18);
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
        bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
        bytes[at++] = 0x80 | (point & 0x3f);
        i++;
        continue;
      }
      unit = 0xfffd;
    }
    bytes[at++] = 0xe0 | (unit >> 12);
    bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
    bytes[at++] = 0x80 | (unit & 0x3f);
  }
  return at;
}
