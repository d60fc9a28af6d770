// The protocol without a server: both ends of a conversation, in one place.
//
//   node scripts/run-ts.mjs examples/codec-alone.ts
import { encodeCommand, READY, ReplyDecoder, ReplyWriter, RequestDecoder } from '@respite/resp';

// A client turns commands into bytes.
const requests = [encodeCommand(['GREET', 'Ada', 3]), encodeCommand(['WHO'])];

// They arrive in whatever pieces the network makes of them. The server's decoder takes what comes, and says when a
// command is complete. Its arguments are slices of what arrived; here they are read as text.
const decoder = new RequestDecoder();
const writer = new ReplyWriter();
writer.protocol = 3;
for (const piece of piecesOf(requests, 5)) {
  decoder.feed(piece, 0, piece.length);
  while (decoder.next() === READY) answer(decoder.args.texts());
  // What a client may send besides commands: nonsense. A server answers with this error, and closes.
  if (decoder.error !== '') throw new Error(decoder.error);
}

// The reply as it goes over the wire.
const reply = new Uint8Array(writer.length);
let at = 0;
for (let i = 0; i < writer.chunkCount; i++) {
  reply.set(writer.chunkAt(i), at);
  at += writer.chunkAt(i).length;
}
console.log(JSON.stringify(new TextDecoder().decode(reply)));

// And the client's decoder, which makes values of it.
const replies = new ReplyDecoder({ maps: 'object' });
replies.feed(reply);
while (replies.next() === READY) console.log(replies.value);

/** What a server would do. The writer knows which protocol is spoken: in RESP2 the map would be a flat array. */
function answer([command, name, times]: string[]): void {
  if (command === 'GREET') {
    writer.map(2);
    writer.bulkText('greeting');
    writer.bulkText(`Hello ${name}`);
    writer.bulkText('times');
    writer.integer(Number(times));
  } else {
    writer.error(`ERR unknown command '${command}'`);
  }
}

function* piecesOf(messages: Uint8Array[], size: number): Generator<Uint8Array> {
  const all = Buffer.concat(messages);
  for (let start = 0; start < all.length; start += size) yield all.subarray(start, start + size);
}
