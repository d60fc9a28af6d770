import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { RecordedEffects } from '../../test/recorded-effects.ts';
import { ExpireCycleJob } from './expire-cycle.ts';

let server: TestServer;
let job: ExpireCycleJob;

beforeEach(() => {
  server = new TestServer();
  job = new ExpireCycleJob(server.core);
});

/** Keys that are due from the next millisecond on. */
async function fill(count: number): Promise<void> {
  const t = server.transcript();
  for (let i = 0; i < count; i++) await t.says('SET', `key:${i}`, '1', 'PX', 1).ok();
  server.clock.advance(2);
}

describe('the job that removes expired keys', () => {
  test('tells of each key, and propagates its removal', async () => {
    const effects = new RecordedEffects(server);
    await fill(2);
    effects.events();
    effects.propagated();
    job.run(1);
    expect(effects.events().sort()).toEqual(['expired key:0', 'expired key:1']);
    expect(effects.propagated().sort()).toEqual(['DEL key:0', 'DEL key:1']);
    expect(server.core.counters.expiredKeys).toBe(2);
    expect(server.core.store.databases[0].size).toBe(0);
  });

  test('stands still after DEBUG SET-ACTIVE-EXPIRE 0', async () => {
    await fill(10);
    server.core.debug.activeExpire = false;
    job.run(1);
    expect(server.core.store.databases[0].size).toBe(10);
    server.core.debug.activeExpire = true;
    job.run(1);
    expect(server.core.store.databases[0].size).toBe(0);
  });

  test('when its time is over, asks for more: a quarter of the time, with more effort nearly half', async () => {
    await fill(1000);
    expect(job.share).toBe(0);
    // A clock on which every look takes half a millisecond.
    const { source } = server.core.clock;
    const read = source.monotonicMs.bind(source);
    source.monotonicMs = () => {
      server.clock.advance(0.5);
      return read();
    };
    job.run(1);
    expect(job.share).toBe(0.25);
    const left = server.core.store.databases[0].size;
    expect(left).toBeGreaterThan(900);
    expect(left).toBeLessThan(1000);
    expect(server.core.counters.expiredTimeCapReached).toBe(1);
    expect(server.core.counters.expireCycleCpuMs).toBeGreaterThan(0);
    expect(server.core.counters.expiredStalePercent).toBe(5);
    await server.transcript().says('CONFIG', 'SET', 'active-expire-effort', 10).ok();
    expect(job.share).toBeCloseTo(0.43);
    for (let i = 0; i < 200; i++) job.run(1);
    expect(job.share).toBe(0);
    expect(server.core.store.databases[0].size).toBe(0);
  });
});
