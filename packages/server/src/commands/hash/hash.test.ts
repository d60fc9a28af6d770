import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';

let server: TestServer;

beforeEach(() => {
  server = new TestServer({ hashMaxListpackEntries: '4', hashMaxListpackValue: '8' });
});

describe('the form of a hash', () => {
  test('is packed while it is small', async () => {
    const t = server.transcript();
    await t.says('HSET', 'h', 'a', '1', 'b', '2', 'c', '3', 'd', '4').int(4);
    await t.says('OBJECT', 'ENCODING', 'h').bulk('listpack');
    await t.says('HSET', 'h', 'a', '12345678').int(0);
    await t.says('OBJECT', 'ENCODING', 'h').bulk('listpack');
    await t.says('HGETALL', 'h').map([
      ['a', '12345678'],
      ['b', '2'],
      ['c', '3'],
      ['d', '4'],
    ]);
    await t.says('HSET', 'h', 'e', '5').int(1);
    await t.says('OBJECT', 'ENCODING', 'h').bulk('hashtable');
    await t.says('HMGET', 'h', 'a', 'e', 'x').array(['12345678', '5', null]);
  });

  test.each([
    ['a long value', ['HSET', 'h', 'a', '123456789']],
    ['a long field', ['HSETNX', 'h', '123456789', 'a']],
    ['many pairs, though of the same field', ['HSET', 'h', ...['a', '1', 'a', '2', 'a', '3', 'a', '4', 'a', '5']]],
  ])('becomes a table with %s', async (_, command) => {
    const t = server.transcript();
    await t.says('HSET', 'h', 'x', 'y').int(1);
    await t.says(...command).int(1);
    await t.says('OBJECT', 'ENCODING', 'h').bulk('hashtable');
  });

  test('has a name of its own when fields expire', async () => {
    const t = server.transcript();
    await t.says('HSET', 'h', 'a', '1', 'b', '2').int(2);
    await t.says('HEXPIRE', 'h', 10, 'FIELDS', 1, 'a').array([1]);
    await t.says('OBJECT', 'ENCODING', 'h').bulk('listpackex');
    await t.says('HSET', 'h', 'c', '1', 'd', '2', 'e', '3').int(3);
    await t.says('OBJECT', 'ENCODING', 'h').bulk('hashtable');
    await t.says('HTTL', 'h', 'FIELDS', 3, 'a', 'b', 'x').array([10, -1, -2]);
  });
});

test('removing the last field removes the key', async () => {
  const t = server.transcript();
  await t.says('HSET', 'h', 'a', '1', 'b', '2').int(2);
  await t.says('HDEL', 'h', 'b', 'x', 'b', 'a', 'a').int(2);
  await t.says('EXISTS', 'h').int(0);
  await t.says('HGETALL', 'h').map([]);
});

test('HRANDFIELD gives pairs in RESP3, and each field once', async () => {
  const t = server.transcript();
  await t.says('HSET', 'h', 'a', '1').int(1);
  await t.says('HRANDFIELD', 'h', -2, 'WITHVALUES').array(['a', '1', 'a', '1']);
  await t.says('HELLO', 3).reply();
  await t.says('HRANDFIELD', 'h', 5, 'WITHVALUES').array([['a', '1']]);
  for (let i = 0; i < 100; i++) await t.says('HSET', 'big', `f${i}`, i).int(1);
  for (const count of [5, 50, 99]) {
    const reply = new TextDecoder().decode(await t.says('HRANDFIELD', 'big', count).reply());
    const fields = reply.split('\r\n').filter((line) => line.startsWith('f'));
    expect(new Set(fields).size).toBe(count);
  }
});

test('HSCAN NOVALUES leaves the values out', async () => {
  const t = server.transcript();
  await t.says('HSET', 'h', 'a', '1', 'b', '2').int(2);
  await t.says('HSCAN', 'h', 0, 'NOVALUES').array(['0', ['a', 'b']]);
  await t.says('HSCAN', 'h', 0, 'MATCH', 'b').array(['0', ['b', '2']]);
});

test('INFO tells how many changes HSET was', async () => {
  const t = server.transcript();
  const before = server.core.effects.dirty;
  await t.says('HSET', 'h', 'a', '1', 'b', '2').int(2);
  expect(server.core.effects.dirty - before).toBe(2);
});
