import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { loadPairs, MARK_EVERY } from './pair-loader.ts';

/** A server that knows SET alone: notes the keys, and answers what `reply` says. */
async function setServer(reply: (keys: Set<string>) => string) {
  const keys = new Set<string>();
  const server = createServer({ noDelay: true }, (socket) => {
    const lines = createInterface({ input: socket });
    // A loader that has failed closes its connections while answers are under way.
    for (const emitter of [socket, lines]) emitter.on('error', () => {});
    lines.on('line', (line) => {
      if (line.startsWith('key:')) keys.add(line);
      // The value is the last line of a request.
      if (line.startsWith('x')) socket.write(reply(keys));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { keys, port: (server.address() as AddressInfo).port };
}

test.each([
  { from: 0, count: 1, connections: 4, batch: 500 },
  { from: 100, count: 1000, connections: 3, batch: 7 },
  { from: 0, count: 1000, connections: 1, batch: 500 },
])('every pair is set, and just once: %o', async (options) => {
  let replies = 0;
  const server = await setServer(() => {
    replies++;
    return '+OK\r\n';
  });
  await loadPairs(server.port, { ...options, valueBytes: 10 });
  const wanted = Array.from({ length: options.count }, (_, i) => `key:${String(options.from + i).padStart(12, '0')}`);
  expect([...server.keys].sort()).toEqual(wanted);
  expect(replies).toBe(options.count);
});

test('knows how fast any part went', async () => {
  const server = await setServer(() => '+OK\r\n');
  const count = 2 * MARK_EVERY;
  const { milliseconds, rate } = await loadPairs(server.port, { count, valueBytes: 9, batch: 1000 });
  const partMs = (from: number, to: number) => ((to - from) / rate(from, to)) * 1000;
  const halvesMs = partMs(0, MARK_EVERY) + partMs(MARK_EVERY, count);
  expect(halvesMs).toBeCloseTo(partMs(0, count));
  expect(halvesMs).toBeLessThanOrEqual(milliseconds);
  expect(() => rate(0, count + MARK_EVERY)).toThrow(RangeError);
  expect(() => rate(1, count)).toThrow(RangeError);
});

test('any other answer than OK ends it', async () => {
  const server = await setServer((keys) => (keys.size === 20 ? '-OOM no more\r\n' : '+OK\r\n'));
  const load = loadPairs(server.port, { count: 1000, valueBytes: 10, batch: 10 });
  await expect(load).rejects.toThrow(/SET was answered with: -OOM no more/);
});
