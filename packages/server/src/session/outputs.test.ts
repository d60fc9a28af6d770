import type { ReplyWriter } from '@respite/resp';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import type { Client } from './client.ts';
import type { Transport } from './transport.ts';

/** Notes how many bytes come at a time. */
class Noting implements Transport {
  readonly remoteAddress = '127.0.0.1:50000';
  readonly localAddress = '127.0.0.1:6379';
  readonly fileDescriptor = 8;
  readonly kind = 'in-process';
  readonly unsentBytes = 0;
  readonly isBusy = false;
  readonly received: number[] = [];
  readonly #server: TestServer;
  readonly #client: Client;

  constructor(server: TestServer) {
    this.#server = server;
    this.#client = server.core.open(this);
  }

  says(...lines: string[]): void {
    const request = new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
    this.#server.core.sessions.receive(this.#client, request, 0, request.length);
  }

  send(writer: ReplyWriter): void {
    this.received.push(writer.length);
    writer.recycle();
  }

  pause(): void {}
  resume(): void {}
  close(): void {}
}

test('short replies go out when the turn ends, long ones at once, and nobody gets the one before the other', () => {
  const server = new TestServer();
  const one = new Noting(server);
  const other = new Noting(server);
  one.says(`SET long ${'x'.repeat(50_000)}`);
  expect(one.received).toEqual([]);
  server.turn();
  expect(one.received).toEqual([5]);
  one.says('GET long');
  other.says('PING');
  expect(one.received).toEqual([5, 50_010]);
  expect(other.received).toEqual([]);
  other.says('GET long');
  expect(other.received).toEqual([]);
  server.turn();
  expect(other.received).toEqual([7 + 50_010]);
  expect(one.received).toEqual([5, 50_010]);
});
