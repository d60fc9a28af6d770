/**
 * Where one reply ends, so that a test knows when it has all of it. RESP2 and RESP3; what the reply means is left to
 * the test.
 *
 *   $5\r\nhello\r\n          length, then that many bytes        $ ! =
 *   *2\r\n:1\r\n:2\r\n       count, then that many replies       * ~ >   (and % with two per entry)
 *   |1\r\n+a\r\n:1\r\n:9\r\n attributes, then the reply they belong to
 *   +OK\r\n                  everything else is one line
 *
 * @returns the offset after the reply that starts at `start`, or -1 if some of it has not come yet
 * @throws Error if the bytes cannot be a reply
 */
export function endOfReply(bytes: Uint8Array, start: number): number {
  let at = start;
  // Replies still to come before the one at `start` is complete.
  let open = 1;
  while (open > 0) {
    if (at >= bytes.length) return -1;
    const type = String.fromCharCode(bytes[at]);
    const lineEnd = endOfLine(bytes, at + 1);
    if (lineEnd < 0) return -1;
    open--;
    switch (type) {
      case '+':
      case '-':
      case ':':
      case '_':
      case ',':
      case '#':
      case '(':
        at = lineEnd;
        break;
      case '$':
      case '!':
      case '=': {
        const length = lengthOnLine(bytes, at, lineEnd);
        at = length < 0 ? lineEnd : lineEnd + length + 2;
        if (at > bytes.length) return -1;
        break;
      }
      case '*':
      case '~':
      case '>':
        open += Math.max(0, lengthOnLine(bytes, at, lineEnd));
        at = lineEnd;
        break;
      case '%':
        open += 2 * lengthOnLine(bytes, at, lineEnd);
        at = lineEnd;
        break;
      case '|':
        open += 2 * lengthOnLine(bytes, at, lineEnd) + 1;
        at = lineEnd;
        break;
      default:
        throw new Error(`no reply starts with ${JSON.stringify(type)} (byte ${at} of what was received)`);
    }
  }
  return at;
}

/** Offset after the CRLF that ends the line, or -1. */
function endOfLine(bytes: Uint8Array, from: number): number {
  const lf = bytes.indexOf(0x0a, from);
  return lf < 0 ? -1 : lf + 1;
}

function lengthOnLine(bytes: Uint8Array, at: number, lineEnd: number): number {
  const text = String.fromCharCode(...bytes.subarray(at + 1, lineEnd - 2));
  if (!/^(?:-1|\d+)$/.test(text)) throw new Error(`not a length: ${JSON.stringify(text)} (byte ${at + 1})`);
  return Number(text);
}
