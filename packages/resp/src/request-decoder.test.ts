import { expect, test } from 'vitest';
import { FAILED, INCOMPLETE, READY } from './chunked-input.ts';
import { RequestDecoder } from './request-decoder.ts';

const encoder = new TextEncoder();

function decodeAll(pieces: Uint8Array[]): { commands: string[][]; error: string } {
  const decoder = new RequestDecoder();
  const commands: string[][] = [];
  for (const piece of pieces) {
    decoder.feed(piece, 0, piece.length);
    let status = decoder.next();
    for (; status === READY; status = decoder.next()) commands.push(decoder.args.texts());
    piece.fill(0xee);
    if (status === FAILED) break;
    expect(status).toBe(INCOMPLETE);
  }
  return { commands, error: decoder.error };
}

test('commands in one piece and byte by byte', () => {
  const text =
    '*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$11\r\nhello world\r\nPING\r\n\r\n*0\r\n*-1\r\nset "a b" \'c\'\n*1\r\n$0\r\n\r\n';
  const expected = [['SET', 'k', 'hello world'], ['PING'], ['set', 'a b', 'c'], ['']];
  const bytes = encoder.encode(text);
  for (let size = 1; size <= bytes.length; size++) {
    const pieces: Uint8Array[] = [];
    for (let i = 0; i < bytes.length; i += size) pieces.push(bytes.slice(i, i + size));
    expect(decodeAll(pieces)).toEqual({ commands: expected, error: '' });
  }
});
