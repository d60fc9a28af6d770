import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ReplyWriter } from '@respite/resp';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import type { Client } from '../session/client.ts';
import type { Transport } from '../session/transport.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A client whose receiver takes everything at once and counts it, or, when it is `stuck`, nothing. */
class Counting implements Transport {
  readonly remoteAddress = '127.0.0.1:50000';
  readonly localAddress = '127.0.0.1:6379';
  readonly fileDescriptor = 8;
  readonly kind = 'in-process';
  readonly client: Client;
  readonly #server: TestServer;
  stuck = false;
  unsentBytes = 0;
  received = 0;
  closed = false;

  constructor(server: TestServer) {
    this.#server = server;
    this.client = server.core.open(this);
  }

  get isBusy(): boolean {
    return this.unsentBytes > 0;
  }

  send(writer: ReplyWriter): void {
    if (this.stuck) this.unsentBytes += writer.length;
    else this.received += writer.length;
    writer.recycle();
  }

  pause(): void {}

  resume(): void {}

  close(): void {
    this.closed = true;
  }

  says(...lines: string[]): void {
    const request = new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
    this.#server.core.sessions.receive(this.client, request, 0, request.length);
    this.#server.turn();
  }
}

function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('publishing to 10,000 subscribers and 1,000 patterns holds no more memory each time', { timeout: 60_000 }, () => {
  const server = new TestServer();
  const subscribers = Array.from({ length: 10_000 }, () => new Counting(server));
  for (const subscriber of subscribers) subscriber.says('SUBSCRIBE news');
  for (let i = 0; i < 1000; i++) subscribers[i].says(`PSUBSCRIBE n*${i % 2 === 0 ? 's' : i}`);
  for (const subscriber of subscribers) subscriber.received = 0;
  const publisher = new Counting(server);
  const text = 'x'.repeat(100);
  const request = `PUBLISH news ${text}`;
  publisher.says(request);
  expect(publisher.received).toBe(':10500\r\n'.length);
  const message = `*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$100\r\n${text}\r\n`.length;
  const patternMessage = `*4\r\n$8\r\npmessage\r\n$3\r\nn*s\r\n$4\r\nnews\r\n$100\r\n${text}\r\n`.length;
  expect(subscribers[9999].received).toBe(message);
  expect(subscribers[0].received).toBe(message + patternMessage);
  const before = memoryInUse();
  for (let i = 0; i < 100; i++) publisher.says(request);
  for (let i = 0; i < 5; i++) publisher.says(...Array.from({ length: 20 }, () => request));
  expect(memoryInUse() - before).toBeLessThan(2 * 1024 * 1024);
  expect(subscribers[9999].received).toBe(201 * message);
  // Messages so long that all copies together would be 1 GB go out from the same memory.
  const long = `PUBLISH news ${'y'.repeat(60_000)}`;
  publisher.says(long, long);
  expect(memoryInUse() - before).toBeLessThan(2 * 1024 * 1024);
});

test('one who takes nothing is cut off at the limit, and the others get everything', () => {
  const server = new TestServer({ clientOutputBufferLimit: 'pubsub 1mb 0 0' });
  const slow = new Counting(server);
  const quick = new Counting(server);
  const publisher = new Counting(server);
  slow.stuck = true;
  for (const subscriber of [slow, quick]) subscriber.says('SUBSCRIBE news', 'PSUBSCRIBE *');
  const before = quick.received;
  const message = 'z'.repeat(10_000);
  let count = 0;
  while (!slow.closed && count < 1000) {
    publisher.says(`PUBLISH news ${message}`);
    count++;
  }
  expect(count * 20_000).toBeGreaterThan(1_000_000);
  expect(count * 20_000).toBeLessThan(1_200_000);
  expect(quick.received - before).toBeGreaterThan(count * 20_000);
  publisher.received = 0;
  publisher.says('PUBLISH news x', 'PUBSUB NUMSUB news');
  expect(publisher.received).toBe(':2\r\n*2\r\n$4\r\nnews\r\n:1\r\n'.length);
  expect(server.core.pubsub.clientCount).toBe(1);
});
