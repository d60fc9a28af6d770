import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { RawConnection } from './raw-connection.ts';

const ascii = (text: string) => new TextEncoder().encode(text);
const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function pair(): Promise<[RawConnection, Socket]> {
  const server = createServer({ noDelay: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const client = await RawConnection.open((server.address() as AddressInfo).port);
  const [socket] = (await accepted) as [Socket];
  closers.push(
    () => client.close(),
    () => socket.destroy(),
    () => server.close(),
  );
  return [client, socket];
}

test('sends bytes unchanged and gives replies whole, one at a time', async () => {
  const [client, server] = await pair();
  const request = once(server, 'data');
  const reply = client.exchange(ascii('PING\r\n'));
  expect((await request)[0]).toEqual(Buffer.from('PING\r\n'));
  server.write('$4\r\nPO');
  server.write('NG\r\n+second\r\n');
  expect(await reply).toEqual(ascii('$4\r\nPONG\r\n'));
  expect(await client.nextReply()).toEqual(ascii('+second\r\n'));
});

test('says what had come when the server closes instead of answering', async () => {
  const [client, server] = await pair();
  const reply = client.exchange(ascii('PING\r\n'));
  server.end('$4\r\nPO');
  await expect(reply).rejects.toThrow(/closed while waiting for a reply; received so far: "\$4\\r\\nPO"/);
});

test('untilClosed gives the last words', async () => {
  const [client, server] = await pair();
  server.end('-ERR bye\r\n');
  expect(await client.untilClosed()).toEqual(ascii('-ERR bye\r\n'));
});

test('open fails where nobody listens', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await expect(RawConnection.open(port)).rejects.toThrow(/ECONNREFUSED/);
});
