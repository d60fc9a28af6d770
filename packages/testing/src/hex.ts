/**
 * Bytes for people to read in a failure message:
 *
 *   00000000  2a 31 0d 0a 24 34 0d 0a  50 49 4e 47 0d 0a        |*1..$4..PING..|
 *
 * Longer input than `maxBytes` ends in a line that says how many bytes are left out.
 */
export function hexDump(bytes: Uint8Array, maxBytes = 512, firstOffset = 0): string {
  const shown = Math.min(bytes.length, maxBytes);
  const lines: string[] = [];
  for (let at = 0; at < shown; at += 16) {
    const row = bytes.subarray(at, Math.min(at + 16, shown));
    let hex = '';
    let text = '';
    for (let i = 0; i < row.length; i++) {
      const byte = row[i];
      hex += `${i === 8 ? ' ' : ''}${byte.toString(16).padStart(2, '0')} `;
      text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
    }
    lines.push(`${(firstOffset + at).toString(16).padStart(8, '0')}  ${hex.padEnd(49)} |${text}|`);
  }
  if (shown < bytes.length) lines.push(`... ${bytes.length - shown} more bytes`);
  return lines.length === 0 ? '(no bytes)' : lines.join('\n');
}

/** Bytes as one quoted line, `"+OK\r\n"`: what is not printable ASCII is escaped, nothing is lost. */
export function quoteBytes(bytes: Uint8Array, maxBytes = 256): string {
  const shown = Math.min(bytes.length, maxBytes);
  let text = '"';
  for (let i = 0; i < shown; i++) {
    const byte = bytes[i];
    if (byte === 0x0d) text += '\\r';
    else if (byte === 0x0a) text += '\\n';
    else if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  text += '"';
  return shown < bytes.length ? `${text}... ${bytes.length - shown} more bytes` : text;
}

/** `'2a 31 0d 0a'` as bytes; white space is free, anything else but pairs of hex digits is a SyntaxError. */
export function bytesFromHex(hex: string): Uint8Array<ArrayBuffer> {
  const digits = hex.replace(/\s+/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new SyntaxError(`not pairs of hex digits: "${hex}"`);
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Index of the first byte in which the two differ, or -1. Where one ends and the other goes on, they differ. */
export function firstDifference(left: Uint8Array, right: Uint8Array): number {
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i++) if (left[i] !== right[i]) return i;
  return left.length === right.length ? -1 : shorter;
}

/** What was expected and what came, as lines; where both are long, the rows around the first difference. */
export function describeDifference(expected: Uint8Array, actual: Uint8Array): string {
  const at = firstDifference(expected, actual);
  if (at < 0) return 'no difference';
  const from = Math.max(0, (at & ~15) - 32);
  return [
    `  expected: ${quoteBytes(expected)}`,
    `  received: ${quoteBytes(actual)}`,
    `  the first difference is at byte ${at}; expected, then received:`,
    hexDump(expected.subarray(from), 96, from),
    hexDump(actual.subarray(from), 96, from),
  ].join('\n');
}
