// A server inside a Node process: for tests, or for an application that brings its own.
//
//   node scripts/run-ts.mjs examples/embed-in-process.ts
import { connect } from 'node:net';
import { encodeCommand, READY, type Reply, ReplyDecoder } from '@respite/resp';
import { createServer, type Server } from '@respite/server';

// Port 0 is any free one. Any directive of redis.conf can stand here as a property.
const server = await createServer({ port: 0 });
const other = await createServer({ port: 0, databases: 2 });

await ask(server, 'SET', 'greeting', 'hello');
console.log('the first server: ', await ask(server, 'GET', 'greeting'));
// They share nothing.
console.log('the second server:', await ask(other, 'GET', 'greeting'));
console.log('databases:        ', await ask(other, 'CONFIG', 'GET', 'databases'));

await Promise.all([server.close(), other.close()]);
console.log('closed, nothing keeps the process alive');

/** One command on a connection of its own. Any Redis client does the same; this shows that the codec is enough. */
function ask({ address }: Server, ...command: string[]): Promise<Reply> {
  if (address === undefined) throw new Error('the server does not listen');
  const socket = connect(address.port, address.address);
  const decoder = new ReplyDecoder();
  socket.write(encodeCommand(command));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      decoder.feed(chunk);
      if (decoder.next() !== READY) return;
      socket.destroy();
      resolve(decoder.value);
    });
  });
}
