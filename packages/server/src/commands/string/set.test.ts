import type { Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { putList } from './other-kind.cases.ts';
import { propagatedBy } from './propagation.cases.ts';

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';
const SYNTAX = 'ERR syntax error';
const INVALID_TIME = "ERR invalid expire time in 'set' command";

let server: TestServer;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  t = server.transcript();
});

describe('SET', () => {
  test('stores, and takes the old expiry away', async () => {
    await t.says('SET', 'k', 'v', 'EX', 100).ok();
    await t.says('TTL', 'k').int(100);
    await t.says('SET', 'k', 'w').ok();
    await t.says('GET', 'k').bulk('w');
    await t.says('TTL', 'k').int(-1);
  });

  test.each([
    ['EX', 10, 10_000],
    ['PX', 1500, 1500],
    ['EXAT', 1_704_067_210, 10_000],
    ['PXAT', 1_704_067_201_500, 1500],
  ])('%s: until its time', async (option, time, milliseconds) => {
    await t.says('SET', 'k', 'v', option, time).ok();
    await t.says('PTTL', 'k').int(milliseconds);
    server.clock.advance(milliseconds);
    await t.says('GET', 'k').bulk('v');
    server.clock.advance(1);
    await t.says('GET', 'k').nil();
  });

  test('KEEPTTL keeps the expiry, of a new key there is none', async () => {
    await t.says('SET', 'k', 'v', 'PX', 1000).ok();
    await t.says('SET', 'k', 'w', 'KEEPTTL').ok();
    await t.says('PTTL', 'k').int(1000);
    await t.says('SET', 'new', 'v', 'KEEPTTL').ok();
    await t.says('PTTL', 'new').int(-1);
  });

  test.each([
    ['EX', '0'],
    ['EX', '-1'],
    ['EX', '9223372036854776'],
    ['PX', '9223372036854775807'],
    ['EXAT', '0'],
    ['EXAT', '9223372036854775807'],
    ['PXAT', '-5'],
  ])('%s %s cannot be', async (option, time) => {
    await t.says('SET', 'k', 'v', option, time).error(INVALID_TIME);
    await t.says('EXISTS', 'k').int(0);
  });

  test('the largest time can be', async () => {
    await t.says('SET', 'k', 'v', 'PXAT', '9223372036854775807').ok();
    await t.says('SET', 'k', 'v', 'EXAT', '9223372036854775').ok();
    await t.says('GET', 'k').bulk('v');
  });

  test.each([
    ['nonsense'],
    ['NX', 'XX'],
    ['XX', 'NX'],
    ['EX'],
    ['EX', '10', 'PX', '10'],
    ['EX', '10', 'KEEPTTL'],
    ['KEEPTTL', 'PXAT', '10'],
    ['PERSIST'],
    ['IFEQ'],
    ['IFEQ', 'a', 'IFNE', 'b'],
    ['IFEQ', 'a', 'NX'],
    ['XX', 'IFDEQ', '0000000000000000'],
    ['GET', 'IFDNE'],
  ])('%s %s %s %s: syntax error, whatever is at the key', async (...options) => {
    putList(server, 'k');
    await t.says('SET', 'k', 'v', ...options).error(SYNTAX);
  });

  test('one option twice: the last counts', async () => {
    await t.says('SET', 'k', 'v', 'EX', 10, 'EX', 20, 'NX', 'nx').ok();
    await t.says('TTL', 'k').int(20);
    await t.says('SET', 'k', 'w', 'IFEQ', 'x', 'IFEQ', 'v').ok();
  });

  test('a wrong time comes before a wrong type, and both before a condition', async () => {
    putList(server, 'list');
    await t.says('SET', 'list', 'v', 'GET', 'EX', 'x').error('ERR value is not an integer or out of range');
    await t.says('SET', 'list', 'v', 'GET', 'NX').error(WRONG_TYPE);
    await t.says('SET', 'list', 'v', 'NX').nil();
    await t.says('SET', 'list', 'v').ok();
    await t.says('GET', 'list').bulk('v');
  });

  test('GET answers with the old value', async () => {
    await t.says('SET', 'k', '1', 'GET').nil();
    await t.says('SET', 'k', '2', 'GET').bulk('1');
    await t.says('SET', 'k', '3', 'NX', 'GET').bulk('2');
    await t.says('GET', 'k').bulk('2');
    await t.says('SET', 'none', '3', 'XX', 'GET').nil();
    await t.says('EXISTS', 'none').int(0);
  });
});

describe('SET with a comparison', () => {
  test('IFEQ: the same bytes, of integers too', async () => {
    await t.says('SET', 'k', 'v', 'IFEQ', 'v').nil();
    await t.says('EXISTS', 'k').int(0);
    await t.says('SET', 'k', '12345').ok();
    await t.says('SET', 'k', 'new', 'IFEQ', '12346').nil();
    await t.says('SET', 'k', 'new', 'ifeq', '12345').ok();
    await t.says('SET', 'k', '', 'IFEQ', 'new').ok();
    await t.says('SET', 'k', 'x', 'IFEQ', '').ok();
  });

  test('IFNE: other bytes, or no key', async () => {
    await t.says('SET', 'k', 'v', 'IFNE', 'v').ok();
    await t.says('SET', 'k', 'w', 'IFNE', 'v').nil();
    await t.says('SET', 'k', 'w', 'IFNE', 'x').ok();
    await t.says('GET', 'k').bulk('w');
  });

  test('IFDEQ and IFDNE: by digest, in any case', async () => {
    await t.says('SET', 'k', 'v', 'IFDEQ', '9555e8555c62dcfd').nil();
    await t.says('SET', 'k', 'hello', 'IFDNE', '9555e8555c62dcfd').ok();
    await t.says('SET', 'k', 'x', 'IFDNE', '9555E8555C62DCFD').nil();
    await t.says('SET', 'k', 'x', 'IFDEQ', '9555e8555c62dcfe').nil();
    await t.says('SET', 'k', 'x', 'IFDEQ', 'not hexadecimal!').nil();
    await t.says('SET', 'k', 'x', 'IFDEQ', '9555e8555c62DCFD').ok();
    await t.says('GET', 'k').bulk('x');
  });

  test('a digest has 16 digits, where there is something to compare with', async () => {
    await t.says('SET', 'k', 'v', 'IFDEQ', '123').nil();
    await t.says('SET', 'k', 'v', 'IFDNE', '123').ok();
    for (const option of ['IFDEQ', 'IFDNE']) {
      await t.says('SET', 'k', 'w', option, '123').error('ERR must be exactly 16 hexadecimal characters');
      await t.says('SET', 'k', 'w', option, '123', 'GET').error('ERR must be exactly 16 hexadecimal characters');
    }
    await t.says('GET', 'k').bulk('v');
  });

  test('with GET, the old value tells whether it was set', async () => {
    await t.says('SET', 'k', 'v').ok();
    await t.says('SET', 'k', 'w', 'IFEQ', 'x', 'GET').bulk('v');
    await t.says('GET', 'k').bulk('v');
    await t.says('SET', 'k', 'w', 'GET', 'IFEQ', 'v').bulk('v');
    await t.says('GET', 'k').bulk('w');
    await t.says('SET', 'none', 'w', 'IFEQ', 'v', 'GET').nil();
    await t.says('SET', 'none', 'w', 'IFNE', 'v', 'GET').nil();
    await t.says('GET', 'none').bulk('w');
  });

  test('with an expiry', async () => {
    await t.says('SET', 'k', 'v').ok();
    await t.says('SET', 'k', 'w', 'EX', 10, 'IFEQ', 'v').ok();
    await t.says('TTL', 'k').int(10);
    await t.says('SET', 'k', 'x', 'IFEQ', 'w', 'KEEPTTL').ok();
    await t.says('TTL', 'k').int(10);
  });

  test('what is no string cannot be compared', async () => {
    putList(server, 'list');
    for (const option of ['IFEQ', 'IFNE', 'IFDEQ', 'IFDNE']) {
      await t.says('SET', 'list', 'v', option, '0000000000000000').error(WRONG_TYPE);
    }
  });
});

describe('SET with a time that has passed', () => {
  const past = 1_704_067_199_999;

  test('stores nothing and deletes what was there', async () => {
    await t.says('SET', 'k', 'v').ok();
    await t.says('SET', 'k', 'w', 'PXAT', past).ok();
    await t.says('DBSIZE').int(0);
    await t.says('SET', 'k', 'w', 'EXAT', 1).ok();
    await t.says('DBSIZE').int(0);
    expect(server.core.counters.expiredKeys).toBe(2);
  });

  test('answers as if it had been stored', async () => {
    await t.says('SET', 'k', 'v').ok();
    await t.says('SET', 'k', 'w', 'PXAT', past, 'GET').bulk('v');
    await t.says('SET', 'k', 'w', 'PXAT', past, 'GET').nil();
    await t.says('SET', 'k', 'w', 'PXAT', past, 'XX').nil();
  });
});

describe('what is propagated of SET', () => {
  test.each([
    [['SET', 'k', 'v', 'EX', '10'], [['SET', 'k', 'v', 'PXAT', '1704067210000']]],
    [['set', 'k', 'v', 'px', '10', 'NX', 'GET'], [['SET', 'k', 'v', 'PXAT', '1704067200010']]],
    [['SET', 'k', 'v', 'PXAT', '1704067200010'], [['SET', 'k', 'v', 'PXAT', '1704067200010']]],
    [['SET', 'k', 'v', 'GET', 'PXAT', '1704067200010'], [['SET', 'k', 'v', 'PXAT', '1704067200010']]],
    [['SET', 'k', 'v', 'PXAT', '9223372036854775807', 'NX'], [['SET', 'k', 'v', 'PXAT', '9223372036854775807']]],
    [['SET', 'k', 'v', 'GET', 'KEEPTTL'], [['SET', 'k', 'v', 'KEEPTTL']]],
    [['SET', 'k', 'get', 'IFNE', 'get', 'GET'], [['SET', 'k', 'get', 'IFNE', 'get']]],
    [['SET', 'k', 'v', 'NX'], [['SET', 'k', 'v', 'NX']]],
    [['SET', 'k', 'v', 'XX'], []],
    [['SET', 'k', 'v', 'EXAT', '5'], []],
  ])('%s', async (command, expected) => {
    expect(await propagatedBy(server, command)).toEqual(expected);
  });

  test('a deletion where the time has passed', async () => {
    await t.says('SET', 'k', 'v').ok();
    expect(await propagatedBy(server, ['SET', 'k', 'v', 'EXAT', '5'])).toEqual([['DEL', 'k']]);
    await t.says('CONFIG', 'SET', 'lazyfree-lazy-server-del', 'yes').ok();
    await t.says('SET', 'k', 'v').ok();
    expect(await propagatedBy(server, ['SET', 'k', 'v', 'EXAT', '5'])).toEqual([['UNLINK', 'k']]);
  });
});
