/** A command as clients send it: `*2\r\n$3\r\nGET\r\n$1\r\na\r\n`. */
export function encodeCommand(args: readonly (string | number | Uint8Array)[]): Uint8Array {
  return concatBytes([toBytes(`*${args.length}\r\n`), ...args.map((arg) => encodeBulk(arg))]);
}

/** A bulk string: `$1\r\na\r\n`. */
export function encodeBulk(value: string | number | Uint8Array): Uint8Array {
  const bytes = toBytes(typeof value === 'number' ? String(value) : value);
  return concatBytes([toBytes(`$${bytes.length}\r\n`), bytes, CRLF]);
}

const CRLF = new Uint8Array([0x0d, 0x0a]);
const encoder = new TextEncoder();

export function toBytes(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? encoder.encode(value) : value;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
