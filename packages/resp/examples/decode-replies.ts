import { READY, ReplyDecoder, ReplyError } from '@respite/resp';

const decoder = new ReplyDecoder({ strings: 'text', maps: 'object' });

/** Called with what the server sent. */
function received(bytes: Uint8Array): void {
  decoder.feed(bytes);
  while (decoder.next() === READY) {
    const { value, pushed } = decoder;
    if (pushed) console.log('message', value);
    else if (value instanceof ReplyError) console.log('error', value.code);
    else console.log('reply', value);
  }
  if (decoder.error !== '') console.log(decoder.error);
}

const encode = (text: string) => new TextEncoder().encode(text);
received(encode('+OK\r\n%2\r\n$4\r\nname\r\n$3\r\nAda\r\n$3\r\nage\r\n:3'));
received(encode('6\r\n')); // prints: reply OK, reply { name: 'Ada', age: 36 }
received(encode('>2\r\n+message\r\n+hi\r\n')); // prints: message [ 'message', 'hi' ]
received(encode('-WRONGTYPE not a list\r\n')); // prints: error WRONGTYPE
received(encode(':9007199254740993\r\n')); // prints: reply 9007199254740993n
received(encode('?\r\n')); // prints: Protocol error: unknown type byte '?'
