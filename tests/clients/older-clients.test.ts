import { once } from 'node:events';
import { promisify } from 'node:util';
import { Redis as Valkey } from 'iovalkey';
import { createClient } from 'redis-3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';

const daemon = useDaemon();

describe('iovalkey', () => {
  const clients: Valkey[] = [];
  function open(): Valkey {
    const client = new Valkey(daemon().url);
    clients.push(client);
    return client;
  }
  beforeEach(async () => {
    await open().flushall();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
  });

  test('commands, pipelines, transactions', async () => {
    const client = open();
    expect(await client.set('key', 'ümlaut €', 'EX', 60)).toBe('OK');
    expect(await client.get('key')).toBe('ümlaut €');
    await client.hset('hash', { one: 1, two: 2 });
    expect(await client.hgetall('hash')).toEqual({ one: '1', two: '2' });
    const results = await client.pipeline().set('a', 'x').incr('a').get('a').exec();
    expect(results?.map(([error, result]) => error?.message ?? result)).toEqual([
      'OK',
      'ERR value is not an integer or out of range',
      'x',
    ]);
    expect(await client.multi().set('n', 1).incr('n').exec()).toEqual([
      [null, 'OK'],
      [null, 2],
    ]);
    const bytes = Buffer.from([0, 255, 13, 10]);
    await client.set('bytes', bytes);
    expect(await client.getBuffer('bytes')).toEqual(bytes);
  });

  test('messages of channels and patterns', async () => {
    const subscriber = open();
    await subscriber.subscribe('news');
    await subscriber.psubscribe('weather.*');
    const publisher = open();
    const message = once(subscriber, 'message');
    await publisher.publish('news', 'hello');
    expect(await message).toEqual(['news', 'hello']);
    const matched = once(subscriber, 'pmessage');
    await publisher.publish('weather.berlin', 'rain');
    expect(await matched).toEqual(['weather.*', 'weather.berlin', 'rain']);
  });
});

describe('node-redis 3', () => {
  const clients: ReturnType<typeof createClient>[] = [];
  function open() {
    const client = createClient({ port: daemon().port });
    clients.push(client);
    return client;
  }
  afterEach(() => {
    for (const client of clients.splice(0)) client.end(false);
  });

  test('asks INFO before it is ready, and then anything', async () => {
    const client = open();
    await once(client, 'ready');
    expect(client.server_info).toMatchObject({ redis_version: expect.stringMatching(/^\d+\.\d+\.\d+$/), loading: '0' });
    expect(await promisify<string>((done) => client.set('key', 'value', done as never))()).toBe('OK');
    expect(await promisify<string | null>((done) => client.get('key', done))()).toBe('value');
    expect(await promisify<number>((done) => client.hset('hash', 'one', '1', done))()).toBe(1);
    expect(await promisify((done) => client.hgetall('hash', done as never))()).toEqual({ one: '1' });
    const results = await promisify<unknown[]>((done) => client.multi().incr('n').incr('n').get('n').exec(done))();
    expect(results.at(-1)).toBe('2');
    await promisify((done) => client.flushall(done as never))();
  });

  test('messages of channels and patterns', async () => {
    const subscriber = open();
    const subscribed = once(subscriber, 'subscribe');
    subscriber.subscribe('news');
    expect(await subscribed).toEqual(['news', 1]);
    const patternSubscribed = once(subscriber, 'psubscribe');
    subscriber.psubscribe('weather.*');
    expect(await patternSubscribed).toEqual(['weather.*', 2]);
    const publisher = open();
    const message = once(subscriber, 'message');
    publisher.publish('news', 'hello');
    expect(await message).toEqual(['news', 'hello']);
    const matched = once(subscriber, 'pmessage');
    publisher.publish('weather.berlin', 'rain');
    expect(await matched).toEqual(['weather.*', 'weather.berlin', 'rain']);
    const ended = once(subscriber, 'unsubscribe');
    subscriber.unsubscribe('news');
    expect(await ended).toEqual(['news', 1]);
  });
});
