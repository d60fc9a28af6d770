import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let t: ReturnType<TestServer['transcript']>;
let effects: RecordedEffects;

beforeEach(() => {
  server = new TestServer();
  effects = new RecordedEffects(server);
  t = server.transcript();
});

/** What was told of since the last time: events, but for those of new and missing keys, and what is propagated. */
function told(): string[] {
  effects.changed();
  return [...effects.events().filter((event) => !/^(new|keymiss) /.test(event)), ...effects.propagated()];
}

async function list(key: string, ...elements: string[]): Promise<void> {
  await t.says('LTRIM', key, 1, 0).ok();
  await t.says('RPUSH', key, ...elements).int(elements.length);
  told();
}

describe('pushing and popping', () => {
  test('at both ends', async () => {
    await t.says('LPUSH', 'a', 'one', 'two').int(2);
    await t.says('RPUSH', 'a', '3').int(3);
    await t.says('LRANGE', 'a', 0, -1).array(['two', 'one', '3']);
    await t.says('LPOP', 'a').bulk('two');
    await t.says('RPOP', 'a', 5).array(['3', 'one']);
    await t.says('EXISTS', 'a').int(0);
    expect(told()).toEqual([
      'lpush a',
      'rpush a',
      'lpop a',
      'rpop a',
      'del a',
      'LPUSH a one two',
      'RPUSH a 3',
      'LPOP a',
      'RPOP a 5',
    ]);
  });

  test('only where there is a list', async () => {
    await t.says('LPUSHX', 'a', 'x').int(0);
    await t.says('RPUSHX', 'a', 'x').int(0);
    expect(told()).toEqual([]);
    await list('a', 'x');
    await t.says('LPUSHX', 'a', 'y', 'z').int(3);
    await t.says('LRANGE', 'a', 0, -1).array(['z', 'y', 'x']);
  });

  test('nothing from nothing', async () => {
    await t.says('LPOP', 'a').nil();
    await t.says('LPOP', 'a', 1).nilArray();
    await t.says('LMPOP', 2, 'a', 'b', 'LEFT').nilArray();
    await list('a', 'x');
    await t.says('LPOP', 'a', 0).array([]);
    await t.says('LPOP', 'a', -1).error('ERR value is out of range, must be positive');
    await t.says('LPOP', 'a', 1, 2).error("ERR wrong number of arguments for 'lpop' command");
    expect(told()).toEqual([]);
  });

  test('LMPOP is propagated as a pop from the key that had elements', async () => {
    await list('b', 'x', 'y', 'z');
    await t.says('LMPOP', 2, 'a', 'b', 'RIGHT', 'COUNT', 2).array(['b', ['z', 'y']]);
    expect(told()).toEqual(['rpop b', 'RPOP b 2']);
  });

  test('each element pushed or popped is a change', async () => {
    const { effects: counted } = server.core;
    const before = counted.dirty;
    await t.says('RPUSH', 'a', 'x', 'y', 'z').int(3);
    expect(counted.dirty - before).toBe(3);
    await t.says('LPOP', 'a', 2).array(['x', 'y']);
    expect(counted.dirty - before).toBe(5);
    await t.says('LTRIM', 'a', 0, -1).ok();
    expect(counted.dirty - before).toBe(5);
  });
});

describe('editing', () => {
  test('LSET, LINSERT, LREM', async () => {
    await list('a', 'x', 'y', 'x', 'y', 'x');
    await t.says('LSET', 'a', -2, 'w').ok();
    await t.says('LINSERT', 'a', 'BEFORE', 'w', '12').int(6);
    await t.says('LINSERT', 'a', 'after', 'w', '').int(7);
    await t.says('LINSERT', 'a', 'after', 'none', '').int(-1);
    await t.says('LRANGE', 'a', 0, -1).array(['x', 'y', 'x', '12', 'w', '', 'x']);
    await t.says('LREM', 'a', -2, 'x').int(2);
    await t.says('LRANGE', 'a', 0, -1).array(['x', 'y', '12', 'w', '']);
    await t.says('LREM', 'a', 0, 'none').int(0);
    expect(told()).toEqual([
      'lset a',
      'linsert a',
      'linsert a',
      'lrem a',
      'LSET a -2 w',
      'LINSERT a BEFORE w 12',
      'LINSERT a after w ',
      'LREM a -2 x',
    ]);
    await t.says('LSET', 'a', 5, 'x').error('ERR index out of range');
    await t.says('LSET', 'b', 5, 'x').error('ERR no such key');
  });

  test('LTRIM that removes nothing is told of, but is no change', async () => {
    await list('a', 'x', 'y');
    await t.says('LTRIM', 'a', 0, 5).ok();
    expect(told()).toEqual(['ltrim a']);
    await t.says('LTRIM', 'a', 2, 1).ok();
    expect(told()).toEqual(['ltrim a', 'del a', 'LTRIM a 2 1']);
  });

  test('a list whose last element goes is gone', async () => {
    await list('a', 'x');
    await t.says('LREM', 'a', 1, 'x').int(1);
    await t.says('TYPE', 'a').simple('none');
    expect(told()).toEqual(['lrem a', 'del a', 'LREM a 1 x']);
  });
});

describe('moving', () => {
  test('from one list to another', async () => {
    await list('a', '1', '2');
    await t.says('LMOVE', 'a', 'b', 'LEFT', 'RIGHT').bulk('1');
    expect(told()).toEqual(['rpush b', 'lpop a', 'LMOVE a b LEFT RIGHT']);
    await t.says('RPOPLPUSH', 'a', 'b').bulk('2');
    expect(told()).toEqual(['lpush b', 'rpop a', 'del a', 'RPOPLPUSH a b']);
    await t.says('LRANGE', 'b', 0, -1).array(['2', '1']);
  });

  test('from one end to the other', async () => {
    await list('a', '1', '2', '3');
    await t.says('RPOPLPUSH', 'a', 'a').bulk('3');
    await t.says('LRANGE', 'a', 0, -1).array(['3', '1', '2']);
    await t.says('LMOVE', 'a', 'a', 'LEFT', 'LEFT').bulk('3');
    await t.says('LRANGE', 'a', 0, -1).array(['3', '1', '2']);
    await list('a', '1');
    await t.says('LMOVE', 'a', 'a', 'LEFT', 'RIGHT').bulk('1');
    await t.says('LLEN', 'a').int(1);
  });
});

describe('LPOS', () => {
  test('from either end, the nth match, several', async () => {
    await list('a', 'x', 'y', '1', 'y', 'x', 'y');
    await t.says('LPOS', 'a', 'y').int(1);
    await t.says('LPOS', 'a', 'y', 'RANK', -1).int(5);
    await t.says('LPOS', 'a', 'y', 'RANK', 2, 'COUNT', 0).array([3, 5]);
    await t.says('LPOS', 'a', 'y', 'COUNT', 0, 'MAXLEN', 4, 'RANK', -1).array([5, 3]);
    await t.says('LPOS', 'a', '1').int(2);
    await t.says('LPOS', 'a', '01').nil();
    await t.says('LPOS', 'a', '01', 'COUNT', 1).array([]);
    await t.says('LPOS', 'a', 'y', 'RANK', '-9223372036854775808').error(/^ERR value is out of range/);
  });
});

describe('encodings', () => {
  const large = 'x'.repeat(8000);

  test('a list that grows beyond a node is a quicklist, below half of one a listpack', async () => {
    await list('a', 'small');
    await t.says('OBJECT', 'ENCODING', 'a').bulk('listpack');
    await t.says('RPUSH', 'a', large, 'y'.repeat(300)).int(3);
    await t.says('OBJECT', 'ENCODING', 'a').bulk('quicklist');
    await t.says('RPOP', 'a').bulk('y'.repeat(300));
    await t.says('OBJECT', 'ENCODING', 'a').bulk('quicklist');
    await t.says('LSET', 'a', 1, 'z').ok();
    await t.says('OBJECT', 'ENCODING', 'a').bulk('listpack');
    await t.says('LRANGE', 'a', 0, -1).array(['small', 'z']);
  });

  test.each([300, 9000, 40_000, 200_000])('an element of %i bytes', async (length) => {
    const value = 'v'.repeat(length);
    await list('a', 'x', value, 'y');
    await t.says('LINDEX', 'a', 1).bulk(value);
    await t.says('COPY', 'a', 'b').int(1);
    await t.says('LPOS', 'a', value).int(1);
    await t.says('LMOVE', 'a', 'c', 'RIGHT', 'LEFT').bulk('y');
    await t.says('LMOVE', 'a', 'c', 'RIGHT', 'LEFT').bulk(value);
    await t.says('LRANGE', 'c', 0, -1).array([value, 'y']);
    await t.says('LREM', 'c', 0, value).int(1);
    await t.says('LLEN', 'b').int(3);
  });

  test('memory is given back', async () => {
    const { memory } = server.core.store.collections;
    for (let round = 0; round < 3; round++) {
      const elements = Array.from({ length: 100 }, (_, n) => `element:${n}`);
      for (let i = 1; i <= 40; i++) await t.says('RPUSH', 'a', ...elements).int(i * 100);
      await t.says('RPUSH', 'a', 'z'.repeat(50_000)).int(4001);
      await t.says('COPY', 'a', 'b').int(1);
      expect(memory.usedBytes).toBeGreaterThan(100_000);
      await t.says('LTRIM', 'a', 1, 0).ok();
      await t.says('DEL', 'b').int(1);
      while (server.core.store.collections.freeSome(100));
      expect(memory.usedBytes).toBe(0);
    }
  });
});
