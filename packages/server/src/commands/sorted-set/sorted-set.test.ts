import { raw, type Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  t = server.transcript();
});

async function add(key: string, ...pairs: (string | number)[]): Promise<void> {
  await t.says('ZADD', key, ...pairs).int(pairs.length / 2);
}

/** Many members, so that the set is no packed block: m0 with score 0, and so on. */
async function addMany(key: string, count = 500): Promise<void> {
  await add(key, ...Array.from({ length: count }, (_, i) => [i, `m${i}`]).flat());
  await t.says('OBJECT', 'ENCODING', key).bulk('skiplist');
}

describe('ZADD', () => {
  test('conditions, what is counted, and what INCR answers', async () => {
    await t.says('ZADD', 'z', 'XX', 1, 'a').int(0);
    await t.says('ZADD', 'z', 'XX', 'INCR', 1, 'a').nil();
    await t.says('EXISTS', 'z').int(0);
    await add('z', 1, 'a', 2, 'b');
    await t.says('ZADD', 'z', 'CH', 1, 'a', 3, 'b', 4, 'c').int(2);
    await t.says('ZADD', 'z', 'NX', 'CH', 9, 'a', 9, 'd').int(1);
    await t.says('ZADD', 'z', 'GT', 'CH', 0, 'a', 5, 'b', 1, 'e').int(2);
    await t.says('ZADD', 'z', 'LT', 'INCR', 1, 'a').nil();
    await t.says('ZADD', 'z', 'INCR', 1.5, 'a').bulk('2.5');
    await t.says('ZRANGE', 'z', 0, -1, 'WITHSCORES').array(['e', '1', 'a', '2.5', 'c', '4', 'b', '5', 'd', '9']);
  });

  test('errors, in their order; nothing is changed by a command with one', async () => {
    await t.says('ZADD', 'z', 'NX', 'XX', 'x', 'a').error('ERR XX and NX options at the same time are not compatible');
    await t
      .says('ZADD', 'z', 'GT', 'LT', 1, 'a')
      .error('ERR GT, LT, and/or NX options at the same time are not compatible');
    await t.says('ZADD', 'z', 'INCR', 1, 'a', 2, 'b').error('ERR INCR option supports a single increment-element pair');
    await t.says('ZADD', 'z', 1, 'a', 'x', 'b').error('ERR value is not a valid float');
    await t.says('ZADD', 'z', 1, 'a', 2).error('ERR syntax error');
    await t.says('ZINCRBY', 'z', 'NX', 'a').error('ERR syntax error');
    await t.says('EXISTS', 'z').int(0);
    await add('z', 'inf', 'a');
    await t.says('ZINCRBY', 'z', '-inf', 'a').error('ERR resulting score is not a number (NaN)');
    await t.says('SET', 's', 1).ok();
    await t.says('ZADD', 's', 1, 'a').error(/^WRONGTYPE/);
  });

  test('a set grows out of its packed form by number and by length of members', async () => {
    await add('z', ...Array.from({ length: 128 }, (_, i) => [i / 3, `m${i}`]).flat());
    await t.says('OBJECT', 'ENCODING', 'z').bulk('listpack');
    const reply = await t.says('ZRANGE', 'z', 0, -1, 'WITHSCORES').reply();
    await add('z', -1, 'first');
    await t.says('OBJECT', 'ENCODING', 'z').bulk('skiplist');
    await t.says('ZREM', 'z', 'first').int(1);
    expect(await t.says('ZRANGE', 'z', 0, -1, 'WITHSCORES').reply()).toEqual(reply);
    await add('long', 1, 'x'.repeat(64));
    await t.says('OBJECT', 'ENCODING', 'long').bulk('listpack');
    await add('long', 1, 'x'.repeat(65));
    await t.says('OBJECT', 'ENCODING', 'long').bulk('skiplist');
  });
});

describe('numbers in replies', () => {
  test('are as short as they can be, and doubles of their own in RESP3', async () => {
    await add('z', 0.1, 'a', 1e20, 'b', 123456789, 'c', '-inf', 'd');
    await t.says('ZMSCORE', 'z', 'a', 'b', 'c', 'd', 'e').array(['0.1', '1e+20', '123456789', '-inf', null]);
    await t.says('HELLO', 3).reply();
    await t.says('ZSCORE', 'z', 'a').double('0.1');
    await t.says('ZRANGE', 'z', 0, 1, 'WITHSCORES').array([
      ['d', raw(',-inf\r\n')],
      ['a', raw(',0.1\r\n')],
    ]);
    await t.says('ZPOPMIN', 'z').array(['d', raw(',-inf\r\n')]);
    await t.says('ZPOPMIN', 'z', 1).array([['a', raw(',0.1\r\n')]]);
  });

  test('ZRANK with a score', async () => {
    await add('z', 1, 'a', 2.5, 'b');
    await t.says('ZRANK', 'z', 'b', 'WITHSCORE').array([1, '2.5']);
    await t.says('ZREVRANK', 'z', 'b', 'withscore').array([0, '2.5']);
    await t.says('ZRANK', 'z', 'x', 'WITHSCORE').nilArray();
    await t.says('ZRANK', 'none', 'x').nil();
    await t.says('ZRANK', 'z', 'a', 'x').error('ERR syntax error');
    await t.says('ZRANK', 'z', 'a', 'x', 'y').error("ERR wrong number of arguments for 'zrank' command");
  });
});

describe('a large set', () => {
  test('ranges, by rank, score and bytes', async () => {
    await addMany('z');
    await t.says('ZRANGE', 'z', 498, -1).array(['m498', 'm499']);
    await t.says('ZRANGE', 'z', 1, 0, 'REV').array([]);
    await t.says('ZRANGE', 'z', '(7', '(10', 'BYSCORE').array(['m8', 'm9']);
    await t.says('ZRANGE', 'z', '+inf', 490, 'BYSCORE', 'REV', 'LIMIT', 2, 2).array(['m497', 'm496']);
    await t.says('ZCOUNT', 'z', 10, '(20').int(10);
    await add('lex', ...Array.from({ length: 300 }, (_, i) => [0, `n${i}`]).flat());
    await t.says('ZRANGEBYLEX', 'lex', '[n10', '(n102').array(['n10', 'n100', 'n101']);
    await t.says('ZLEXCOUNT', 'lex', '-', '+').int(300);
    await t.says('ZREMRANGEBYLEX', 'lex', '-', '(n9').int(289);
    await t.says('ZCARD', 'lex').int(11);
  });

  test('members at random are members, and different ones unless repeats are wanted', async () => {
    await addMany('z');
    for (const count of [3, 100, 400, 500, 1000]) {
      const reply = new TextDecoder().decode(await t.says('ZRANDMEMBER', 'z', count, 'WITHSCORES').reply());
      const pairs = [...reply.matchAll(/\$\d+\r\nm(\d+)\r\n\$\d+\r\n(\d+)\r\n/g)];
      expect(pairs.length).toBe(Math.min(count, 500));
      expect(new Set(pairs.map(([, member]) => member)).size).toBe(pairs.length);
      for (const [, member, score] of pairs) expect(score).toBe(member);
    }
    const repeats = new TextDecoder().decode(await t.says('ZRANDMEMBER', 'z', -2000).reply());
    expect(repeats.startsWith('*2000\r\n')).toBe(true);
    await t.says('ZRANDMEMBER', 'none', 5).array([]);
    await t.says('ZRANDMEMBER', 'none').nil();
  });

  test('a scan sees all that stays', async () => {
    await addMany('z', 2000);
    const seen = new Map<string, string>();
    let cursor = '0';
    do {
      const reply = new TextDecoder().decode(await t.says('ZSCAN', 'z', cursor, 'COUNT', 50).reply());
      const [next, ...rest] = [...reply.matchAll(/\$\d+\r\n(.*?)\r\n/g)].map(([, text]) => text);
      for (let i = 0; i < rest.length; i += 2) seen.set(rest[i], rest[i + 1]);
      cursor = next;
      await t.says('ZREM', 'z', `m${1000 + (seen.size % 1000)}`).reply();
    } while (cursor !== '0');
    for (let i = 0; i < 1000; i++) expect(seen.get(`m${i}`)).toBe(String(i));
    await add('small', 1, 'a', 2, 'b');
    await t.says('ZSCAN', 'small', 0, 'NOSCORES').array(['0', ['a', 'b']]);
  });

  test('goes in time, when its key does', async () => {
    await addMany('z', 3000);
    await t.says('DEL', 'z').int(1);
    expect(server.core.store.collections.pendingCount).toBe(1);
    while (server.core.store.collections.freeSome(100));
    expect(server.core.store.collections.memory.usedBytes).toBeLessThan(1000);
  });
});

describe('sets that are combined', () => {
  test('sorted ones and plain ones, with weights', async () => {
    await add('a', 1, 'x', 2, 'y');
    await add('b', 10, 'y', 20, 'z');
    await t.says('SADD', 's', 'y', 'x').int(2);
    await t.says('ZUNION', 3, 'a', 'b', 's', 'WITHSCORES').array(['x', '2', 'y', '13', 'z', '20']);
    await t.says('ZINTER', 2, 'a', 's', 'WEIGHTS', 2, 0.5, 'WITHSCORES').array(['x', '2.5', 'y', '4.5']);
    await t.says('ZINTERCARD', 3, 'a', 'b', 's').int(1);
    await t.says('ZDIFF', 2, 'b', 's').array(['z']);
    await t.says('ZUNIONSTORE', 'a', 2, 'a', 'b', 'AGGREGATE', 'MAX').int(3);
    await t.says('ZRANGE', 'a', 0, -1, 'WITHSCORES').array(['x', '1', 'y', '10', 'z', '20']);
    await t.says('ZDIFFSTORE', 'a', 2, 'b', 'b').int(0);
    await t.says('EXISTS', 'a').int(0);
    await t.says('ZUNION', 0, 'a').error("ERR at least 1 input key is needed for 'zunion' command");
  });

  test('a large result is a large set, and copies of it stand alone', async () => {
    await addMany('a');
    await addMany('b');
    await t.says('ZUNIONSTORE', 'c', 2, 'a', 'b').int(500);
    await t.says('OBJECT', 'ENCODING', 'c').bulk('skiplist');
    await t.says('ZSCORE', 'c', 'm7').bulk('14');
    await t.says('COPY', 'c', 'd').int(1);
    await t.says('ZREMRANGEBYRANK', 'c', 0, -1).int(500);
    await t.says('ZRANGE', 'd', 0, 1, 'WITHSCORES').array(['m0', '0', 'm1', '2']);
    await t.says('ZINTERSTORE', 'small', 2, 'a', 'd', 'LIMIT', 1).error('ERR syntax error');
    await t.says('ZRANGESTORE', 'small', 'd', 0, 2).int(3);
    await t.says('OBJECT', 'ENCODING', 'small').bulk('listpack');
  });
});

describe('what is told of a command', () => {
  test('events, one change of each key, and what is propagated', async () => {
    const effects = new RecordedEffects(server);
    const told = () => ({ events: effects.events(), changed: effects.changed(), propagated: effects.propagated() });
    await add('z', 1, 'a', 2, 'b', 3, 'c', 4, 'd');
    expect(told()).toEqual({
      events: ['new z', 'zadd z'],
      changed: ['z'],
      propagated: ['ZADD z 1 a 2 b 3 c 4 d'],
    });
    await t.says('ZADD', 'z', 1, 'a').int(0);
    await t.says('ZREM', 'z', 'x').int(0);
    expect(told()).toEqual({ events: [], changed: [], propagated: [] });
    await t.says('ZINCRBY', 'z', 1, 'a').bulk('2');
    expect(told().events).toEqual(['zincr z']);
    await t.says('ZMPOP', 2, 'none', 'z', 'MAX', 'COUNT', 10).reply();
    expect(told()).toEqual({ events: ['zpopmax z', 'del z'], changed: ['z'], propagated: ['ZPOPMAX z 4'] });
    await add('z', 1, 'a', 2, 'b');
    told();
    await t.says('BZPOPMIN', 'none', 'z', 0).array(['z', 'a', '1']);
    expect(told()).toEqual({ events: ['zpopmin z'], changed: ['z'], propagated: ['ZPOPMIN z'] });
    await t.says('ZREMRANGEBYSCORE', 'z', '-inf', 'inf').int(1);
    expect(told().events).toEqual(['zremrangebyscore z', 'del z']);
  });
});

describe('waiting for an element', () => {
  async function waiting(...command: (string | number)[]): Promise<TestConnection> {
    const connection = server.connect();
    const parts = command.map((part) => `$${String(part).length}\r\n${part}\r\n`).join('');
    const reply = await connection.exchange(new TextEncoder().encode(`*${command.length}\r\n${parts}`));
    expect(reply).toHaveLength(0);
    return connection;
  }

  function heard(connection: TestConnection): string {
    return new TextDecoder().decode(connection.received());
  }

  test('first come, first served', async () => {
    const first = await waiting('BZPOPMIN', 'a', 'z', 0);
    const second = await waiting('BZPOPMAX', 'z', 0);
    const third = await waiting('BZMPOP', 0, 2, 'z', 'a', 'MIN', 'COUNT', 2);
    await t.says('ZADD', 'z', 1, 'a', 2, 'b').int(2);
    expect(heard(first)).toBe('*3\r\n$1\r\nz\r\n$1\r\na\r\n$1\r\n1\r\n');
    expect(heard(second)).toBe('*3\r\n$1\r\nz\r\n$1\r\nb\r\n$1\r\n2\r\n');
    expect(heard(third)).toBe('');
    await t.says('SADD', 's', 'x').int(1);
    await t.says('ZUNIONSTORE', 'a', 1, 's').int(1);
    expect(heard(third)).toBe('*2\r\n$1\r\na\r\n*1\r\n*2\r\n$1\r\nx\r\n$1\r\n1\r\n');
    await t.says('EXISTS', 'a').int(0);
  });

  test('as long as it said', async () => {
    const client = await waiting('BZMPOP', 0.5, 1, 'z', 'MIN');
    server.advance(499);
    expect(heard(client)).toBe('');
    server.advance(1);
    expect(heard(client)).toBe('*-1\r\n');
    await t.says('BZPOPMIN', 'z', 'x').error('ERR timeout is not a float or out of range');
    await t.says('BZMPOP', 'x', 0, 'z', 'MIN').error('ERR numkeys should be greater than 0');
  });
});

test('DEBUG DIGEST tells sets of other content apart, whatever form they have', async () => {
  t = new TestServer({ enableDebugCommand: 'yes' }).transcript();
  const digest = async () => new TextDecoder().decode(await t.says('DEBUG', 'DIGEST-VALUE', 'z').reply());
  await add('z', 1.5, 'b', 2, 'a');
  const first = await digest();
  await t.says('ZADD', 'z', 3, 'x'.repeat(100)).int(1);
  expect(await digest()).not.toBe(first);
  await t.says('ZREM', 'z', 'x'.repeat(100)).int(1);
  await t.says('OBJECT', 'ENCODING', 'z').bulk('skiplist');
  expect(await digest()).toBe(first);
  await t.says('ZINCRBY', 'z', 1, 'a').bulk('3');
  expect(await digest()).not.toBe(first);
});
