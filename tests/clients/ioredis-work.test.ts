import { once } from 'node:events';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';
import { until } from './until.ts';

const daemon = useDaemon();

describe.each([2, 3] as const)('ioredis at work in RESP%i', (protocol) => {
  const clients: Redis[] = [];

  function open(options: { enableAutoPipelining?: boolean; keyPrefix?: string } = {}): Redis {
    const client = new Redis({ port: daemon().port, protocol, ...options });
    clients.push(client);
    // It tells of a lost connection in this way; whatever it was asked fails by itself.
    client.on('error', () => {});
    return client;
  }

  beforeEach(async () => {
    await open().flushall();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
  });

  test('autopipelining sends what is asked in one turn as one pipeline', async () => {
    const client = open({ enableAutoPipelining: true });
    await once(client, 'ready');
    const keys = Array.from({ length: 1000 }, (_, i) => `key:${i}`);
    await Promise.all(keys.map((key) => client.set(key, key)));
    expect(await Promise.all(keys.map((key) => client.get(key)))).toEqual(keys);
  });

  test('a transaction, and one that somebody was faster than', async () => {
    const client = open();
    const results = await client.multi().set('a', '1').incr('a').lpush('a', 'x').get('a').exec();
    expect(results?.map(([error, result]) => error?.message ?? result)).toEqual([
      'OK',
      2,
      'WRONGTYPE Operation against a key holding the wrong kind of value',
      '2',
    ]);
    await client.watch('a');
    await open().set('a', '7');
    expect(await client.multi().incr('a').exec()).toBeNull();
    expect(await client.get('a')).toBe('7');
  });

  test('all data types come back in the forms that they have', async () => {
    const client = open();
    await client.hset('hash', { one: '1', two: '2' });
    expect(await client.hgetall('hash')).toEqual({ one: '1', two: '2' });
    await client.zadd('zset', 1, 'a', 2.5, 'b');
    expect(await client.zrange('zset', 0, '-1', 'WITHSCORES')).toEqual(['a', '1', 'b', '2.5']);
    await client.sadd('set', 'x', 'y');
    expect((await client.smembers('set')).sort()).toEqual(['x', 'y']);
    await client.rpush('list', 'a', 'b', 'c');
    expect(await client.lrange('list', 0, -1)).toEqual(['a', 'b', 'c']);
    const id = await client.xadd('stream', '*', 'field', 'value');
    expect(await client.xrange('stream', '-', '+')).toEqual([[id, ['field', 'value']]]);
    expect(await client.xread('COUNT', 1, 'STREAMS', 'stream', '0')).toEqual([['stream', [[id, ['field', 'value']]]]]);
    await client.geoadd('geo', 13.361389, 38.115556, 'Palermo', 15.087269, 37.502669, 'Catania');
    expect(Number(await client.geodist('geo', 'Palermo', 'Catania', 'KM'))).toBeCloseTo(166.2742, 3);
  });

  test('a stream of keys by SCAN', async () => {
    const client = open({ keyPrefix: 'app:' });
    await client.mset(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key:${i}`, 'x'])));
    const seen = new Set<string>();
    for await (const keys of client.scanStream({ match: 'app:*', count: 50 })) for (const key of keys) seen.add(key);
    expect(seen.size).toBe(500);
  });

  test('a worker waits for jobs in a list', async () => {
    const worker = open();
    const job = worker.blpop('jobs', 'more jobs', 0);
    // It waits by the time a command behind it on the same connection would; another connection sees it.
    const other = open();
    await until(async () => (await other.info('clients')).includes('blocked_clients:1'));
    await other.rpush('more jobs', 'a job');
    expect(await job).toEqual(['more jobs', 'a job']);
  });

  test('consumers of a group share a stream', async () => {
    const client = open();
    await client.xgroup('CREATE', 'events', 'workers', '$', 'MKSTREAM');
    const waiting = open().xreadgroup('GROUP', 'workers', 'ann', 'BLOCK', 0, 'STREAMS', 'events', '>');
    await until(async () => (await client.info('clients')).includes('blocked_clients:1'));
    const first = await client.xadd('events', '*', 'n', '1');
    expect(await waiting).toEqual([['events', [[first, ['n', '1']]]]]);
    const second = await client.xadd('events', '*', 'n', '2');
    expect(await client.xreadgroup('GROUP', 'workers', 'bob', 'STREAMS', 'events', '>')).toEqual([
      ['events', [[second, ['n', '2']]]],
    ]);
    expect(await client.xpending('events', 'workers')).toEqual([
      2,
      first,
      second,
      [
        ['ann', '1'],
        ['bob', '1'],
      ],
    ]);
    expect(await client.xack('events', 'workers', first as string)).toBe(1);
  });

  test('messages of channels and patterns', async () => {
    const subscriber = open();
    expect(await subscriber.subscribe('news', 'sport')).toBe(2);
    expect(await subscriber.psubscribe('weather.*')).toBe(3);
    const publisher = open();
    const message = once(subscriber, 'message');
    expect(await publisher.publish('news', 'hello')).toBe(1);
    expect(await message).toEqual(['news', 'hello']);
    const matched = once(subscriber, 'pmessageBuffer');
    await publisher.publish('weather.berlin', Buffer.from([0, 255, 13, 10]));
    expect(await matched).toEqual(['weather.*', Buffer.from('weather.berlin'), Buffer.from([0, 255, 13, 10])]);
    expect(await publisher.pubsub('NUMSUB', 'news', 'none')).toEqual(['news', 1, 'none', 0]);
    expect(await subscriber.unsubscribe('news', 'sport')).toBe(1);
    expect(await subscriber.punsubscribe('weather.*')).toBe(0);
    // It may do other things again.
    expect(await subscriber.get('nothing')).toBeNull();
  });

  test('messages of shard channels', async () => {
    const subscriber = open();
    expect(await subscriber.ssubscribe('orders')).toBe(1);
    const message = once(subscriber, 'smessage');
    expect(await open().spublish('orders', 'one')).toBe(1);
    expect(await message).toEqual(['orders', 'one']);
    expect(await subscriber.sunsubscribe('orders')).toBe(0);
  });

  test('what happens to keys is told to those who listen', async () => {
    const client = open();
    await client.config('SET', 'notify-keyspace-events', 'KEA');
    const subscriber = open();
    await subscriber.psubscribe('__key*@0__:*');
    const told: string[] = [];
    subscriber.on('pmessage', (_, channel, message) => told.push(`${channel} ${message}`));
    await client.set('key', '1');
    // It ends by itself: nobody asks for it.
    await client.set('short', '1', 'PX', 20);
    await until(() => told.includes('__keyevent@0__:expired short'));
    expect(told).toContain('__keyspace@0__:key set');
    expect(told).toContain('__keyevent@0__:set key');
    expect(told).toContain('__keyspace@0__:short expired');
    await client.config('SET', 'notify-keyspace-events', '');
  });

  test('MONITOR shows what others do', async () => {
    const client = open();
    await once(client, 'ready');
    const monitor = await client.monitor();
    const lines: string[] = [];
    monitor.on('monitor', (_time, args: string[]) => lines.push(args.join(' ')));
    await client.set('seen', 'by all');
    await until(() => lines.includes('set seen by all'));
    monitor.disconnect();
  });

  test('a server that goes away and comes back: what was asked meanwhile is answered, subscriptions are made anew', async () => {
    const client = open();
    const subscriber = open();
    await subscriber.subscribe('news');
    await client.set('kept', 'in memory only');

    const closed = Promise.all([once(client, 'close'), once(subscriber, 'close')]);
    await daemon().goAway();
    await closed;
    // Nobody is there: these wait in the offline queue.
    const answer = client.get('kept');
    const pong = client.ping();
    const ready = new Promise((done) => subscriber.once('ready', done));
    await daemon().comeBack();
    expect(await answer).toBeNull();
    expect(await pong).toBe('PONG');
    await ready;
    await until(async () => (await client.pubsub('NUMSUB', 'news'))[1] === 1);
    const message = once(subscriber, 'message');
    await client.publish('news', 'back again');
    expect(await message).toEqual(['news', 'back again']);
  });
});
