/**
 * Whether `bytes[start, end)` is UTF-8: no overlong form, no half of a surrogate pair, nothing above U+10FFFF.
 *
 * ```
 * 0xxxxxxx                                      U+0000  - U+007F
 * 110xxxxx 10xxxxxx                             U+0080  - U+07FF     first byte C2 - DF
 * 1110xxxx 10xxxxxx 10xxxxxx                    U+0800  - U+FFFF     E0: second A0 - BF; ED: second 80 - 9F
 * 11110xxx 10xxxxxx 10xxxxxx 10xxxxxx           U+10000 - U+10FFFF   F0: second 90 - BF; F4: second 80 - 8F
 * ```
 *
 * Source: RFC 3629, section 4.
 */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const first = bytes[at];
    if (first < 0x80) {
      at++;
    } else if (first < 0xe0) {
      if (first < 0xc2 || at + 2 > end || !follows(bytes[at + 1])) return false;
      at += 2;
    } else if (first < 0xf0) {
      if (at + 3 > end) return false;
      const second = bytes[at + 1];
      if (!follows(second) || !follows(bytes[at + 2])) return false;
      if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return false;
      at += 3;
    } else {
      if (first > 0xf4 || at + 4 > end) return false;
      const second = bytes[at + 1];
      if (!follows(second) || !follows(bytes[at + 2]) || !follows(bytes[at + 3])) return false;
      if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return false;
      at += 4;
    }
  }
  return true;
}

function follows(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
