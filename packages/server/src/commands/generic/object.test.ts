import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';

let server: TestServer;
let t: ReturnType<TestServer['transcript']>;

beforeEach(() => {
  server = new TestServer();
  t = server.transcript();
});

function pass(milliseconds: number): void {
  server.clock.advance(milliseconds);
  server.core.accessClock.refresh(server.clock.nowMs());
}

describe('OBJECT', () => {
  test('ENCODING', async () => {
    await t.says('SET', 'a', '12').ok();
    await t.says('OBJECT', 'ENCODING', 'a').bulk('int');
    await t.says('SET', 'a', 'x'.repeat(44)).ok();
    await t.says('object', 'encoding', 'a').bulk('embstr');
    await t.says('SET', 'a', 'x'.repeat(45)).ok();
    await t.says('OBJECT', 'ENCODING', 'a').bulk('raw');
    await t.says('OBJECT', 'ENCODING', 'missing').nil();
    const { keyspaceHits, keyspaceMisses } = server.core.counters;
    expect([keyspaceHits, keyspaceMisses]).toEqual([3, 1]);
  });

  test('REFCOUNT says of small numbers what Redis says', async () => {
    await t.says('SET', 'a', '9999').ok();
    await t.says('OBJECT', 'REFCOUNT', 'a').int(2147483647);
    await t.says('SET', 'a', '10000').ok();
    await t.says('OBJECT', 'REFCOUNT', 'a').int(1);
    await t.says('SET', 'a', 'text').ok();
    await t.says('OBJECT', 'REFCOUNT', 'a').int(1);
  });

  test('IDLETIME: seconds since the last use', async () => {
    await t.says('SET', 'a', '1').ok();
    pass(3000);
    await t.says('OBJECT', 'IDLETIME', 'a').int(3);
    pass(1000);
    await t.says('OBJECT', 'IDLETIME', 'a').int(4);
    await t.says('GET', 'a').bulk('1');
    await t.says('OBJECT', 'IDLETIME', 'a').int(0);
    await t.says('OBJECT', 'IDLETIME', 'missing').nil();
    await t.says('OBJECT', 'FREQ', 'a').error(/^ERR An LFU maxmemory policy is not selected, access frequency not/);
    await t.says('OBJECT', 'FREQ', 'missing').nil();
  });

  test('the idle time outlives what happens to the value', async () => {
    await t.says('SET', 'a', 'x'.repeat(100)).ok();
    pass(5000);
    const database = server.core.store.databases[0];
    const key = new TextEncoder().encode('a');
    const entry = database.setExpiry(database.find(key, 0, 1), server.clock.nowMs() + 100_000);
    database.resizeValue(entry, 50_000);
    await t.says('OBJECT', 'IDLETIME', 'a').int(5);
  });

  test('FREQ: 5 at first, more with every use, less with the minutes', async () => {
    await t.says('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu', 'lfu-log-factor', 0).ok();
    await t.says('SET', 'a', '1').ok();
    await t.says('OBJECT', 'FREQ', 'a').int(5);
    for (let i = 0; i < 10; i++) await t.says('GET', 'a').bulk('1');
    await t.says('OBJECT', 'FREQ', 'a').int(15);
    await t.says('OBJECT', 'IDLETIME', 'a').error(/^ERR An LFU maxmemory policy is selected, idle time not tracked/);
    pass(3 * 60_000);
    await t.says('OBJECT', 'FREQ', 'a').int(12);
    await t.says('CONFIG', 'SET', 'lfu-decay-time', 2).ok();
    await t.says('OBJECT', 'FREQ', 'a').int(14);
    await t.says('CONFIG', 'SET', 'lfu-decay-time', 0).ok();
    await t.says('OBJECT', 'FREQ', 'a').int(15);
    await t.says('RENAME', 'a', 'b').ok();
    await t.says('OBJECT', 'FREQ', 'b').int(5);
  });

  test('FREQ: with the factor of the default, a hundred uses are about 10', async () => {
    await t.says('CONFIG', 'SET', 'maxmemory-policy', 'volatile-lfu').ok();
    await t.says('SET', 'a', '1').ok();
    for (let i = 0; i < 100; i++) await t.says('GET', 'a').bulk('1');
    const { accessClock, store } = server.core;
    const database = store.databases[0];
    const counter = accessClock.frequency(database.entries, database.find(new TextEncoder().encode('a'), 0, 1));
    expect(counter).toBeGreaterThan(7);
    expect(counter).toBeLessThan(14);
  });

  test('mistakes', async () => {
    await t.says('OBJECT').error("ERR wrong number of arguments for 'object' command");
    await t.says('OBJECT', 'ENCODING').error("ERR wrong number of arguments for 'object|encoding' command");
    await t.says('OBJECT', 'NONSENSE', 'a').error("ERR unknown subcommand 'NONSENSE'. Try OBJECT HELP.");
  });

  test('HELP', async () => {
    const reply = new TextDecoder().decode(await t.says('OBJECT', 'HELP').reply());
    expect(reply).toMatch(/^\*\d+\r\n\+OBJECT <subcommand>/);
    for (const word of ['ENCODING', 'FREQ', 'IDLETIME', 'REFCOUNT', 'HELP']) expect(reply).toContain(word);
  });
});
