import { CommandEncoder, encodeCommand } from '@respite/resp';

const text = (bytes: Uint8Array) => JSON.stringify(new TextDecoder().decode(bytes));

console.log(text(encodeCommand(['SET', 'key', 'value', 'PX', 1500])));
// prints: "*5\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n$2\r\nPX\r\n$4\r\n1500\r\n"

// A pipeline, written to memory that is used again.
const encoder = new CommandEncoder();
encoder.command(['INCR', 'visits']);
encoder.command(['APPEND', 'log', Uint8Array.of(72, 105)]);
for (let i = 0; i < encoder.chunkCount; i++) console.log(text(encoder.chunkAt(i)));
encoder.recycle();
// prints: "*2\r\n$4\r\nINCR\r\n$6\r\nvisits\r\n*3\r\n$6\r\nAPPEND\r\n$3\r\nlog\r\n$2\r\nHi\r\n"
