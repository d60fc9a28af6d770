import { type Exchange, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';

/** Keys that are asked for, and how many of them there is room for. */
const KEYS = 4000;
const ROOM = 800;
const BATCHES = 150;
const KEYS_PER_BATCH = 100;
const VALUE = 'v'.repeat(200);

/** Numbers of keys, the k-th as often as 1/k says (Zipf's law), some twice within a batch. */
function batches(): string[][] {
  const random = seededRandom('hit-ratio');
  const sums: number[] = [];
  for (let k = 1; k <= KEYS; k++) sums.push((sums.at(-1) ?? 0) + 1 / k);
  const draw = () => {
    const sought = random.nextFloat() * sums[KEYS - 1];
    let [low, high] = [0, KEYS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < sought) low = middle + 1;
      else high = middle;
    }
    // Frequent keys are not the ones that were there first.
    return `k${(low * 2557) % KEYS}`;
  };
  return Array.from({ length: BATCHES }, () => Array.from({ length: KEYS_PER_BATCH }, draw));
}

class Cache {
  readonly #connection: Exchange;

  constructor(connection: Exchange) {
    this.#connection = connection;
  }

  async say(...args: string[]): Promise<string> {
    const words = args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('');
    const reply = await this.#connection.exchange(new TextEncoder().encode(`*${args.length}\r\n${words}`));
    return new TextDecoder().decode(reply);
  }

  /** Asks for keys and puts in what is missing, as a cache is used. @returns how many were there */
  async ask(keys: readonly string[]): Promise<number> {
    const reply = await this.say('MGET', ...keys);
    // Each element is "$-1" or begins with "$200".
    const found = reply
      .split('$')
      .slice(1)
      .map((element) => !element.startsWith('-1'));
    const missing = keys.filter((_, i) => !found[i]);
    if (missing.length > 0) await this.say('MSET', ...missing.flatMap((key) => [key, VALUE]));
    return keys.length - missing.length;
  }

  async size(): Promise<number> {
    return Number((await this.say('DBSIZE')).slice(1));
  }

  /** Sets the limit so that there is room for about so many keys. */
  async fill(policy: string, room: number): Promise<void> {
    await this.say('CONFIG', 'SET', 'maxmemory', '0');
    await this.say('FLUSHALL');
    await this.say('CONFIG', 'SET', 'maxmemory-policy', policy);
    for (let i = 0; i < room; i++) await this.say('SET', `k${i}`, VALUE);
    const used = /used_memory:(\d+)/.exec(await this.say('INFO', 'memory'))?.[1];
    await this.say('CONFIG', 'SET', 'maxmemory', String(used));
  }
}

/** The share of all keys asked for, in the second half of the run, that were there. */
async function hitRatio(
  cache: Cache,
  policy: string,
  work: readonly string[][],
  room = ROOM,
  tick = () => {},
): Promise<number> {
  await cache.fill(policy, room);
  let hits = 0;
  for (const [i, keys] of work.entries()) {
    const found = await cache.ask(keys);
    if (i >= BATCHES / 2) hits += found;
    tick();
  }
  return hits / (BATCHES / 2) / KEYS_PER_BATCH;
}

/** What a cache of ROOM keys would reach that always drops the least recently used one. */
function idealLru(work: readonly string[][]): number {
  const cache = new Map<string, true>();
  let hits = 0;
  for (const [i, keys] of work.entries()) {
    for (const key of keys) {
      if (cache.delete(key) && i >= BATCHES / 2) hits++;
      cache.set(key, true);
      if (cache.size > ROOM) cache.delete(cache.keys().next().value as string);
    }
  }
  return hits / (BATCHES / 2) / KEYS_PER_BATCH;
}

test('lru: nearly as good as if the very least recently used key always went', async () => {
  const work = batches();
  const server = new TestServer();
  const ratio = await hitRatio(new Cache(server.connect()), 'allkeys-lru', work, ROOM, () => {
    server.clock.advance(1000);
    server.core.clock.refresh();
    server.core.accessClock.refresh(server.clock.nowMs());
  });
  expect(server.core.counters.evictedKeys).toBeGreaterThan(1000);
  expect(Math.abs(ratio - idealLru(work))).toBeLessThan(0.03);
});

describeWithOracle('hit ratios', (oracle) => {
  for (const policy of ['allkeys-lfu', 'allkeys-lru', 'allkeys-random']) {
    test(policy, async () => {
      const work = batches();
      const connection = await oracle().connect();
      const theirs = new Cache(connection);
      const expected = await hitRatio(theirs, policy, work);
      // Buffers of clients count in different ways, so redis-server shows first how many keys there are in the end.
      const room = await theirs.size();
      const ratio = await hitRatio(new Cache(new TestServer().connect()), policy, work, room);
      expect(expected).toBeGreaterThan(0.4);
      expect(Math.abs(ratio - expected)).toBeLessThan(0.04);
      await connection.close();
    });
  }
});
