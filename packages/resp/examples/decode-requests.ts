import { READY, RequestDecoder } from '@respite/resp';

const decoder = new RequestDecoder();

/** Called with what a client sent. The decoder borrows the bytes until `next` says that it wants more. */
function received(bytes: Uint8Array): void {
  decoder.feed(bytes);
  while (decoder.next() === READY) {
    const { args } = decoder;
    // The first argument is args.bytes from args.starts[0] to args.ends[0]; text(0) makes a string of it.
    console.log(args.text(0), args.count);
  }
  if (decoder.error !== '') console.log(`-ERR ${decoder.error}`);
}

const encode = (text: string) => new TextEncoder().encode(text);
received(encode('*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nva'));
received(encode('lue\r\n*1\r\n$4\r\nPING\r\n')); // prints: SET 3, PING 1
received(encode('GET "a key"\r\n')); // prints: GET 2
received(encode('*1\r\nGET\r\n')); // prints: -ERR Protocol error: expected '$', got 'G'
