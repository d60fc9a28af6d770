import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';
import { ServerProcess } from './server-process.ts';

/** A program that listens on a port and answers whatever comes with the next of `replies`, the last one from then on. */
const program = (replies: readonly string[], end = '') => ({
  program: process.execPath,
  args: (port: number) => [
    '-e',
    `const replies = ${JSON.stringify(replies)};
     console.log('here I am'); ${end}
     require('net').createServer((socket) => {
       socket.on('error', () => {});
       socket.on('data', () => socket.write(replies.length > 1 ? replies.shift() : replies[0]));
     }).listen(${port}, '127.0.0.1');`,
  ],
});

const isListening = (port: number) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy() && resolve(true));
  });

test('is there from its first PONG until it is stopped', async () => {
  const server = await ServerProcess.start(program(['-LOADING\r\n', '-LOADING\r\n', '+PONG\r\n', '+more\r\n']));
  expect(server.startMs).toBeGreaterThan(0);
  const connection = await server.connect();
  expect(await connection.exchange(Buffer.from('x'))).toEqual(new Uint8Array(Buffer.from('+more\r\n')));
  await connection.close();
  await server.stop();
  expect(await isListening(server.port)).toBe(false);
  expect(server.output).toBe('here I am\n');
});

test('stop gives the exit code, kill does not ask', async () => {
  const polite = await ServerProcess.start(program(['+PONG\r\n'], "process.on('SIGTERM', () => process.exit(3));"));
  expect(await polite.stop()).toBe(3);
  expect(await polite.stop()).toBe(3);
  const deaf = await ServerProcess.start(program(['+PONG\r\n'], "process.on('SIGTERM', () => {});"));
  await deaf.kill();
  expect(deaf.child.signalCode).toBe('SIGKILL');
});

test('a program that ends says why', async () => {
  const start = ServerProcess.start(program([], "console.error('no port for me'); process.exit(9);"));
  await expect(start).rejects.toThrow(/ended \(9\)\n(?:here I am\n)?no port for me/);
});

test.each(['-LOADING\r\n', '+PO'])('a program that answers but %j is not waited for without end', async (reply) => {
  const start = ServerProcess.start({ ...program([reply]), timeoutMs: 1000 });
  await expect(start).rejects.toThrow(/did not answer in 1000 ms/);
});

test('a program that cannot be started', async () => {
  const start = ServerProcess.start({ program: 'no-such-program-at-all', args: () => [], port: await freePort() });
  await expect(start).rejects.toThrow(/ENOENT/);
});
