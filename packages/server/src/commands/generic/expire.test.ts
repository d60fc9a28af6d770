import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let t: ReturnType<TestServer['transcript']>;
let effects: RecordedEffects;
let now: number;

beforeEach(async () => {
  server = new TestServer();
  effects = new RecordedEffects(server);
  t = server.transcript();
  now = server.clock.nowMs();
  await t.says('SET', 'a', 'value').ok();
  effects.events();
  effects.propagated();
});

describe('EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT', () => {
  test('set the time of a key, in four ways', async () => {
    await t.says('EXPIRE', 'a', 10).int(1);
    await t.says('PEXPIRETIME', 'a').int(now + 10_000);
    await t.says('PEXPIRE', 'a', 1500).int(1);
    await t.says('PEXPIRETIME', 'a').int(now + 1500);
    await t.says('EXPIREAT', 'a', now / 1000 + 20).int(1);
    await t.says('PEXPIRETIME', 'a').int(now + 20_000);
    await t.says('PEXPIREAT', 'a', now + 123).int(1);
    await t.says('PEXPIRETIME', 'a').int(now + 123);
    await t.says('GET', 'a').bulk('value');
    await t.says('EXPIRE', 'missing', 10).int(0);
  });

  test('a key is there until its time is over', async () => {
    await t.says('PEXPIRE', 'a', 100).int(1);
    server.clock.advance(100);
    await t.says('GET', 'a').bulk('value');
    server.clock.advance(1);
    await t.says('GET', 'a').nil();
    expect(effects.events()).toEqual(['expire a', 'expired a', 'keymiss a']);
  });

  test('are propagated as the moment, whatever they were given', async () => {
    await t.says('EXPIRE', 'a', 10, 'NX').int(1);
    await t.says('PEXPIRE', 'a', 1500, 'LT').int(1);
    await t.says('EXPIREAT', 'a', now / 1000 + 20).int(1);
    await t.says('EXPIRE', 'a', 5, 'GT').int(0);
    expect(effects.propagated()).toEqual([
      `PEXPIREAT a ${now + 10_000}`,
      `PEXPIREAT a ${now + 1500}`,
      `PEXPIREAT a ${now + 20_000}`,
    ]);
    expect(effects.events()).toEqual(['expire a', 'expire a', 'expire a']);
  });

  test.each([
    ['EXPIRE', 0],
    ['PEXPIRE', -1],
    ['EXPIRE', '-9223372036854775'],
    ['EXPIREAT', 1],
    ['PEXPIREAT', '-9223372036854775808'],
  ])('%s %s: a moment in the past removes the key', async (command, time) => {
    await t.says(command, 'a', time).int(1);
    await t.says('EXISTS', 'a').int(0);
    expect(effects.events()).toContain('del a');
    expect(effects.propagated()).toEqual(['DEL a']);
  });

  test('the removal is an UNLINK where expiry is lazy', async () => {
    await t.says('CONFIG', 'SET', 'lazyfree-lazy-expire', 'yes').ok();
    await t.says('EXPIRE', 'a', -1).int(1);
    expect(effects.propagated()).toEqual(['UNLINK a']);
  });

  test('NX only where there is no expiry, XX only where there is one', async () => {
    await t.says('EXPIRE', 'a', 10, 'xx').int(0);
    await t.says('EXPIRE', 'a', 10, 'Nx').int(1);
    await t.says('EXPIRE', 'a', 20, 'NX').int(0);
    await t.says('TTL', 'a').int(10);
    await t.says('EXPIRE', 'a', 30, 'XX').int(1);
    await t.says('TTL', 'a').int(30);
  });

  test('GT only to a later time, LT only to an earlier; no expiry is later than any', async () => {
    await t.says('EXPIRE', 'a', 10, 'GT').int(0);
    await t.says('EXPIRE', 'a', 10, 'LT').int(1);
    await t.says('EXPIRE', 'a', 10, 'LT').int(0);
    await t.says('EXPIRE', 'a', 10, 'GT').int(0);
    await t.says('EXPIRE', 'a', 11, 'GT', 'XX').int(1);
    await t.says('EXPIRE', 'a', 9, 'LT', 'XX').int(1);
    await t.says('PERSIST', 'a').int(1);
    await t.says('EXPIRE', 'a', 9, 'LT', 'XX').int(0);
    await t.says('EXPIRE', 'a', -1, 'LT').int(1);
    await t.says('EXISTS', 'a').int(0);
  });

  test('mistakes, in the order in which they are found', async () => {
    await t.says('EXPIRE', 'a', 'x', 'XZ').error('ERR Unsupported option XZ');
    const exclusive = 'ERR NX and XX, GT or LT options at the same time are not compatible';
    for (const other of ['XX', 'GT', 'LT']) await t.says('EXPIRE', 'a', 'x', 'NX', other).error(exclusive);
    await t.says('EXPIRE', 'a', 'x', 'GT', 'LT').error('ERR GT and LT options at the same time are not compatible');
    await t.says('EXPIRE', 'a', 'x').error('ERR value is not an integer or out of range');
    await t.says('EXPIRE', 'missing', '9223372036854776').error("ERR invalid expire time in 'expire' command");
    await t.says('EXPIRE', 'missing', '-9223372036854776').error("ERR invalid expire time in 'expire' command");
    await t.says('PEXPIRE', 'missing', '9223372036854775807').error("ERR invalid expire time in 'pexpire' command");
    await t.says('EXPIREAT', 'missing', '9223372036854776').error("ERR invalid expire time in 'expireat' command");
    await t.says('PEXPIREAT', 'a', '9223372036854775807').int(1);
  });
});

describe('PERSIST', () => {
  test('takes the expiry away', async () => {
    await t.says('PERSIST', 'a').int(0);
    await t.says('PERSIST', 'missing').int(0);
    await t.says('EXPIRE', 'a', 10).int(1);
    effects.propagated();
    effects.events();
    await t.says('PERSIST', 'a').int(1);
    expect(effects.events()).toEqual(['persist a']);
    expect(effects.propagated()).toEqual(['PERSIST a']);
    await t.says('TTL', 'a').int(-1);
    await t.says('PERSIST', 'a').int(0);
    expect(effects.propagated()).toEqual([]);
  });
});

describe('TTL, PTTL, EXPIRETIME, PEXPIRETIME', () => {
  test('of keys that are missing or stay', async () => {
    for (const command of ['TTL', 'PTTL', 'EXPIRETIME', 'PEXPIRETIME']) {
      await t.says(command, 'missing').int(-2);
      await t.says(command, 'a').int(-1);
    }
  });

  test('seconds are rounded to the nearest', async () => {
    await t.says('PEXPIRE', 'a', 1500).int(1);
    await t.says('TTL', 'a').int(2);
    await t.says('PTTL', 'a').int(1500);
    server.clock.advance(1);
    await t.says('TTL', 'a').int(1);
    await t.says('PTTL', 'a').int(1499);
    await t.says('EXPIRETIME', 'a').int(now / 1000 + 2);
    server.clock.advance(1499);
    await t.says('TTL', 'a').int(0);
  });

  test('times beyond what a double holds exactly', async () => {
    await t.says('PEXPIREAT', 'a', '9223372036854774784').int(1);
    await t.says('PEXPIRETIME', 'a').int(9223372036854774784n);
  });
});
