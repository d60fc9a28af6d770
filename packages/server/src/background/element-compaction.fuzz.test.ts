import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { CompactionJob } from './compaction.ts';

const KEYS = 24;

test('collections are what they were, however often they are moved, and hold what they hold', async () => {
  const random = seededRandom('element-compaction');
  const server = new TestServer({
    enableDebugCommand: 'yes',
    hashMaxListpackEntries: 8,
    setMaxListpackEntries: 8,
    setMaxIntsetEntries: 8,
  });
  await server.core.config.set([
    ['zset-max-listpack-entries', '8'],
    ['list-max-listpack-size', '4'],
    ['stream-node-max-entries', '4'],
  ]);
  const { collections, elementCompactor } = server.core.store;
  const t = server.transcript();
  const text = (most: number) => 'x'.repeat(random.nextInt(most));
  const member = () => `m${random.nextInt(200)}`;
  const say = async (...args: (string | number)[]) => {
    const reply = new TextDecoder().decode(await t.says(...args).reply());
    if (reply.startsWith('-')) expect.fail(`${args.join(' ')}: ${reply}`);
    return reply;
  };
  const change = async (key: string) => {
    const type = key[0];
    const grows = random.chance(0.7);
    if (type === 'h') await say(...(grows ? ['HSET', key, member(), text(300)] : ['HDEL', key, member()]));
    else if (type === 'e')
      await say('HSETEX', key, 'EX', 1000 + random.nextInt(1000), 'FIELDS', 1, member(), text(100));
    else if (type === 's') await say(grows ? 'SADD' : 'SREM', key, member() + text(100).slice(0, random.nextInt(3)));
    else if (type === 'z')
      await say(...(grows ? ['ZADD', key, random.nextInt(1000), member()] : ['ZREM', key, member()]));
    else if (type === 'l') await say(...(grows ? ['RPUSH', key, text(400)] : ['LPOP', key]));
    else if (grows) await say('XADD', key, '*', 'f', text(200));
    else await say('XTRIM', key, 'MAXLEN', random.nextInt(50));
  };
  const types = ['h', 'e', 's', 'z', 'l', 'x'];
  const keys = types.flatMap((type) => Array.from({ length: KEYS / types.length }, (_, i) => `${type}${i}`));
  for (let round = 0; round < 12; round++) {
    for (let n = 0; n < 200; n++) await change(random.pick(keys));
    if (random.chance(0.2)) await say('XGROUP', 'CREATE', 'x0', `g${round}`, '0', 'MKSTREAM');
    if (random.chance(0.2)) await say('DEL', random.pick(keys));
    if (random.chance(0.1)) await say('SWAPDB', '0', '1');
    const before = await say('DEBUG', 'DIGEST');
    const used = collections.memory.usedBytes;
    elementCompactor.begin();
    for (let left = true; left; ) {
      left = elementCompactor.step(1 + random.nextInt(800));
      if (random.chance(0.2)) expect(await say('DEBUG', 'DIGEST')).toBe(before);
    }
    expect(await say('DEBUG', 'DIGEST')).toBe(before);
    // Copies are packed at least as well as what they were made of.
    expect(collections.memory.usedBytes).toBeLessThanOrEqual(used * 1.1 + 4096);
  }
  expect(elementCompactor.movedCount).toBeGreaterThan(1000);
  await say('FLUSHALL');
  while (collections.freeSome(10_000));
  expect(collections.memory.usedBytes).toBe(0);
  expect(collections.count).toBe(0);
});

test('memory that elements have left goes back to the system', async () => {
  const server = new TestServer();
  const t = server.transcript();
  const { store } = server.core;
  const value = 'v'.repeat(1500);
  // Filled in turns, so that each page holds elements of many hashes.
  for (let field = 0; field < 600; field += 10) {
    const fields = Array.from({ length: 10 }, (_, i) => [`f${field + i}`, value]).flat();
    for (let key = 0; key < 80; key++) await t.says('HSET', `h${key}`, ...fields).int(10);
  }
  for (let key = 0; key < 80; key++) {
    const most = Array.from({ length: 500 }, (_, i) => `f${i + (key % 2) * 90}`);
    await t.says('HDEL', `h${key}`, ...most).int(500);
  }
  const before = store.heldBytes;
  expect(store.elementCompactor.urgency).toBeGreaterThan(0);
  const job = new CompactionJob(server.core);
  for (let i = 0; i < 20; i++) job.run(1);
  expect(job.share).toBe(0);
  expect(store.heldBytes).toBeLessThan(before / 2);
  await t.says('HGET', 'h0', 'f599').bulk(value);
});
