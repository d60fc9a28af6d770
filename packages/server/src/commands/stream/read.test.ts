import { encodeCommand, raw, type Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  server.clock.set(1000);
  t = server.transcript();
});

async function waiting(line: string): Promise<TestConnection> {
  const connection = server.connect();
  expect(await connection.exchange(encodeCommand(line.split(' ')))).toHaveLength(0);
  return connection;
}

/** The words that the client has got since, without their lengths. */
function heard(connection: TestConnection): string {
  const text = new TextDecoder().decode(connection.received());
  return text
    .replace(/[$*]\d+\r\n/g, '')
    .replaceAll('\r\n', ' ')
    .trim();
}

describe('XREAD waits', () => {
  test('for entries above an ID, of whichever stream has them first', async () => {
    const client = await waiting('XREAD BLOCK 0 STREAMS a b 5 7');
    await t.says('XADD', 'a', '5', 'f', 'v').reply();
    await t.says('XADD', 'b', '7', 'f', 'v').reply();
    expect(heard(client)).toBe('');
    await t.says('XADD', 'b', '7-1', 'f', 'v').reply();
    expect(heard(client)).toBe('b 7-1 f v');
  });

  test('for what is new: $ is the last ID at the beginning', async () => {
    await t.says('XADD', 's', '1', 'f', 'v').reply();
    const client = await waiting('XREAD BLOCK 0 STREAMS s $');
    const other = await waiting('XREAD BLOCK 0 STREAMS other $');
    // It comes to nothing, and wakes nobody for good.
    await t.says('SET', 'other', 'x').ok();
    await t.says('DEL', 'other').int(1);
    await t.says('XADD', 's', '2', 'f', 'v').reply();
    await t.says('XADD', 'other', '1', 'f', 'v').reply();
    expect(heard(client)).toBe('s 2-0 f v');
    expect(heard(other)).toBe('other 1-0 f v');
  });

  test('for an entry, where the last one is wanted and there is none', async () => {
    await t.says('XREAD', 'STREAMS', 's', '+').nilArray();
    const client = await waiting('XREAD BLOCK 0 STREAMS s +');
    await t.says('XADD', 's', '1', 'f', 'v').reply();
    await t.says('XADD', 's', '2', 'f', 'v').reply();
    expect(heard(client)).toBe('s 1-0 f v');
    await t.says('XDEL', 's', '2').int(1);
    await t.says('XREAD', 'COUNT', '5', 'STREAMS', 's', '+').array([['s', [['1-0', ['f', 'v']]]]]);
  });

  test('until its time is up', async () => {
    const client = await waiting('XREAD BLOCK 20 STREAMS s $');
    server.advance(19);
    expect(heard(client)).toBe('');
    server.advance(1);
    expect(heard(client)).toBe('*-1');
  });

  test('all that wait get the same', async () => {
    const clients = [await waiting('XREAD BLOCK 0 STREAMS s $'), await waiting('XREAD BLOCK 0 STREAMS s $')];
    await t.says('XADD', 's', '1', 'f', 'v').reply();
    expect(clients.map(heard)).toEqual(['s 1-0 f v', 's 1-0 f v']);
  });
});

test('RESP3 gives a map of streams', async () => {
  await t.says('HELLO', 3).reply();
  await t.says('XADD', 's', '1', 'f', 'v').bulk('1-0');
  await t.says('XREAD', 'STREAMS', 's', 'none', '0', '0').map([['s', [['1-0', ['f', 'v']]]]]);
});

describe('XREADGROUP waits', () => {
  beforeEach(async () => {
    await t.says('XGROUP', 'CREATE', 's', 'g', '$', 'MKSTREAM').ok();
  });

  test('for an entry, which one of them gets', async () => {
    const first = await waiting('XREADGROUP GROUP g a BLOCK 0 STREAMS s >');
    const second = await waiting('XREADGROUP GROUP g b BLOCK 0 STREAMS s >');
    await t.says('XADD', 's', '1', 'f', 'v').reply();
    expect([heard(first), heard(second)]).toEqual(['s 1-0 f v', '']);
    await t.says('XADD', 's', '2', 'f', 'v').reply();
    expect(heard(second)).toBe('s 2-0 f v');
    await t.says('XPENDING', 's', 'g').array([
      2,
      '1-0',
      '2-0',
      [
        ['a', '1'],
        ['b', '1'],
      ],
    ]);
  });

  test.each([
    ['XGROUP DESTROY s g', /^-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option/],
    ['DEL s', /^-NOGROUP/],
    ['SET s x', /^-WRONGTYPE/],
  ])('but not after %s', async (line, error) => {
    const client = await waiting('XREADGROUP GROUP g a BLOCK 0 STREAMS s >');
    await t.says(...line.split(' ')).reply();
    expect(heard(client)).toMatch(error);
  });

  test('not for what it has got already', async () => {
    await t.says('XREADGROUP', 'GROUP', 'g', 'a', 'BLOCK', '0', 'STREAMS', 's', '0').array([['s', []]]);
  });
});

describe('XREADGROUP with CLAIM', () => {
  beforeEach(async () => {
    for (let i = 1; i <= 4; i++) await t.says('XADD', 's', i, 'f', 'v').reply();
    await t.says('XGROUP', 'CREATE', 's', 'g', '0').ok();
    await t.says('XREADGROUP', 'GROUP', 'g', 'a', 'COUNT', '2', 'STREAMS', 's', '>').reply();
    server.advance(100);
    await t.says('XCLAIM', 's', 'g', 'a', '0', '1').reply();
    server.advance(50);
  });

  test('gives first what others let lie, the longest idle first', async () => {
    await t.says('XREADGROUP', 'GROUP', 'g', 'b', 'COUNT', '3', 'CLAIM', '50', 'STREAMS', 's', '>').array([
      [
        's',
        [
          ['2-0', ['f', 'v'], 150, 1],
          ['1-0', ['f', 'v'], 50, 2],
          ['3-0', ['f', 'v'], 0, 0],
        ],
      ],
    ]);
    await t.says('XPENDING', 's', 'g', '-', '+', '10').array([
      ['1-0', 'b', 0, 3],
      ['2-0', 'b', 0, 2],
      ['3-0', 'b', 0, 1],
    ]);
  });

  test('leaves what was delivered lately, and forgets what is gone', async () => {
    await t.says('XDEL', 's', '2').int(1);
    await t
      .says('XREADGROUP', 'GROUP', 'g', 'b', 'CLAIM', '51', 'COUNT', '1', 'STREAMS', 's', '>')
      .array([['s', [['3-0', ['f', 'v'], 0, 0]]]]);
    await t.says('XPENDING', 's', 'g').array([
      2,
      '1-0',
      '3-0',
      [
        ['a', '1'],
        ['b', '1'],
      ],
    ]);
  });

  test('waits until something has been idle for long enough', async () => {
    await t.says('XREADGROUP', 'GROUP', 'g', 'a', 'NOACK', 'STREAMS', 's', '>').reply();
    await t.says('XACK', 's', 'g', '2').int(1);
    const client = await waiting('XREADGROUP GROUP g b CLAIM 80 BLOCK 1000 STREAMS s >');
    server.advance(29);
    expect(heard(client)).toBe('');
    server.advance(1);
    expect(heard(client)).toBe('s 1-0 f v :80 :2');
  });

  test('wants an integer', async () => {
    await t.says('XREADGROUP', 'GROUP', 'g', 'b', 'CLAIM', 'x', 'STREAMS', 's', '>').error(/^ERR min-idle-time/);
  });
});

describe('what is told', () => {
  test('of reading: pending entries, and how far the group is', async () => {
    const effects = new RecordedEffects(server);
    await t.says('XADD', 's', '1-1', 'f', 'v').reply();
    await t.says('XGROUP', 'CREATE', 's', 'g', '0').ok();
    effects.propagated();
    effects.events();
    effects.changed();
    await t.says('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>').reply();
    expect(effects.propagated()).toEqual([
      'XCLAIM s g c 0 1-1 TIME 1000 RETRYCOUNT 1 FORCE JUSTID LASTID 1-1',
      'XGROUP SETID s g 1-1 ENTRIESREAD 1',
    ]);
    expect(effects.events()).toEqual(['xgroup-createconsumer s']);
    await t.says('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '0').reply();
    await t.says('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>').nilArray();
    expect(effects.propagated()).toEqual([]);
    await t.says('XADD', 's', '2-1', 'f', 'v').reply();
    effects.propagated();
    await t.says('XREADGROUP', 'GROUP', 'g', 'd', 'NOACK', 'STREAMS', 's', '>').reply();
    expect(effects.propagated()).toEqual(['XGROUP CREATECONSUMER s g d', 'XGROUP SETID s g 2-1 ENTRIESREAD 2']);
    expect(effects.changed()).toEqual(['s']);
  });

  test('of claiming, also of what is gone', async () => {
    const effects = new RecordedEffects(server);
    for (const id of ['1', '2', '3']) await t.says('XADD', 's', id, 'f', 'v').reply();
    await t.says('XGROUP', 'CREATE', 's', 'g', '0').ok();
    await t.says('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>').reply();
    await t.says('XDEL', 's', '2').int(1);
    effects.propagated();
    server.advance(5);
    await t.says('XCLAIM', 's', 'g', 'd', '0', '1', '2', 'RETRYCOUNT', '7').array([['1-0', ['f', 'v']]]);
    const told = (id: string, rest: string) => `XCLAIM s g ${rest} FORCE JUSTID LASTID 3-0`.replace('ID', id);
    expect(effects.propagated()).toEqual([
      told('1', 'd 0 ID TIME 1005 RETRYCOUNT 7'),
      told('2', 'c 0 ID TIME 1000 RETRYCOUNT 1'),
    ]);
    await t.says('XAUTOCLAIM', 's', 'g', 'e', '0', '0').array([
      '0-0',
      [
        ['1-0', ['f', 'v']],
        ['3-0', ['f', 'v']],
      ],
      [],
    ]);
    expect(effects.propagated()).toEqual([
      told('1-0', 'e 0 ID TIME 1005 RETRYCOUNT 8'),
      told('3-0', 'e 0 ID TIME 1005 RETRYCOUNT 2'),
    ]);
    await t.says('XCLAIM', 's', 'g', 'd', '0', '9', 'LASTID', '4').array([]);
    expect(effects.propagated()).toEqual(['XGROUP SETID s g 4-0 ENTRIESREAD 3']);
  });
});

test('XINFO', async () => {
  await t.says('XADD', 's', '1', 'f', 'v').reply();
  await t.says('XGROUP', 'CREATE', 's', 'g', '0').ok();
  await t.says('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>').reply();
  server.advance(7);
  await t.says('XREADGROUP', 'GROUP', 'g', 'd', 'STREAMS', 's', '>').nilArray();
  await t.says('XINFO', 'CONSUMERS', 's', 'g').array([
    ['name', 'c', 'pending', 1, 'idle', 7, 'inactive', 7],
    ['name', 'd', 'pending', 0, 'idle', 0, 'inactive', -1],
  ]);
  await t.says('XINFO', 'STREAM', 's', 'FULL', 'COUNT', '1').array([
    ...['length', 1, 'radix-tree-keys', 1, 'radix-tree-nodes', 1, 'last-generated-id', '1-0'],
    ...['max-deleted-entry-id', '0-0', 'entries-added', 1, 'recorded-first-entry-id', '1-0'],
    ...['entries', [['1-0', ['f', 'v']]], 'groups'],
    [
      [
        ...['name', 'g', 'last-delivered-id', '1-0', 'entries-read', 1, 'lag', 0, 'pel-count', 1],
        ...['pending', [['1-0', 'c', 1000, 1]], 'consumers'],
        [
          ['name', 'c', 'seen-time', 1000, 'active-time', 1000, 'pel-count', 1, 'pending', [['1-0', 1000, 1]]],
          ['name', 'd', 'seen-time', 1007, 'active-time', -1, 'pel-count', 0, 'pending', []],
        ],
      ],
    ],
  ]);
  await t.says('XINFO', 'STREAM', 's', 'FULL', 'x').error(/^ERR unknown subcommand or wrong number of arguments/);
  await t.says('XINFO', 'STREAM', 'none').error('ERR no such key');
  await t.says('XPENDING', 's', 'none').error("NOGROUP No such key 's' or consumer group 'none'");
  await t.says('XACK', 's', 'g', '1').int(1);
  await t.says('XPENDING', 's', 'g').array([0, null, null, raw('*-1\r\n')]);
});
