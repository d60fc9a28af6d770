import { Redis } from 'ioredis';
import { Redis as Valkey } from 'iovalkey';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRedisNonAtomic,
  type RateLimiterRes,
  type RateLimiterStoreAbstract,
  RateLimiterUnion,
  RateLimiterValkey,
} from 'rate-limiter-flexible';
import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';
import { until } from './until.ts';

const daemon = useDaemon();
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

function ioredis(): Redis {
  const client = new Redis({ port: daemon().port });
  endings.push(() => client.disconnect());
  return client;
}

async function nodeRedis() {
  const client = createClient({ socket: { host: '127.0.0.1', port: daemon().port } });
  await client.connect();
  endings.push(() => client.close());
  return client;
}

beforeEach(async () => {
  await ioredis().flushall();
});

// RateLimiterRedis, RateLimiterValkey and RateLimiterValkeyGlide count by a Lua script wherever a limit lasts for a
// time. What they do without one is tried further down.
describe.each([
  { through: 'ioredis', open: async () => ({ storeClient: ioredis() }) },
  { through: 'node-redis', open: async () => ({ storeClient: await nodeRedis(), useRedisPackage: true }) },
])('RateLimiterRedisNonAtomic through $through', ({ open }) => {
  const limiterOf = async (points: number, duration: number, more: object = {}) =>
    new RateLimiterRedisNonAtomic({ ...(await open()), points, duration, keyPrefix: 'limit', ...more });

  test('lets so many through, and says when there will be more', async () => {
    const limiter = await limiterOf(3, 60);
    const results: RateLimiterRes[] = [];
    for (let i = 0; i < 3; i++) results.push(await limiter.consume('ann'));
    expect(results.map(({ remainingPoints }) => remainingPoints)).toEqual([2, 1, 0]);
    const refused = await limiter.consume('ann').catch((result: RateLimiterRes) => result);
    expect(refused).toMatchObject({ remainingPoints: 0, consumedPoints: 4 });
    expect(refused.msBeforeNext).toBeGreaterThan(50_000);
    expect(refused.msBeforeNext).toBeLessThanOrEqual(60_000);
    expect((await limiter.consume('bob', 2)).remainingPoints).toBe(1);
    expect(await limiter.get('ann')).toMatchObject({ consumedPoints: 4 });
    expect(await limiter.get('eve')).toBeNull();
    expect(await limiter.delete('ann')).toBe(true);
    expect((await limiter.consume('ann')).remainingPoints).toBe(2);
  });

  test('punishes, rewards, blocks', async () => {
    const limiter = await limiterOf(5, 60);
    expect((await limiter.penalty('ann', 2)).consumedPoints).toBe(2);
    expect((await limiter.reward('ann', 1)).consumedPoints).toBe(1);
    await limiter.block('bob', 30);
    const refused = await limiter.consume('bob').catch((result: RateLimiterRes) => result);
    expect(refused.msBeforeNext).toBeGreaterThan(20_000);
    await limiter.set('eve', 5, 60);
    await expect(limiter.consume('eve')).rejects.toMatchObject({ remainingPoints: 0 });
  });

  test('lets through again when the time is over', async () => {
    const limiter = await limiterOf(1, 1);
    await limiter.consume('ann');
    await expect(limiter.consume('ann')).rejects.toMatchObject({ remainingPoints: 0 });
    await until(async () => (await limiter.get('ann')) === null);
    expect((await limiter.consume('ann')).isFirstInDuration).toBe(true);
  });

  test('is one of several limits', async () => {
    const perSecond = await limiterOf(2, 60, { keyPrefix: 'short' });
    const perDay = new RateLimiterMemory({ points: 1, duration: 60, keyPrefix: 'long' });
    const both = new RateLimiterUnion(perSecond, perDay);
    await both.consume('ann');
    await expect(both.consume('ann')).rejects.toHaveProperty('long');
  });
});

describe.each<{ name: string; open: () => Promise<RateLimiterStoreAbstract> }>([
  {
    name: 'RateLimiterRedis through ioredis',
    open: async () => new RateLimiterRedis({ storeClient: ioredis(), points: 2, duration: 0 }),
  },
  {
    name: 'RateLimiterRedis through node-redis',
    open: async () =>
      new RateLimiterRedis({ storeClient: await nodeRedis(), useRedisPackage: true, points: 2, duration: 0 }),
  },
  {
    name: 'RateLimiterValkey through iovalkey',
    open: async () => {
      const client = new Valkey({ port: daemon().port });
      endings.push(() => client.disconnect());
      return new RateLimiterValkey({ storeClient: client, points: 2, duration: 0 });
    },
  },
])('$name, with limits that never end', ({ open }) => {
  test('counts without a script', async () => {
    const limiter = await open();
    await limiter.consume('ann');
    expect((await limiter.consume('ann')).remainingPoints).toBe(0);
    await expect(limiter.consume('ann')).rejects.toMatchObject({ consumedPoints: 3, msBeforeNext: -1 });
    expect(await limiter.get('ann')).toMatchObject({ consumedPoints: 3 });
    await limiter.block('bob', 30);
    await expect(limiter.consume('bob')).rejects.toMatchObject({ remainingPoints: 0 });
    expect(await limiter.delete('ann')).toBe(true);
  });
});
