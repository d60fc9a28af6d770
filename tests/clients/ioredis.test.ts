import { once } from 'node:events';
import { Redis } from 'ioredis';
import { Redis as Redis5 } from 'ioredis-5';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';
import { largeValue } from './large-value.ts';

const daemon = useDaemon();

/** What a pipeline answers: an error or a result for each of its commands. */
type PipelineResults = [error: Error | null, result: unknown][] | null;

describe.each([
  { name: 'ioredis 5', open: (port: number) => new Redis5({ port }) as unknown as Redis },
  { name: 'ioredis 6, RESP3', open: (port: number) => new Redis({ port, protocol: 3 }) },
  { name: 'ioredis 6, RESP2', open: (port: number) => new Redis({ port, protocol: 2 }) },
  { name: 'ioredis 6 with its defaults', open: (port: number) => new Redis({ port }) },
])('$name', ({ open }) => {
  let client: Redis;
  const errors: Error[] = [];

  beforeEach(async () => {
    client = open(daemon().port);
    client.on('error', (error) => errors.push(error));
    await once(client, 'ready');
    await client.flushdb();
  });
  afterEach(() => {
    client.disconnect();
    expect(errors.splice(0)).toEqual([]);
  });

  test('connects, speaks, and says good-bye', async () => {
    expect(await client.ping()).toBe('PONG');
    const ended = once(client, 'end');
    expect(await client.quit()).toBe('OK');
    await ended;
    expect(client.status).toBe('end');
  });

  test('SET and GET', async () => {
    expect(await client.set('key', 'value')).toBe('OK');
    expect(await client.get('key')).toBe('value');
    expect(await client.get('no such key')).toBeNull();
    expect(await client.set('key', 'ümlaut €', 'PX', 60_000, 'GET')).toBe('value');
    expect(await client.get('key')).toBe('ümlaut €');
    expect(await client.pttl('key')).toBeGreaterThan(0);
    expect(await client.incrby('count', 41)).toBe(41);
    expect(await client.mget('key', 'count', 'none')).toEqual(['ümlaut €', '41', null]);
    await expect(client.incr('key')).rejects.toThrow('ERR value is not an integer or out of range');
    expect(await client.del('key', 'count', 'none')).toBe(2);
  });

  test('what is asked in one turn goes out together', async () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => String(i));
    await Promise.all(numbers.map((n) => client.set(`key:${n}`, n)));
    expect(await Promise.all(numbers.map((n) => client.get(`key:${n}`)))).toEqual(numbers);
    expect(await client.dbsize()).toBe(numbers.length);
  });

  test('a pipeline, an error in the middle of it', async () => {
    const results: PipelineResults = await client.pipeline().set('a', 'x').incr('a').get('a').exec();
    expect(results?.map(([error, result]) => error?.message ?? result)).toEqual([
      'OK',
      'ERR value is not an integer or out of range',
      'x',
    ]);
  });

  test('50 MB there and back', async () => {
    const value = largeValue();
    expect(await client.set('large', value)).toBe('OK');
    expect(await client.strlen('large')).toBe(value.length);
    const back = await client.getBuffer('large');
    expect(back !== null && value.equals(back)).toBe(true);
    expect(await client.ping()).toBe('PONG');
  });

  test('comes back after the server has closed the connection', async () => {
    const id = await client.client('ID');
    const killer = open(daemon().port);
    const ready = once(client, 'ready');
    await killer.client('KILL', 'ID', id);
    await killer.quit();
    await ready;
    expect(await client.ping()).toBe('PONG');
  });
});
