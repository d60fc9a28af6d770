import type { Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { propagatedBy } from './propagation.cases.ts';

let server: TestServer;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  t = server.transcript();
});

describe('MSETEX', () => {
  test('several keys, one expiry', async () => {
    await t.says('MSETEX', 2, 'a', '1', 'b', 'x', 'EX', 10).int(1);
    await t.says('MGET', 'a', 'b').array(['1', 'x']);
    await t.says('TTL', 'a').int(10);
    await t.says('TTL', 'b').int(10);
  });

  test('without an expiry the old one goes, with KEEPTTL it stays', async () => {
    await t.says('SET', 'a', '1', 'EX', 10).ok();
    await t.says('MSETEX', 1, 'a', '2', 'KEEPTTL').int(1);
    await t.says('TTL', 'a').int(10);
    await t.says('MSETEX', 1, 'a', '3').int(1);
    await t.says('TTL', 'a').int(-1);
  });

  test('NX and XX: all or none, before or behind the expiry', async () => {
    await t.says('MSETEX', 2, 'a', '1', 'b', '2', 'NX', 'PX', 10).int(1);
    await t.says('MSETEX', 2, 'b', '3', 'c', '3', 'PX', 10, 'NX').int(0);
    await t.says('MSETEX', 2, 'b', '3', 'c', '3', 'xx').int(0);
    await t.says('MGET', 'a', 'b', 'c').array(['1', '2', null]);
    await t.says('MSETEX', 2, 'b', '3', 'a', '3', 'xx').int(1);
    await t.says('MGET', 'a', 'b').array(['3', '3']);
  });

  test('one key twice: the last value', async () => {
    await t.says('MSETEX', 2, 'a', '1', 'a', '2', 'NX').int(1);
    await t.says('GET', 'a').bulk('2');
  });

  test.each([
    [['0', 'a', '1'], 'ERR invalid numkeys value'],
    [['-1', 'a', '1'], 'ERR invalid numkeys value'],
    [['x', 'a', '1'], 'ERR invalid numkeys value'],
    [['2147483648', 'a', '1'], 'ERR invalid numkeys value'],
    [['2147483647', 'a', '1'], 'ERR wrong number of key-value pairs'],
    [['2', 'a', '1', 'b'], 'ERR wrong number of key-value pairs'],
    [['1', 'a', '1', 'nonsense'], 'ERR syntax error'],
    [['1', 'a', '1', 'b', '2'], 'ERR syntax error'],
    [['1', 'a', '1', 'NX', 'XX'], 'ERR syntax error'],
    [['1', 'a', '1', 'GET'], 'ERR syntax error'],
    [['1', 'a', '1', 'IFEQ', 'x'], 'ERR syntax error'],
    [['1', 'a', '1', 'EX', '1', 'KEEPTTL'], 'ERR syntax error'],
    [['1', 'a', '1', 'EX', 'x'], 'ERR value is not an integer or out of range'],
    [['1', 'a', '1', 'EX', '0', 'XX'], "ERR invalid expire time in 'msetex' command"],
  ])('MSETEX %s: %s', async (args, error) => {
    await t.says('MSETEX', ...args).error(error);
  });

  test('a time that has passed deletes', async () => {
    await t.says('SET', 'a', '1').ok();
    expect(await propagatedBy(server, ['MSETEX', '2', 'a', '2', 'b', '2', 'EXAT', '1'])).toEqual([['DEL', 'a']]);
    await t.says('DBSIZE').int(0);
  });

  test('a time from now is propagated as a moment', async () => {
    expect(await propagatedBy(server, ['MSETEX', '1', 'a', '1', 'NX', 'ex', '10'])).toEqual([
      ['MSETEX', '1', 'a', '1', 'NX', 'PXAT', '1704067210000'],
    ]);
    expect(await propagatedBy(server, ['MSETEX', '1', 'a', '1', 'EXAT', '1704067210'])).toEqual([
      ['MSETEX', '1', 'a', '1', 'EXAT', '1704067210'],
    ]);
  });
});
