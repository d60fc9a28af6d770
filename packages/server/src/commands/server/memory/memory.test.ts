import { blockUsage } from '@respite/store';
import { describe, expect, test } from 'vitest';
import { TestServer } from '../../../../test/in-process.ts';
import type { MemoryReport } from '../../../info/memory-report.ts';
import { diagnosis } from './doctor.ts';

const MIB = 1024 * 1024;

async function text(t: ReturnType<TestServer['transcript']>, ...args: string[]): Promise<string> {
  return new TextDecoder().decode(await t.says(...args).reply());
}

describe('MEMORY USAGE', () => {
  test('adds up to what the store uses, for values of all types, small and large', async () => {
    const server = new TestServer();
    const t = server.transcript();
    const { store } = server.core;
    const empty = store.usedBytes;
    const many = (make: (i: number) => string[]) => Array.from({ length: 600 }, (_, i) => make(i)).flat();
    await t.says('SET', 'string', 'x'.repeat(1000)).ok();
    await t.says('SET', 'large', 'x'.repeat(100_000), 'EX', '100').ok();
    await t.says('SADD', 'set', ...many((i) => [`member-${i}`])).int(600);
    await t.says('SADD', 'intset', '1', '2', '3').int(3);
    await t.says('HSET', 'hash', ...many((i) => [`field-${i}`, `value-${i}`])).int(600);
    await t.says('ZADD', 'zset', ...many((i) => [String(i), `member-${i}`])).int(600);
    await t.says('RPUSH', 'list', ...many((i) => [`element-${i}`.repeat(10)])).int(600);
    for (let i = 1; i <= 600; i++) await t.says('XADD', 'stream', `${i}-0`, 'field', 'value').bulk(`${i}-0`);
    let sum = 0;
    for (const key of ['string', 'large', 'set', 'intset', 'hash', 'zset', 'list', 'stream']) {
      const usage = Number((await text(t, 'MEMORY', 'USAGE', key, 'SAMPLES', '0')).slice(1));
      expect(usage, key).toBeGreaterThan(20);
      sum += usage;
    }
    // The tables of so few keys are one bucket each, which was there before.
    expect(sum / (store.usedBytes - empty)).toBeGreaterThan(0.97);
    expect(sum / (store.usedBytes - empty)).toBeLessThan(1.03);
  });

  test('takes samples, and complains as Redis does', async () => {
    const t = new TestServer().transcript();
    await t.says('SET', 'a', '1').ok();
    await t.says('MEMORY', 'USAGE', 'a', 'SAMPLES', '-1').error('ERR syntax error');
    await t.says('MEMORY', 'USAGE', 'a', 'SAMPLES', 'x').error('ERR value is not an integer or out of range');
    await t.says('MEMORY', 'USAGE', 'a', 'SAMPLES').error('ERR syntax error');
    await t.says('MEMORY', 'USAGE', 'none').nil();
    await t.says('MEMORY', 'NOSUCH').error(/^ERR unknown subcommand/);
  });
});

describe('MEMORY', () => {
  test('STATS tells what INFO tells', async () => {
    const t = new TestServer().transcript();
    await t.says('SET', 'a', 'x'.repeat(10_000), 'EX', '100').ok();
    const stats = (await text(t, 'MEMORY', 'STATS')).split('\r\n');
    const value = (name: string) => stats[stats.indexOf(name) + 1];
    expect(value('keys.count')).toBe(':1');
    expect(Number(value('dataset.bytes').slice(1))).toBeGreaterThan(10_000);
    expect(stats).toContain('db.0');
    expect(value('overhead.hashtable.expires')).toBe(':64');
    const info = await text(t, 'INFO', 'memory');
    expect(info).toContain(`used_memory_dataset:${value('dataset.bytes').slice(1)}\r\n`);
  });

  test('MALLOC-STATS shows size classes, PURGE gives back what is empty', async () => {
    const server = new TestServer();
    const t = server.transcript();
    for (let i = 0; i < 2000; i++) await t.says('SET', `k${i}`, 'x'.repeat(30_000)).ok();
    expect(await text(t, 'MEMORY', 'MALLOC-STATS')).toMatch(/ 32768 +1001 +2001 +1 +100\.0%\n/);
    const { segments } = server.core.store;
    expect(blockUsage(segments).find(({ bytes }) => bytes === 32768)?.blocks).toBe(2001);
    await t.says('FLUSHALL').ok();
    expect(segments.touchedBytes).toBeGreaterThan(60 * MIB);
    await t.says('MEMORY', 'PURGE').ok();
    expect(segments.touchedBytes).toBeLessThan(20 * MIB);
  });

  test('DOCTOR finds nothing, little data, or what stands out', async () => {
    await new TestServer()
      .transcript()
      .says('MEMORY', 'DOCTOR')
      .bulk(diagnosis(report({ used: 1 }), 1));
    expect(diagnosis(report({}), 1)).toMatch(/No memory issue/);
    expect(diagnosis(report({ peak: 300 * MIB }), 1)).toMatch(/^ \* Peak memory:/m);
    expect(diagnosis(report({ active: 150 * MIB, held: 150 * MIB }), 1)).toMatch(/^ \* High fragmentation:/m);
    expect(diagnosis(report({ held: 150 * MIB }), 1)).toMatch(/^ \* Pages that nobody uses:/m);
    expect(diagnosis(report({ resident: 500 * MIB }), 1)).toMatch(/^ \* High total RSS:/m);
    expect(diagnosis(report({ clients: MIB }), 2)).toMatch(/^ \* Large client buffers:/m);
  });
});

function report(values: Partial<MemoryReport>): MemoryReport {
  const used = 100 * MIB;
  return {
    used,
    peak: used,
    peakAt: 0,
    startup: 0,
    overhead: 0,
    dataset: used,
    clients: 0,
    databases: [],
    keyCount: 1,
    allocated: used,
    active: used,
    held: used,
    resident: used,
    ...values,
  };
}
