import { once } from 'node:events';
import { createClient, RESP_TYPES } from 'redis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';
import { largeValue } from './large-value.ts';

const daemon = useDaemon();

describe.each([
  { name: 'its defaults', options: {} },
  { name: 'RESP3', options: { RESP: 3 } },
  { name: 'RESP2', options: { RESP: 2 } },
] as const)('node-redis with $name', ({ options }) => {
  const open = () => createClient({ ...options, socket: { host: '127.0.0.1', port: daemon().port } });
  let client: ReturnType<typeof open>;
  const errors: Error[] = [];

  beforeEach(async () => {
    client = open();
    client.on('error', (error) => errors.push(error));
    await client.connect();
    await client.flushDb();
  });
  afterEach(() => {
    if (client.isOpen) client.destroy();
    expect(errors.splice(0)).toEqual([]);
  });

  test('connects, speaks, and says good-bye', async () => {
    expect(await client.ping()).toBe('PONG');
    const ended = once(client, 'end');
    await client.close();
    await ended;
    expect(client.isOpen).toBe(false);
  });

  test('tells the server its name', async () => {
    const named = open();
    await named.connect();
    expect(await named.clientInfo()).toMatchObject({ libName: expect.stringContaining('node-redis') });
    await named.close();
  });

  test('SET and GET', async () => {
    expect(await client.set('key', 'value')).toBe('OK');
    expect(await client.get('key')).toBe('value');
    expect(await client.get('no such key')).toBeNull();
    expect(await client.set('key', 'ümlaut €', { expiration: { type: 'PX', value: 60_000 }, GET: true })).toBe('value');
    expect(await client.get('key')).toBe('ümlaut €');
    expect(await client.pTTL('key')).toBeGreaterThan(0);
    expect(await client.incrBy('count', 41)).toBe(41);
    expect(await client.mGet(['key', 'count', 'none'])).toEqual(['ümlaut €', '41', null]);
    await expect(client.incr('key')).rejects.toThrow('ERR value is not an integer or out of range');
    expect(await client.del(['key', 'count', 'none'])).toBe(2);
  });

  test('what is asked in one turn goes out together', async () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => String(i));
    await Promise.all(numbers.map((n) => client.set(`key:${n}`, n)));
    expect(await Promise.all(numbers.map((n) => client.get(`key:${n}`)))).toEqual(numbers);
    expect(await client.dbSize()).toBe(numbers.length);
  });

  test('a pipeline, an error in the middle of it', async () => {
    const pipeline = client.multi().set('a', 'x').append('a', 'y').get('a');
    expect(await pipeline.execAsPipeline()).toEqual(['OK', 2, 'xy']);
    const failing = client.multi().set('a', 'z').incr('a').append('a', '!');
    await expect(failing.execAsPipeline()).rejects.toThrow('ERR value is not an integer or out of range');
    expect(await client.get('a')).toBe('z!');
  });

  test('50 MB there and back', async () => {
    const value = largeValue();
    await client.set('large', value);
    expect(await client.strLen('large')).toBe(value.length);
    const back = await client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).get('large');
    expect(value.equals(back as unknown as Buffer)).toBe(true);
    expect(await client.ping()).toBe('PONG');
  });

  test('walks over all keys with SCAN', async () => {
    await client.mSet(Array.from({ length: 1000 }, (_, i) => [`key:${i}`, 'x'] as [string, string]));
    const seen = new Set<string>();
    for await (const keys of client.scanIterator({ MATCH: 'key:*', COUNT: 100 })) for (const key of keys) seen.add(key);
    expect(seen.size).toBe(1000);
  });
});
