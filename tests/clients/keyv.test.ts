import KeyvRedis from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';
import { until } from './until.ts';

const daemon = useDaemon();

describe.each([
  { name: '@keyv/redis', open: () => new KeyvRedis(daemon().url) },
  { name: '@keyv/valkey', open: () => new KeyvValkey(daemon().url) },
])('keyv with $name', ({ open }) => {
  let users: Keyv;
  let pages: Keyv;
  const errors: unknown[] = [];

  beforeEach(async () => {
    users = new Keyv(open(), { namespace: 'users' });
    pages = new Keyv(open(), { namespace: 'pages' });
    for (const keyv of [users, pages]) keyv.on('error', (error) => errors.push(error));
    await users.clear();
    await pages.clear();
  });
  afterEach(async () => {
    await users.disconnect();
    await pages.disconnect();
    expect(errors.splice(0)).toEqual([]);
  });

  test('keeps values of any kind, apart by namespace', async () => {
    const value = { name: 'Ann', tags: ['a', 'ümlaut €'], n: 1.5, nothing: null };
    expect(await users.set('1', value)).toBe(true);
    await pages.set('1', 'a page');
    expect(await users.get('1')).toEqual(value);
    expect(await pages.get('1')).toBe('a page');
    expect(await users.get('2')).toBeUndefined();
    expect(await users.has('1')).toBe(true);
    expect(await users.delete('1')).toBe(true);
    expect(await users.delete('1')).toBe(false);
    expect(await users.has('1')).toBe(false);
    expect(await pages.get('1')).toBe('a page');
  });

  test('forgets in time', async () => {
    await users.set('short', 'value', 30);
    await users.set('long', 'value', 60_000);
    await until(async () => (await users.get('short')) === undefined);
    expect(await users.get('long')).toBe('value');
  });

  test('many at once, and clearing one namespace', async () => {
    const entries = Array.from({ length: 300 }, (_, i) => ({ key: `key-${i}`, value: i }));
    await users.setMany(entries);
    await pages.set('stays', 1);
    expect(await users.getMany(['key-0', 'key-299', 'none'])).toEqual([0, 299, undefined]);
    const seen = new Map<string, unknown>();
    // It is there wherever the store can be walked over.
    for await (const [key, value] of users.iterator?.({}) ?? []) seen.set(key, value);
    expect(seen.size).toBe(300);
    expect(seen.get('key-7')).toBe(7);
    expect(await users.deleteMany(['key-0', 'key-1'])).toBeTruthy();
    expect(await users.get('key-1')).toBeUndefined();
    await users.clear();
    expect(await users.get('key-2')).toBeUndefined();
    expect(await pages.get('stays')).toBe(1);
  });
});

test('cache-manager asks the source once', async () => {
  const keyv = new Keyv(new KeyvRedis(daemon().url), { namespace: 'cache' });
  const cache = createCache({ stores: [keyv], ttl: 60_000 });
  await cache.clear();
  let asked = 0;
  const source = () => {
    asked++;
    return Promise.resolve({ answer: 42 });
  };
  for (let i = 0; i < 3; i++) expect(await cache.wrap('question', source)).toEqual({ answer: 42 });
  expect(asked).toBe(1);
  await cache.mset([
    { key: 'a', value: 1 },
    { key: 'b', value: 2, ttl: 60_000 },
  ]);
  expect(await cache.mget(['a', 'b', 'none'])).toEqual([1, 2, undefined]);
  await cache.del('question');
  await cache.wrap('question', source);
  expect(asked).toBe(2);
  await cache.disconnect();
});
