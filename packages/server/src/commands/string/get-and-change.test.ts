import type { Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { putList } from './other-kind.cases.ts';
import { propagatedBy } from './propagation.cases.ts';

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

let server: TestServer;
let t: Transcript;

beforeEach(async () => {
  server = new TestServer();
  t = server.transcript();
  await t.says('SET', 'k', 'v').ok();
  putList(server, 'list');
});

describe('GETEX', () => {
  test('without an option it only reads', async () => {
    await t.says('GETEX', 'k').bulk('v');
    await t.says('GETEX', 'none').nil();
    await t.says('GETEX', 'list').error(WRONG_TYPE);
    expect(await propagatedBy(server, ['GETEX', 'k'])).toEqual([]);
  });

  test.each([
    ['EX', '10', '1704067210000'],
    ['PX', '10', '1704067200010'],
    ['EXAT', '1704067210', '1704067210000'],
    ['PXAT', '1704067200010', '1704067200010'],
  ])('%s %s', async (option, time, expiry) => {
    expect(await propagatedBy(server, ['GETEX', 'k', option, time])).toEqual([['PEXPIREAT', 'k', expiry]]);
    await t.says('PEXPIRETIME', 'k').int(Number(expiry));
  });

  test('a time that has passed deletes', async () => {
    await t.says('GETEX', 'k', 'PXAT', 1_704_067_200_000).bulk('v');
    await t.says('EXISTS', 'k').int(0);
    await t.says('SET', 'k', 'v').ok();
    expect(await propagatedBy(server, ['GETEX', 'k', 'EXAT', '1'])).toEqual([['DEL', 'k']]);
    await t.says('CONFIG', 'SET', 'lazyfree-lazy-expire', 'yes').ok();
    await t.says('SET', 'k', 'v').ok();
    expect(await propagatedBy(server, ['GETEX', 'k', 'EXAT', '1'])).toEqual([['UNLINK', 'k']]);
  });

  test('PERSIST', async () => {
    expect(await propagatedBy(server, ['GETEX', 'k', 'PERSIST'])).toEqual([]);
    await t.says('EXPIRE', 'k', 10).int(1);
    expect(await propagatedBy(server, ['GETEX', 'k', 'persist'])).toEqual([['PERSIST', 'k']]);
    await t.says('TTL', 'k').int(-1);
  });

  test('syntax first, then the key, then the time', async () => {
    for (const options of [['KEEPTTL'], ['NX'], ['EX'], ['PERSIST', 'EX', '1'], ['EX', '1', 'PERSIST'], ['GET']]) {
      await t.says('GETEX', 'list', ...options).error('ERR syntax error');
    }
    await t.says('GETEX', 'none', 'EX', 'x').nil();
    await t.says('GETEX', 'list', 'EX', 'x').error(WRONG_TYPE);
    await t.says('GETEX', 'k', 'EX', 'x').error('ERR value is not an integer or out of range');
    await t.says('GETEX', 'k', 'EX', 0).error("ERR invalid expire time in 'getex' command");
    await t.says('GETEX', 'k').bulk('v');
  });
});

describe('GETDEL', () => {
  test('gives and removes', async () => {
    expect(await propagatedBy(server, ['GETDEL', 'k'])).toEqual([['DEL', 'k']]);
    expect(await propagatedBy(server, ['GETDEL', 'k'])).toEqual([]);
    await t.says('GETDEL', 'k').nil();
    await t.says('SET', 'k', '12').ok();
    await t.says('GETDEL', 'k').bulk('12');
    await t.says('EXISTS', 'k').int(0);
    await t.says('GETDEL', 'list').error(WRONG_TYPE);
    await t.says('EXISTS', 'list').int(1);
  });
});

describe('GETSET', () => {
  test('gives the old value and takes its expiry away', async () => {
    await t.says('EXPIRE', 'k', 10).int(1);
    await t.says('GETSET', 'k', 'w').bulk('v');
    await t.says('TTL', 'k').int(-1);
    await t.says('GETSET', 'none', 'w').nil();
    await t.says('GETSET', 'list', 'w').error(WRONG_TYPE);
    expect(await propagatedBy(server, ['GETSET', 'k', 'x'])).toEqual([['SET', 'k', 'x']]);
  });
});
