import { describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { RecordedEffects } from '../../test/recorded-effects.ts';
import type { ConfigInput } from '../config/config.ts';
import { ServerState } from '../session/server-state.ts';

const VALUE = 'v'.repeat(100);
const OOM = "OOM command not allowed when used memory > 'maxmemory'.";

/** A server in which `count` keys k0, k1 ... were set, a second apart, and what room there is beyond them. */
async function filled(count: number, values: ConfigInput = {}, expiry: (i: number) => number = () => 0) {
  const server = new TestServer(values);
  const t = server.transcript();
  for (let i = 0; i < count; i++) {
    const seconds = expiry(i);
    await t.says('SET', `k${i}`, VALUE, ...(seconds === 0 ? [] : ['EX', seconds])).ok();
    passSeconds(server, 1);
  }
  return { server, t };
}

function passSeconds(server: TestServer, seconds: number): void {
  server.clock.advance(seconds * 1000);
  server.core.clock.refresh();
  server.core.accessClock.refresh(server.clock.nowMs());
}

/** Sets the limit so that some bytes have to go, and lets the server do it. */
async function squeeze(server: TestServer, t: ReturnType<TestServer['transcript']>, bytes: number): Promise<void> {
  await t.says('CONFIG', 'SET', 'maxmemory', server.core.eviction.gauge.measure() - bytes).ok();
  server.turn();
}

function left(server: TestServer, count: number): number[] {
  const database = server.core.store.databases[0];
  const encoder = new TextEncoder();
  return Array.from({ length: count }, (_, i) => i).filter((i) => {
    const key = encoder.encode(`k${i}`);
    return database.find(key, 0, key.length) !== 0;
  });
}

describe('maxmemory', () => {
  test('CONFIG SET evicts at once, between commands', async () => {
    const { server, t } = await filled(50, { maxmemoryPolicy: 'allkeys-lru', maxmemorySamples: 64 });
    await squeeze(server, t, 1000);
    const kept = left(server, 50);
    expect(server.core.eviction.gauge.measure()).toBeLessThanOrEqual(server.core.config.maxmemory);
    expect(kept.length).toBeGreaterThanOrEqual(40);
    expect(kept.length).toBeLessThan(45);
    // With so many samples as keys, the order is exact.
    expect(kept[0]).toBe(50 - kept.length);
    expect(server.core.counters.evictedKeys).toBe(50 - kept.length);
  });

  test('noeviction refuses commands that need memory, and nothing else', async () => {
    const { server, t } = await filled(3);
    await squeeze(server, t, 1);
    await t.says('SET', 'k', '1').error(OOM);
    await t.says('APPEND', 'k0', '1').error(OOM);
    await t.says('GET', 'k0').bulk(VALUE);
    await t.says('EXPIRE', 'k0', '100').int(1);
    await t.says('DEL', 'k0').int(1);
    await t.says('SET', 'k', '1').ok();
    expect(server.core.counters.evictedKeys).toBe(0);
    await t.says('CONFIG', 'SET', 'maxmemory', '0').ok();
    expect(server.core.gates.state).toBe(0);
  });

  test('in MULTI, what needs memory cannot be queued, and EXEC is refused if it holds some', async () => {
    const { server, t } = await filled(3);
    const other = server.transcript();
    await squeeze(server, t, 1);
    await t.says('MULTI').ok();
    await t.says('SET', 'k', '1').error(OOM);
    await t.says('EXEC').error('EXECABORT Transaction discarded because of previous errors.');
    await t.says('MULTI').ok();
    await t.says('DISCARD').ok();
    await t.says('CONFIG', 'SET', 'maxmemory', '0').ok();
    await t.says('MULTI').ok();
    await t.says('SET', 'k', '1').simple('QUEUED');
    await other.says('CONFIG', 'SET', 'maxmemory', '1').ok();
    await t.says('EXEC').error(`EXECABORT Transaction discarded because of: ${OOM}`);
    await other.says('CONFIG', 'SET', 'maxmemory', '0').ok();
    await t.says('MULTI').ok();
    await t.says('GET', 'k0').simple('QUEUED');
    await other.says('CONFIG', 'SET', 'maxmemory', '1').ok();
    await t.says('EXEC').array([VALUE]);
  });

  test('a transaction that sets it is finished first', async () => {
    const { server, t } = await filled(3, { maxmemoryPolicy: 'allkeys-lru' });
    const effects = new RecordedEffects(server);
    await t.says('MULTI').ok();
    await t.says('INCR', 'x').simple('QUEUED');
    await t.says('CONFIG', 'SET', 'maxmemory', '1').simple('QUEUED');
    await t.says('INCR', 'x').simple('QUEUED');
    await t.says('EXEC').raw('*3\r\n:1\r\n+OK\r\n:2\r\n');
    server.turn();
    expect(effects.propagated()).toEqual(['MULTI', 'INCR x', 'INCR x', 'EXEC', 'DEL k0', 'DEL k1', 'DEL k2', 'DEL x']);
    await t.says('DBSIZE').int(0);
    await t.says('SET', 'k', '1').error(OOM);
  });

  test('eviction is told, breaks WATCH, and may be propagated as UNLINK', async () => {
    const { server, t } = await filled(2, { maxmemoryPolicy: 'allkeys-lru' });
    const effects = new RecordedEffects(server);
    const watcher = server.transcript();
    await watcher.says('WATCH', 'k0').ok();
    await squeeze(server, t, 1);
    expect(effects.events()).toEqual(['evicted k0']);
    expect(effects.changed()).toEqual(['k0']);
    expect(effects.propagated()).toEqual(['DEL k0']);
    await watcher.says('MULTI').ok();
    await watcher.says('PING').simple('QUEUED');
    await watcher.says('EXEC').nilArray();
    await t.says('CONFIG', 'SET', 'lazyfree-lazy-eviction', 'yes').ok();
    await squeeze(server, t, 1);
    expect(effects.propagated()).toEqual(['UNLINK k1']);
    expect(server.core.effects.dirty).toBe(2);
  });

  test('stops when its time is up, and goes on in later turns', async () => {
    const { server } = await filled(100, { maxmemoryPolicy: 'allkeys-random', maxmemoryEvictionTenacity: 0 });
    const { core } = server;
    let turns = 0;
    const config = core.config;
    await config.set([['maxmemory', '1']]);
    const before = core.store.databases[0].size;
    // One turn by hand, so that what it leaves can be seen.
    core.eviction.makeRoom();
    expect(before - core.store.databases[0].size).toBe(16);
    expect(core.counters.aboveMaxmemorySince).toBeGreaterThanOrEqual(0);
    while (core.store.databases[0].size > 0 && turns++ < 10) server.turn();
    expect(core.store.databases[0].size).toBe(0);
    await config.set([['maxmemory', '0']]);
    expect(core.counters.aboveMaxmemorySince).toBe(-1);
  });

  test('nothing is evicted while it is paused', async () => {
    const { server, t } = await filled(10, { maxmemoryPolicy: 'allkeys-lru' });
    server.core.gates.state |= ServerState.paused;
    await squeeze(server, t, 500);
    await t.says('SET', 'k', '1').ok();
    await t.says('DBSIZE').int(11);
    server.core.gates.state &= ~ServerState.paused;
    await t.says('PING').simple('PONG');
    expect(left(server, 10).length).toBeLessThan(10);
  });

  test('a large collection that was dropped is freed before further keys go', async () => {
    const { server, t } = await filled(20, { maxmemoryPolicy: 'allkeys-lru', maxmemorySamples: 64 });
    const members = Array.from({ length: 5000 }, (_, i) => `member-${i}`);
    await t.says('SADD', 'set', ...members).int(5000);
    passSeconds(server, 1);
    for (let i = 0; i < 20; i++) await t.says('GET', `k${i}`).bulk(VALUE);
    await squeeze(server, t, 20_000);
    await t.says('EXISTS', 'set').int(0);
    expect(left(server, 20).length).toBe(20);
    expect(server.core.counters.evictedKeys).toBe(1);
  });

  test('what DEL has dropped does not make writes fail', async () => {
    const server = new TestServer();
    const t = server.transcript();
    const members = Array.from({ length: 5000 }, (_, i) => `member-${i}`);
    await t.says('SADD', 'set', ...members).int(5000);
    await t.says('CONFIG', 'SET', 'maxmemory', server.core.eviction.gauge.measure() - 20_000).ok();
    await t.says('SET', 'k', '1').error(OOM);
    await t.says('DEL', 'set').int(1);
    await t.says('SET', 'k', '1').ok();
  });
});

describe('policies', () => {
  test('volatile ones leave keys without an expiry alone', async () => {
    for (const order of ['lru', 'lfu', 'lrm', 'random', 'ttl'] as const) {
      const { server, t } = await filled(20, { maxmemoryPolicy: `volatile-${order}` }, (i) => (i % 2) * 1000);
      await t.says('CONFIG', 'SET', 'maxmemory', '1').ok();
      server.turn();
      expect(left(server, 20), order).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
      await t.says('SET', 'k', '1').error(OOM);
    }
  });

  test('volatile-ttl evicts what would expire next', async () => {
    const { server, t } = await filled(
      30,
      { maxmemoryPolicy: 'volatile-ttl', maxmemorySamples: 64 },
      (i) => 10_000 - 100 * i,
    );
    await squeeze(server, t, 1000);
    const kept = left(server, 30);
    expect(kept.length).toBeLessThan(30);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => i));
  });

  test('lru: what was used lately stays', async () => {
    const { server, t } = await filled(30, { maxmemoryPolicy: 'allkeys-lru', maxmemorySamples: 64 });
    for (let i = 0; i < 10; i++) await t.says('GET', `k${i}`).bulk(VALUE);
    await squeeze(server, t, 1500);
    expect(left(server, 30).slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('lrm: what was changed lately stays, however often others are read', async () => {
    const { server, t } = await filled(30, { maxmemoryPolicy: 'allkeys-lrm', maxmemorySamples: 64 });
    for (let i = 0; i < 10; i++) await t.says('APPEND', `k${i}`, '').int(100);
    for (let i = 0; i < 10; i++) await t.says('GETRANGE', `k${i}`, '0', '0').bulk('v');
    for (let i = 0; i < 10; i++) await t.says('SETRANGE', `k${i}`, '0', 'x').int(100);
    for (let i = 10; i < 30; i++) await t.says('GET', `k${i}`).bulk(VALUE);
    passSeconds(server, 5);
    await t.says('GET', 'k15').bulk(VALUE);
    await t.says('OBJECT', 'IDLETIME', 'k15').int(20);
    await t.says('OBJECT', 'IDLETIME', 'k5').int(5);
    await squeeze(server, t, 1500);
    const kept = left(server, 30);
    expect(kept.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(kept.length).toBeLessThan(25);
  });

  test('lfu: what is used often stays', async () => {
    const { server, t } = await filled(30, { maxmemoryPolicy: 'allkeys-lfu', maxmemorySamples: 64, lfuLogFactor: 1 });
    for (let n = 0; n < 20; n++) for (let i = 10; i < 20; i++) await t.says('GET', `k${i}`).bulk(VALUE);
    await t.says('OBJECT', 'IDLETIME', 'k1').error(/LFU maxmemory policy is selected/);
    await squeeze(server, t, 1800);
    const kept = left(server, 30);
    expect(kept.filter((i) => i >= 10 && i < 20).length).toBe(10);
    expect(kept.length).toBeLessThan(15);
  });

  test('random ones take any key, of any database', async () => {
    const { server, t } = await filled(200, { maxmemoryPolicy: 'allkeys-random' });
    await t.says('SELECT', '3').ok();
    for (let i = 0; i < 200; i++) await t.says('SET', `k${i}`, VALUE).ok();
    await squeeze(server, t, 26_000);
    const [first, fourth] = [0, 3].map((index) => server.core.store.databases[index].size);
    expect(first + fourth).toBeLessThan(230);
    expect(Math.abs(first - fourth)).toBeLessThan(50);
  });

  test('a key that was used since it was sampled is no candidate any more', async () => {
    const { server, t } = await filled(10, { maxmemoryPolicy: 'allkeys-lru', maxmemorySamples: 64 });
    await squeeze(server, t, 1);
    expect(left(server, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await t.says('GET', 'k1').bulk(VALUE);
    await squeeze(server, t, 1);
    expect(left(server, 10)).toEqual([1, 3, 4, 5, 6, 7, 8, 9]);
  });
});
