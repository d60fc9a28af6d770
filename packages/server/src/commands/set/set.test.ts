import { encodeCommand, type Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { propagatedBy } from '../string/propagation.cases.ts';

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';
const SYNTAX = 'ERR syntax error';

let server: TestServer;
let t: Transcript;
let events: string[];

beforeEach(() => {
  server = new TestServer({ setMaxIntsetEntries: '8', setMaxListpackEntries: '4', setMaxListpackValue: '10' });
  t = server.transcript();
  events = [];
  server.core.effects.eventMask = -1;
  server.core.effects.listen({
    keyEvent: (event, _database, key, start, end) => {
      events.push(`${event.name} ${Buffer.from(key.subarray(start, end))}`);
    },
  });
});

/** What happened since the last call. */
function happened(): string[] {
  return events.splice(0).filter((event) => !event.startsWith('keymiss'));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));

describe('the form of a set', () => {
  test.each([
    ['integers', ['1', '-5', '9223372036854775807'], 'intset'],
    ['texts', ['a'], 'listpack'],
    ['integers and a text', ['1', '2', 'a'], 'listpack'],
    ['a text and integers', ['a', '1', '2'], 'listpack'],
    ['what looks like an integer', ['01'], 'listpack'],
    ['as many integers as may be', range(0, 8), 'intset'],
    ['one integer more, at once', range(0, 9), 'hashtable'],
    ['a long text', ['12345678901'.repeat(2)], 'hashtable'],
    ['too many texts', ['a', 'b', 'c', 'd', 'e'], 'hashtable'],
    ['too many integers for a listpack, and a text', ['1', '2', '3', '4', 'a'], 'hashtable'],
    ['an integer too long for a listpack, and a text', ['12345678901', 'a'], 'hashtable'],
  ])('%s', async (_name, members, encoding) => {
    await t.says('SADD', 's', ...members).int(new Set(members).size);
    await t.says('OBJECT', 'ENCODING', 's').bulk(encoding);
    await t.says('SCARD', 's').int(new Set(members).size);
    for (const member of members) await t.says('SISMEMBER', 's', member).int(1);
    await t.says('SISMEMBER', 's', 'other').int(0);
  });

  test('one by one it grows from intset to table, and does not shrink back', async () => {
    for (const member of range(0, 9)) await t.says('SADD', 's', member).int(1);
    await t.says('OBJECT', 'ENCODING', 's').bulk('hashtable');
    await t.says('SREM', 's', ...range(1, 9)).int(8);
    await t.says('OBJECT', 'ENCODING', 's').bulk('hashtable');
  });

  test('more arguments than a small set may have make it large, even if all are the same', async () => {
    await t.says('SADD', 's', 'a').int(1);
    await t.says('SADD', 's', 'a', 'a', 'a', 'a', 'a').int(0);
    await t.says('OBJECT', 'ENCODING', 's').bulk('hashtable');
  });

  test('the outcome of SINTERSTORE is an intset if it can be', async () => {
    await t.says('SADD', 'a', ...range(0, 50), 'x').int(51);
    await t.says('SADD', 'b', ...range(44, 90), 'y').int(47);
    await t.says('SINTERSTORE', 'c', 'a', 'b').int(6);
    await t.says('OBJECT', 'ENCODING', 'c').bulk('intset');
    await t.says('SMEMBERS', 'c').array(range(44, 50));
  });
});

describe('what happened', () => {
  test('SADD and SREM', async () => {
    await t.says('SADD', 's', 'a', 'b').int(2);
    expect(happened()).toEqual(['new s', 'sadd s']);
    await t.says('SADD', 's', 'a').int(0);
    await t.says('SREM', 's', 'x').int(0);
    expect(happened()).toEqual([]);
    await t.says('SREM', 's', 'a', 'x', 'b', 'a').int(2);
    expect(happened()).toEqual(['srem s', 'del s']);
    await t.says('EXISTS', 's').int(0);
  });

  test('SMOVE', async () => {
    await t.says('SADD', 's', 'a', 'b').int(2);
    happened();
    await t.says('SMOVE', 's', 't', 'x').int(0);
    await t.says('SMOVE', 's', 's', 'a').int(1);
    expect(happened()).toEqual([]);
    await t.says('SMOVE', 's', 't', 'a').int(1);
    expect(happened()).toEqual(['srem s', 'new t', 'sadd t']);
    await t.says('SADD', 't', 'b').int(1);
    happened();
    await t.says('SMOVE', 's', 't', 'b').int(1);
    expect(happened()).toEqual(['srem s', 'del s']);
  });

  test('SUNIONSTORE overwrites what is there, and its expiry; nothing removes it', async () => {
    await t.says('SADD', 's', 'a').int(1);
    await t.says('SET', 'd', 'x', 'EX', 100).ok();
    happened();
    await t.says('SUNIONSTORE', 'd', 's', 'none').int(1);
    expect(happened()).toEqual(['overwritten d', 'type_changed d', 'sunionstore d']);
    await t.says('TTL', 'd').int(-1);
    await t.says('SDIFFSTORE', 'd', 's', 's').int(0);
    expect(happened()).toEqual(['del d']);
    await t.says('SINTERSTORE', 'd', 's', 'none').int(0);
    expect(happened()).toEqual([]);
  });

  test('the destination may be one of the sources', async () => {
    await t.says('SADD', 's', '1', '2', '3').int(3);
    await t.says('SADD', 't', '2').int(1);
    await t.says('SDIFFSTORE', 's', 's', 't').int(2);
    await t.says('SMEMBERS', 's').array(['1', '3']);
    await t.says('SUNIONSTORE', 's', 's', 't').int(3);
    await t.says('SMEMBERS', 's').array(['1', '2', '3']);
  });
});

describe('SPOP', () => {
  test.each([
    ['an intset', range(0, 8)],
    ['a listpack', ['a', 'b', '3', 'd']],
    ['a table', range(0, 500)],
  ])('%s: members that were there, which are gone then', async (_name, members) => {
    for (const count of [0, 1, 2, members.length - 2, members.length - 1, members.length, members.length + 1]) {
      await t.says('DEL', 's').reply();
      await t.says('SADD', 's', ...members).int(members.length);
      await t.says('EXPIRE', 's', 100).int(1);
      const reply = Buffer.from(await t.says('SPOP', 's', count).reply()).toString();
      const popped = [...reply.matchAll(/\$\d+\r\n(.*)\r\n/g)].map(([, member]) => member);
      const expected = Math.min(count, members.length);
      expect(new Set(popped).size).toBe(expected);
      await t.says('SCARD', 's').int(members.length - expected);
      const isLeft = expected < members.length;
      await t.says('TTL', 's').int(isLeft ? 100 : -2);
      for (const member of members) {
        await t.says('SISMEMBER', 's', member).int(popped.includes(member) ? 0 : 1);
      }
    }
  });

  test('a table of which little is left becomes small', async () => {
    await t.says('SADD', 's', ...range(0, 100)).int(100);
    await t.says('SPOP', 's', 97).reply();
    await t.says('OBJECT', 'ENCODING', 's').bulk('listpack');
  });

  test('is propagated as what it removed', async () => {
    await t.says('SADD', 's', ...range(0, 3000)).int(3000);
    const [one] = await propagatedBy(server, ['SPOP', 's']);
    expect(one.slice(0, 2)).toEqual(['SREM', 's']);
    const many = await propagatedBy(server, ['SPOP', 's', '2500']);
    expect(many.map((command) => command.length)).toEqual([1026, 1026, 454]);
    expect(await propagatedBy(server, ['SPOP', 's', '2500'])).toEqual([['DEL', 's']]);
    expect(await propagatedBy(server, ['SPOP', 's', '2500'])).toEqual([]);
  });

  test('counts', async () => {
    await t.says('SPOP', 's', '-1').error('ERR value is out of range, must be positive');
    await t.says('SPOP', 's', 'x').error('ERR value is out of range, must be positive');
    await t.says('SPOP', 's', '1', '2').error(SYNTAX);
    await t.says('SET', 's', 'x').ok();
    await t.says('SPOP', 's').error(WRONG_TYPE);
    await t.says('SPOP', 's', 0).error(WRONG_TYPE);
  });
});

describe('SRANDMEMBER', () => {
  test.each([
    ['an intset', range(0, 8)],
    ['a listpack', ['a', 'b', '3', 'd']],
    ['a table', range(0, 500)],
  ])('%s: different members, or with a negative count any', async (_name, members) => {
    await t.says('SADD', 's', ...members).int(members.length);
    for (const count of [1, 2, 3, members.length - 1, members.length, members.length + 7, -3, -1000]) {
      const reply = Buffer.from(await t.says('SRANDMEMBER', 's', count).reply()).toString();
      const given = [...reply.matchAll(/\$\d+\r\n(.*)\r\n/g)].map(([, member]) => member);
      expect(given.every((member) => members.includes(member))).toBe(true);
      expect(given.length).toBe(count < 0 ? -count : Math.min(count, members.length));
      if (count > 0) expect(new Set(given).size).toBe(given.length);
    }
    await t.says('SCARD', 's').int(members.length);
  });

  test('no set, no member', async () => {
    await t.says('SRANDMEMBER', 's').nil();
    await t.says('SRANDMEMBER', 's', 5).array([]);
    await t.says('SRANDMEMBER', 's', 'x').error('ERR value is not an integer or out of range');
  });
});

describe('SSCAN', () => {
  test('yields every member of a large set, whatever is added and removed meanwhile', async () => {
    const members = range(0, 1000);
    await t.says('SADD', 's', ...members).int(1000);
    const found = new Set<string>();
    const connection = server.connect();
    let cursor = '0';
    let round = 0;
    do {
      const reply = Buffer.from(await connection.exchange(encodeCommand(['SSCAN', 's', cursor]))).toString();
      const [next, ...some] = [...reply.matchAll(/\$\d+\r\n(.*)\r\n/g)].map(([, text]) => text);
      for (const member of some) found.add(member);
      cursor = next;
      await t.says('SADD', 's', `x${round}`, `y${round}`).int(2);
      if (round++ % 2 === 0) await t.says('SREM', 's', `x${round - 1}`).int(1);
    } while (cursor !== '0');
    expect(members.every((member) => found.has(member))).toBe(true);
  });

  test('MATCH, and a small set as a whole', async () => {
    await t.says('SADD', 's', 'a', '12', '13').int(3);
    await t.says('SSCAN', 's', 5, 'COUNT', 1).array(['0', ['a', '12', '13']]);
    await t.says('SSCAN', 's', 0, 'MATCH', '1*').array(['0', ['12', '13']]);
    await t.says('SSCAN', 's', 0, 'NOVALUES').error(SYNTAX);
    await t.says('SSCAN', 'none', 0, 'NOVALUES').array(['0', []]);
    await t.says('SSCAN', 'none', 'x').error('ERR invalid cursor');
  });
});

test('SINTERCARD: what it wants', async () => {
  await t.says('SADD', 'a', '1', '2', '3').int(3);
  await t.says('SADD', 'b', '2', '3', '4').int(3);
  await t.says('SINTERCARD', 2, 'a', 'b').int(2);
  await t.says('SINTERCARD', 2, 'a', 'b', 'LIMIT', 1).int(1);
  await t.says('SINTERCARD', 2, 'a', 'b', 'limit', 0).int(2);
  await t.says('SINTERCARD', 2, 'a', 'none').int(0);
  await t.says('SINTERCARD', 0, 'a').error('ERR numkeys should be greater than 0');
  await t.says('SINTERCARD', 'x', 'a').error('ERR numkeys should be greater than 0');
  await t.says('SINTERCARD', 3, 'a', 'b').error("ERR Number of keys can't be greater than number of args");
  await t.says('SINTERCARD', 2, 'a', 'b', 'LIMIT', '-1').error("ERR LIMIT can't be negative");
  await t.says('SINTERCARD', 2, 'a', 'b', 'LIMIT').error(SYNTAX);
});
