import { ChunkPool, ReplyWriter } from '@respite/resp';

// One pool serves all connections.
const pool = new ChunkPool();
const reply = new ReplyWriter(pool);
reply.protocol = 3;

reply.ok();
reply.map(2);
reply.bulkText('name');
reply.bulkText('Respite');
reply.bulkText('ratio');
reply.double(0.5);

// How many elements there are need not be known in advance.
const gap = reply.beginDeferred();
reply.integer(1);
reply.integer(2);
reply.endArray(gap, 2);

// What was written can be taken back.
const mark = reply.mark();
reply.bulkText('half a repl');
reply.rewind(mark);
reply.error('ERR no such thing');

for (let i = 0; i < reply.chunkCount; i++) send(reply.chunkAt(i));
// Sent: the chunks may be used again. If they are still on their way: reply.abandon()
reply.recycle();

function send(bytes: Uint8Array): void {
  console.log(JSON.stringify(new TextDecoder().decode(bytes)));
}
// prints: "+OK\r\n%2\r\n$4\r\nname\r\n$7\r\nRespite\r\n$5\r\nratio\r\n,0.5\r\n*2\r\n:1\r\n:2\r\n-ERR no such thing\r\n"
