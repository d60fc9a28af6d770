import type { GlideClient, PubSubMsg } from '@valkey/valkey-glide';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeWhere } from '../describe-where.ts';
import { useDaemon } from './daemon.ts';
import { until } from './until.ts';

const hasCore = process.platform !== 'win32';
const daemon = useDaemon();

describeWhere(hasCore, 'its core is native code, which it does not bring for Windows', 'valkey-glide', async () => {
  const glide = await import('@valkey/valkey-glide');
  const {
    Batch,
    ClientSideCache,
    Decoder,
    GlideClientConfiguration,
    GlideMonitorClient,
    InfoOptions,
    ProtocolVersion,
  } = glide;
  // It logs what it then also throws.
  glide.Logger.setLoggerConfig('off');
  type Options = Partial<Parameters<typeof glide.GlideClient.createClient>[0]>;
  const clients: { close(): unknown }[] = [];

  async function open(options: Options = {}): Promise<GlideClient> {
    const client = await glide.GlideClient.createClient({
      addresses: [{ host: '127.0.0.1', port: daemon().port }],
      requestTimeout: 10_000,
      ...options,
    });
    clients.push(client);
    return client;
  }

  beforeEach(async () => {
    await (await open()).flushall();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });

  describe.each([
    ['RESP2', ProtocolVersion.RESP2],
    ['RESP3', ProtocolVersion.RESP3],
  ] as const)('in %s', (_, protocol) => {
    test('keys of all types', async () => {
      const client = await open({ protocol, clientName: 'tester', databaseId: 3 });
      expect(await client.set('key', 'ümlaut €')).toBe('OK');
      expect(await client.get('key')).toBe('ümlaut €');
      expect(await client.get('none')).toBeNull();
      const bytes = Buffer.from([0, 255, 13, 10]);
      await client.set(bytes, bytes);
      expect(await client.get(bytes, { decoder: Decoder.Bytes })).toEqual(bytes);
      expect(await client.mget(['key', 'none'])).toEqual(['ümlaut €', null]);
      expect(await client.hset('hash', { one: '1', two: '2' })).toBe(2);
      expect(await client.hgetall('hash')).toEqual([
        { field: 'one', value: '1' },
        { field: 'two', value: '2' },
      ]);
      expect(await client.zadd('zset', { a: 1, b: 2.5 })).toBe(2);
      expect(await client.zrangeWithScores('zset', { start: 0, end: -1 })).toEqual([
        { element: 'a', score: 1 },
        { element: 'b', score: 2.5 },
      ]);
      expect(await client.sadd('set', ['x', 'y'])).toBe(2);
      expect(await client.smembers('set')).toEqual(new Set(['x', 'y']));
      await expect(client.incr('hash')).rejects.toThrow('WRONGTYPE');
      expect(await client.clientGetName()).toBe('tester');
      expect(await client.info([InfoOptions.Keyspace])).toContain('db3:keys=5');
    });

    test('many commands at once, and the keys by SCAN', async () => {
      const client = await open({ protocol, inflightRequestsLimit: 2000 });
      const keys = Array.from({ length: 1000 }, (_, i) => `key:${i}`);
      await Promise.all(keys.map((key) => client.set(key, key)));
      expect(await Promise.all(keys.map((key) => client.get(key)))).toEqual(keys);
      const seen = new Set<unknown>();
      let cursor: Awaited<ReturnType<typeof client.scan>>[0] = '0';
      do {
        const [next, found] = await client.scan(cursor, { match: 'key:*', count: 100 });
        for (const key of found) seen.add(key);
        cursor = next;
      } while (cursor !== '0');
      expect(seen.size).toBe(1000);
    });

    test('batches, as transactions and as pipelines', async () => {
      const client = await open({ protocol });
      const atomic = new Batch(true).set('a', '1').incr('a').lpush('a', ['x']).get('a');
      const results = await client.exec(atomic, false);
      expect(results?.map((result) => (result instanceof Error ? 'error' : result))).toEqual(['OK', 2, 'error', '2']);
      await client.watch(['a']);
      await (await open()).set('a', '7');
      expect(await client.exec(new Batch(true).incr('a'), true)).toBeNull();
      expect(await client.exec(new Batch(false).incr('a').get('a'), true)).toEqual([8, '8']);
    });

    test('a stream shared by consumers, and a blocked client', async () => {
      const client = await open({ protocol });
      await client.xgroupCreate('events', 'workers', '$', { mkStream: true });
      const reader = await open({ protocol });
      const waiting = reader.xreadgroup('workers', 'ann', { events: '>' }, { block: 10_000 });
      await until(async () => (await client.info([InfoOptions.Clients])).includes('blocked_clients:1'));
      const id = (await client.xadd('events', [['field', 'value']])) as string;
      expect(await waiting).toEqual([{ key: 'events', value: { [id]: [['field', 'value']] } }]);
      expect(await client.xack('events', 'workers', [id])).toBe(1);
      const popped = reader.blpop(['jobs'], 10);
      await until(async () => (await client.info([InfoOptions.Clients])).includes('blocked_clients:1'));
      await client.rpush('jobs', ['a job']);
      expect(await popped).toEqual(['jobs', 'a job']);
    });
  });

  test('messages of channels and patterns', async () => {
    const { Exact, Pattern } = GlideClientConfiguration.PubSubChannelModes;
    const heard: PubSubMsg[] = [];
    const listener = await open({
      protocol: ProtocolVersion.RESP3,
      pubsubSubscriptions: {
        channelsAndPatterns: { [Exact]: new Set(['news']), [Pattern]: new Set(['weather.*']) },
        callback: (message) => heard.push(message),
      },
    });
    const publisher = await open();
    await until(async () => (await publisher.pubsubNumPat()) === 1);
    expect(await publisher.publish('hello', 'news')).toBe(1);
    expect(await publisher.publish('rain', 'weather.berlin')).toBe(1);
    await listener.subscribe(['later'], 10_000);
    expect(await publisher.publish('now', 'later')).toBe(1);
    await until(() => heard.length === 3);
    expect(heard).toMatchObject([
      { channel: 'news', message: 'hello' },
      { channel: 'weather.berlin', message: 'rain', pattern: 'weather.*' },
      { channel: 'later', message: 'now' },
    ]);
  });

  test('what it has read is kept until the server says that it has changed', async () => {
    const client = await open({
      protocol: ProtocolVersion.RESP3,
      clientSideCache: ClientSideCache.create(1024, 0, { serverAssisted: true, enableMetrics: true }),
    });
    const other = await open();
    await other.set('key', 'old');
    await until(async () => (await client.get('key')) === 'old');
    const calls = async () => Number(/cmdstat_get:calls=(\d+)/.exec(await other.info([InfoOptions.Commandstats]))?.[1]);
    const before = await calls();
    for (let i = 0; i < 10; i++) expect(await client.get('key')).toBe('old');
    expect(await calls()).toBe(before);
    await other.set('key', 'new');
    await until(async () => (await client.get('key')) === 'new');
  });

  test('MONITOR shows what others do', async () => {
    const lines: string[] = [];
    const monitor = await GlideMonitorClient.create(
      { addresses: [{ host: '127.0.0.1', port: daemon().port }] },
      ({ command, args }) => lines.push([command, ...args].join(' ').toLowerCase()),
    );
    clients.push(monitor);
    await (await open()).set('seen', 'by all');
    await until(() => lines.includes('set seen by all'));
  });

  test('a server that goes away and comes back', async () => {
    const client = await open({ connectionBackoff: { numberOfRetries: 50, factor: 1, exponentBase: 1 } });
    await client.set('kept', 'in memory only');
    await daemon().goAway();
    await daemon().comeBack();
    await until(async () => (await client.get('kept').catch(() => 'not yet')) === null);
  });
});
