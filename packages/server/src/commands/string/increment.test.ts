import type { Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { putList } from './other-kind.cases.ts';
import { propagatedBy } from './propagation.cases.ts';

const OVERFLOW = 'ERR increment or decrement would overflow';
const NOT_AN_INTEGER = 'ERR value is not an integer or out of range';

let server: TestServer;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  t = server.transcript();
});

describe('INCR, DECR, INCRBY, DECRBY', () => {
  test('from nothing, and on', async () => {
    await t.says('INCR', 'k').int(1);
    await t.says('INCRBY', 'k', 10).int(11);
    await t.says('DECR', 'k').int(10);
    await t.says('DECRBY', 'k', 30).int(-20);
    await t.says('DECRBY', 'none', 0).int(0);
    await t.says('GET', 'none').bulk('0');
  });

  test('exact where doubles are not', async () => {
    await t.says('SET', 'k', '9007199254740991').ok();
    await t.says('INCR', 'k').int(9007199254740992n);
    await t.says('INCR', 'k').int(9007199254740993n);
    await t.says('GET', 'k').bulk('9007199254740993');
    await t.says('STRLEN', 'k').int(16);
    await t.says('DECRBY', 'k', 3).int(9007199254740990);
    await t.says('OBJECT', 'ENCODING', 'k').bulk('int');
  });

  test('to the ends of 64 bits and not further', async () => {
    await t.says('SET', 'k', '9223372036854775806').ok();
    await t.says('INCR', 'k').int(9223372036854775807n);
    await t.says('INCR', 'k').error(OVERFLOW);
    await t.says('INCRBY', 'k', '9223372036854775807').error(OVERFLOW);
    await t.says('INCRBY', 'k', '-9223372036854775808').int(-1);
    await t.says('SET', 'k', '-9223372036854775808').ok();
    await t.says('DECR', 'k').error(OVERFLOW);
    await t.says('DECRBY', 'k', '-9223372036854775808').error('ERR decrement would overflow');
    await t.says('INCRBY', 'k', '9223372036854775807').int(-1);
  });

  test('strings that are no integer', async () => {
    for (const value of [' 1', '1 ', '01', '1.0', '', 'x', '9223372036854775808']) {
      await t.says('SET', 'k', value).ok();
      await t.says('INCR', 'k').error(NOT_AN_INTEGER);
    }
    await t.says('INCRBY', 'k', '1.5').error(NOT_AN_INTEGER);
    putList(server, 'list');
    await t.says('INCRBY', 'list', 'x').error(NOT_AN_INTEGER);
    await t.says('INCR', 'list').error('WRONGTYPE Operation against a key holding the wrong kind of value');
  });

  test('a raw string that is one becomes one, and keeps its expiry', async () => {
    await t.says('SET', 'k', '1', 'EX', 10).ok();
    await t.says('APPEND', 'k', '2').int(2);
    await t.says('OBJECT', 'ENCODING', 'k').bulk('raw');
    await t.says('INCR', 'k').int(13);
    await t.says('OBJECT', 'ENCODING', 'k').bulk('int');
    await t.says('TTL', 'k').int(10);
  });
});

describe('INCRBYFLOAT', () => {
  test('texts as Redis has them', async () => {
    await t.says('INCRBYFLOAT', 'k', '10.50').bulk('10.5');
    await t.says('INCRBYFLOAT', 'k', '0.1').bulk('10.6');
    await t.says('INCRBYFLOAT', 'k', '-5').bulk('5.6');
    await t.says('OBJECT', 'ENCODING', 'k').bulk('embstr');
    await t.says('SET', 'k', '5.0e3', 'EX', 10).ok();
    await t.says('INCRBYFLOAT', 'k', '2.0e2').bulk('5200');
    await t.says('OBJECT', 'ENCODING', 'k').bulk('embstr');
    await t.says('TTL', 'k').int(10);
    await t.says('INCR', 'k').int(5201);
  });

  test('no numbers, and no number as a result', async () => {
    const notAFloat = 'ERR value is not a valid float';
    await t.says('INCRBYFLOAT', 'k', 'x').error(notAFloat);
    await t.says('INCRBYFLOAT', 'k', 'nan').error(notAFloat);
    await t.says('INCRBYFLOAT', 'k', 'inf').error('ERR increment would produce NaN or Infinity');
    await t.says('EXISTS', 'k').int(0);
    await t.says('SET', 'k', ' 1').ok();
    await t.says('INCRBYFLOAT', 'k', '1').error(notAFloat);
  });

  test('is propagated as what came out', async () => {
    await t.says('SET', 'k', '1').ok();
    expect(await propagatedBy(server, ['INCRBYFLOAT', 'k', '0.5'])).toEqual([['SET', 'k', '1.5', 'KEEPTTL']]);
  });
});
