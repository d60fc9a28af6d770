import type { Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { putList } from './other-kind.cases.ts';
import { propagatedBy } from './propagation.cases.ts';

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

let server: TestServer;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  t = server.transcript();
  putList(server, 'list');
});

describe('APPEND', () => {
  test('a new key is set, integers as such; an old one becomes raw', async () => {
    await t.says('APPEND', 'k', '12').int(2);
    await t.says('OBJECT', 'ENCODING', 'k').bulk('int');
    await t.says('APPEND', 'k', '').int(2);
    await t.says('OBJECT', 'ENCODING', 'k').bulk('raw');
    await t.says('APPEND', 'k', '3').int(3);
    await t.says('GET', 'k').bulk('123');
    await t.says('APPEND', 'empty', '').int(0);
    await t.says('EXISTS', 'empty').int(1);
    await t.says('APPEND', 'list', 'x').error(WRONG_TYPE);
  });

  test('keeps the expiry', async () => {
    await t.says('SET', 'k', '-9223372036854775808', 'EX', 10).ok();
    await t.says('APPEND', 'k', '!').int(21);
    await t.says('GET', 'k').bulk('-9223372036854775808!');
    await t.says('TTL', 'k').int(10);
  });
});

describe('SETRANGE', () => {
  test('overwrites, extends, fills the gap', async () => {
    await t.says('SET', 'k', 'Hello World').ok();
    await t.says('SETRANGE', 'k', 6, 'Redis').int(11);
    await t.says('GET', 'k').bulk('Hello Redis');
    await t.says('SETRANGE', 'k', 13, '!').int(14);
    await t.says('GET', 'k').bulk('Hello Redis\0\0!');
    await t.says('SETRANGE', 'none', 2, 'x').int(3);
    await t.says('GET', 'none').bulk('\0\0x');
    await t.says('OBJECT', 'ENCODING', 'none').bulk('raw');
  });

  test('nothing to write changes nothing', async () => {
    await t.says('SET', 'k', '1234').ok();
    expect(await propagatedBy(server, ['SETRANGE', 'k', '10', ''])).toEqual([]);
    await t.says('SETRANGE', 'k', 10, '').int(4);
    await t.says('OBJECT', 'ENCODING', 'k').bulk('int');
    await t.says('SETRANGE', 'none', 10, '').int(0);
    await t.says('EXISTS', 'none').int(0);
  });

  test('errors: the number, then the kind', async () => {
    await t.says('SETRANGE', 'list', 'x', 'v').error('ERR value is not an integer or out of range');
    await t.says('SETRANGE', 'list', -1, 'v').error('ERR offset is out of range');
    await t.says('SETRANGE', 'list', 0, '').error(WRONG_TYPE);
  });
});

describe('GETRANGE', () => {
  test.each([
    [0, 3, 'This'],
    [-3, -1, 'ing'],
    [0, -1, 'This is a string'],
    [10, 100, 'string'],
    [5, 3, ''],
    [-100, -100, 'T'],
    [-1, -100, ''],
    [16, 20, ''],
    ['-9223372036854775808', '9223372036854775807', 'This is a string'],
    ['-9223372036854775808', '-9223372036854775807', 'T'],
    ['-9223372036854775807', '-9223372036854775808', ''],
    [0, '4294967297', 'This is a string'],
  ])('%s %s: %j', async (start, end, part) => {
    await t.says('SET', 'k', 'This is a string').ok();
    await t.says('GETRANGE', 'k', start, end).bulk(part);
    await t.says('SUBSTR', 'k', start, end).bulk(part);
  });

  test('integers, empty and missing strings', async () => {
    await t.says('SET', 'k', '-1234').ok();
    await t.says('GETRANGE', 'k', 0, 1).bulk('-1');
    await t.says('SET', 'k', '').ok();
    await t.says('GETRANGE', 'k', 0, -1).bulk('');
    await t.says('GETRANGE', 'none', 0, -1).bulk('');
    await t.says('GETRANGE', 'none', 0, 'x').error('ERR value is not an integer or out of range');
    await t.says('GETRANGE', 'list', 0, -1).error(WRONG_TYPE);
  });
});
