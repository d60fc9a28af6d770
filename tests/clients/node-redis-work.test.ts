import { createClient, createClientPool, type RedisClientOptions, WatchError } from 'redis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';
import { until } from './until.ts';

const daemon = useDaemon();

describe.each([2, 3] as const)('node-redis at work in RESP%i', (RESP) => {
  const open = (options: RedisClientOptions = {}) =>
    createClient({ RESP, socket: { host: '127.0.0.1', port: daemon().port }, ...options } as { RESP: 3 });
  const clients: ReturnType<typeof open>[] = [];

  async function connect(options: RedisClientOptions = {}): Promise<ReturnType<typeof open>> {
    const client = open(options);
    clients.push(client);
    // It tells of a lost connection in this way; whatever it was asked fails by itself.
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  beforeEach(async () => {
    await (await connect()).flushAll();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) if (client.isOpen) client.destroy();
  });

  test('a transaction, and one that somebody was faster than', async () => {
    const client = await connect();
    expect(await client.multi().set('a', '1').incr('a').hSet('h', 'f', 'v').hGetAll('h').exec()).toEqual([
      'OK',
      2,
      1,
      { f: 'v' },
    ]);
    await client.watch('a');
    await (await connect()).set('a', '7');
    await expect(client.multi().incr('a').exec()).rejects.toThrow(WatchError);
    expect(await client.get('a')).toBe('7');
  });

  test('all data types come back in the forms that they have', async () => {
    const client = await connect();
    await client.hSet('hash', { one: '1', two: '2' });
    expect({ ...(await client.hGetAll('hash')) }).toEqual({ one: '1', two: '2' });
    await client.zAdd('zset', [
      { score: 1, value: 'a' },
      { score: 2.5, value: 'b' },
    ]);
    expect(await client.zRangeWithScores('zset', 0, -1)).toEqual([
      { score: 1, value: 'a' },
      { score: 2.5, value: 'b' },
    ]);
    await client.sAdd('set', ['x', 'y']);
    expect([...(await client.sMembers('set'))].sort()).toEqual(['x', 'y']);
    await client.rPush('list', ['a', 'b', 'c']);
    expect(await client.lRange('list', 0, -1)).toEqual(['a', 'b', 'c']);
    const id = await client.xAdd('stream', '*', { field: 'value' });
    expect(await client.xRange('stream', '-', '+')).toMatchObject([{ id, message: { field: 'value' } }]);
    await client.geoAdd('geo', { longitude: 13.361389, latitude: 38.115556, member: 'Palermo' });
    expect(await client.geoSearch('geo', { longitude: 13, latitude: 38 }, { radius: 100, unit: 'km' })).toEqual([
      'Palermo',
    ]);
  });

  test('messages of channels, patterns and shard channels', async () => {
    const subscriber = await connect();
    const publisher = await connect();
    const heard: string[] = [];
    await subscriber.subscribe(['news', 'sport'], (message, channel) => heard.push(`${channel}: ${message}`));
    await subscriber.pSubscribe('weather.*', (message, channel) => heard.push(`${channel}: ${message}`));
    await subscriber.sSubscribe('orders', (message, channel) => heard.push(`shard ${channel}: ${message}`));
    expect(await publisher.publish('news', 'one')).toBe(1);
    expect(await publisher.publish('weather.berlin', 'rain')).toBe(1);
    expect(await publisher.sPublish('orders', 'two')).toBe(1);
    expect(await publisher.publish('nobody', 'three')).toBe(0);
    await until(() => heard.length === 3);
    expect(heard).toEqual(['news: one', 'weather.berlin: rain', 'shard orders: two']);
    expect((await publisher.pubSubChannels()).toSorted()).toEqual(['news', 'sport']);
    expect(await publisher.pubSubNumPat()).toBe(1);
    await subscriber.unsubscribe();
    await subscriber.pUnsubscribe();
    await subscriber.sUnsubscribe();
    expect(await publisher.publish('news', 'four')).toBe(0);
    expect(await subscriber.exists('nothing')).toBe(0);
  });

  test('messages as bytes', async () => {
    const subscriber = await connect();
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    const heard = new Promise<Buffer[]>((resolve) => {
      void subscriber.subscribe('bytes', (message, channel) => resolve([message, channel]), true);
    });
    const publisher = await connect();
    await until(async () => (await publisher.pubSubNumSub('bytes')).bytes === 1);
    await publisher.publish('bytes', bytes);
    expect(await heard).toEqual([bytes, Buffer.from('bytes')]);
  });

  test('a blocking command has a connection of its own in a pool', async () => {
    const pool = createClientPool(
      { RESP, socket: { host: '127.0.0.1', port: daemon().port } },
      { minimum: 1, maximum: 3 },
    );
    pool.on('error', () => {});
    await pool.connect();
    const waiting = pool.execute((client) => client.blPop('jobs', 0));
    await pool.set('a', '1');
    expect(await Promise.all(Array.from({ length: 100 }, () => pool.incr('a')))).toHaveLength(100);
    expect(await pool.get('a')).toBe('101');
    await pool.rPush('jobs', 'a job');
    expect(await waiting).toEqual({ key: 'jobs', element: 'a job' });
    expect(await pool.multi().set('b', '1').get('b').exec()).toEqual(['OK', '1']);
    await pool.close();
  });

  test('a server that goes away and comes back', async () => {
    const client = await connect({ socket: { host: '127.0.0.1', port: daemon().port, reconnectStrategy: 5 } });
    const subscriber = await connect({ socket: { host: '127.0.0.1', port: daemon().port, reconnectStrategy: 5 } });
    const heard: string[] = [];
    await subscriber.subscribe('news', (message) => heard.push(message));
    const gone = Promise.all(
      [client, subscriber].map((each) => new Promise((done) => each.once('reconnecting', done))),
    );
    await daemon().goAway();
    await gone;
    const answer = client.get('nothing');
    await daemon().comeBack();
    expect(await answer).toBeNull();
    await until(async () => (await client.pubSubNumSub('news')).news === 1);
    await client.publish('news', 'back again');
    await until(() => heard.length === 1);
    expect(heard).toEqual(['back again']);
  });
});

describe('node-redis keeps what it read', () => {
  const open = () =>
    createClient({
      RESP: 3,
      socket: { host: '127.0.0.1', port: daemon().port },
      clientSideCache: { ttl: 0, maxEntries: 100, evictPolicy: 'LRU' },
    });

  test('until the server says that it has changed', async () => {
    const client = await open().connect();
    const other = await createClient({ socket: { host: '127.0.0.1', port: daemon().port } }).connect();
    await other.set('key', 'old');
    expect(await client.get('key')).toBe('old');
    const calls = async () => Number(/cmdstat_get:calls=(\d+)/.exec(await other.info('commandstats'))?.[1]);
    const before = await calls();
    for (let i = 0; i < 10; i++) expect(await client.get('key')).toBe('old');
    expect(await calls()).toBe(before);

    await other.set('key', 'new');
    await until(async () => (await client.get('key')) === 'new');
    expect(await calls()).toBe(before + 1);
    await other.flushAll();
    await until(async () => (await client.get('key')) === null);
    await client.close();
    await other.close();
  });
});
