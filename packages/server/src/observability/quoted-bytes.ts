const LETTERS: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

/** Bytes between double quotes as redis-cli reads and prints them: what is not printable ASCII as `\n` or `\x7f`. */
export function quotedBytes(bytes: Uint8Array, start: number, end: number): string {
  let quoted = '"';
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    const letter = LETTERS.get(byte);
    if (letter !== undefined) quoted += letter;
    else if (byte >= 0x20 && byte < 0x7f) quoted += String.fromCharCode(byte);
    else quoted += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `${quoted}"`;
}
