// Publish and subscribe through a client library, on a server inside the process.
//
//   node scripts/run-ts.mjs examples/publish-and-subscribe.ts
import { EventEmitter, once } from 'node:events';
import { createServer } from '@respite/server';
import { createClient } from 'redis';

const server = await createServer({ port: 0 });
if (server.address === undefined) throw new Error('the server does not listen');
const socket = { host: server.address.address, port: server.address.port };
const subscriber = await createClient({ socket }).connect();
const publisher = await createClient({ socket }).connect();

// A message goes to those who listen at that moment, and the reply says how many they are. Nobody finds it later.
console.log('too early, heard by', await publisher.publish('news', 'hello'));

const heard = new EventEmitter();
const lastWord = once(heard, 'over and out');
await subscriber.subscribe('news', (message) => console.log(`news: ${message}`));
await subscriber.pSubscribe('weather.*', (message, channel) => {
  console.log(`${channel}: ${message}`);
  heard.emit(message);
});

await publisher.publish('news', 'hello again');
await publisher.publish('traffic.berlin', 'nobody asked');
await publisher.publish('weather.berlin', 'rain');
await publisher.publish('weather.rome', 'over and out');
await lastWord;

await Promise.all([subscriber.close(), publisher.close()]);
await server.close();
