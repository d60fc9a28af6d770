import { raw, type Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let effects: RecordedEffects;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  server.clock.set(1000);
  effects = new RecordedEffects(server);
  t = server.transcript();
});

describe('IDs that are chosen', () => {
  test('by the clock, and on from the last one when it stands still or goes back', async () => {
    await t.says('XADD', 's', '*', 'f', 'v').bulk('1000-0');
    await t.says('XADD', 's', '*', 'f', 'v').bulk('1000-1');
    server.clock.set(999);
    await t.says('XADD', 's', '*', 'f', 'v').bulk('1000-2');
    server.clock.set(1001);
    await t.says('XADD', 's', '*', 'f', 'v').bulk('1001-0');
  });

  test('in a given millisecond', async () => {
    await t.says('XADD', 's', '0-*', 'f', 'v').bulk('0-1');
    await t.says('XADD', 's', '5-*', 'f', 'v').bulk('5-0');
    await t.says('XADD', 's', '5-*', 'f', 'v').bulk('5-1');
    await t.says('XADD', 's', '4-*', 'f', 'v').error(/equal or smaller than the target stream top item$/);
    await t.says('XADD', 's', '5-18446744073709551615', 'f', 'v').bulk('5-18446744073709551615');
    await t.says('XADD', 's', '5-*', 'f', 'v').error(/equal or smaller/);
    await t.says('XADD', 's', '*', 'f', 'v').bulk('1000-0');
  });

  test('until there is none left', async () => {
    await t.says('XADD', 's', '18446744073709551615-18446744073709551615', 'f', 'v').reply();
    await t.says('XADD', 's', '*', 'f', 'v').error(/has exhausted the last possible ID/);
  });
});

test('nothing is made where nothing can be added', async () => {
  await t.says('XADD', 's', 'NOMKSTREAM', '*', 'f', 'v').nil();
  await t.says('XADD', 's', '0-0', 'f', 'v').error('ERR The ID specified in XADD must be greater than 0-0');
  await t.says('XADD', 's', '*', 'f').error("ERR wrong number of arguments for 'xadd' command");
  await t.says('EXISTS', 's').int(0);
  expect(effects.events()).toEqual(['keymiss s']);
});

test('what is told: the ID that was chosen, an exact bound, no limit', async () => {
  await t.says('CONFIG', 'SET', 'stream-node-max-entries', '2').ok();
  effects.propagated();
  for (let i = 1; i < 6; i++) await t.says('XADD', 's', `${i}-1`, 'f', 'v').reply();
  expect(effects.propagated()[0]).toBe('XADD s 1-1 f v');
  expect(effects.events().slice(0, 2)).toEqual(['new s', 'xadd s']);
  await t.says('XADD', 's', 'MAXLEN', '~', '3', 'LIMIT', '2', '*', 'f', 'v').bulk('1000-0');
  expect(effects.events()).toEqual(['xadd s', 'xtrim s']);
  expect(effects.propagated()).toEqual(['XADD s MAXLEN = 4 1000-0 f v']);
  await t.says('XTRIM', 's', 'MINID', '~', '6').int(2);
  expect(effects.propagated()).toEqual(['XTRIM s MINID = 5-1']);
  await t.says('XTRIM', 's', 'MINID', '6').int(1);
  expect(effects.propagated()).toEqual(['XTRIM s MINID 6']);
});

describe('trimming with a say about groups', () => {
  beforeEach(async () => {
    for (let i = 1; i <= 4; i++) await t.says('XADD', 's', `${i}-0`, 'f', 'v').reply();
    await t.says('XGROUP', 'CREATE', 's', 'g', '0').ok();
    await t.says('XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '3', 'STREAMS', 's', '>').reply();
    await t.says('XACK', 's', 'g', '2').int(1);
  });

  test('DELREF', async () => {
    await t.says('XTRIM', 's', 'MAXLEN', '3', 'DELREF').int(1);
    await t.says('XPENDING', 's', 'g').array([1, '3-0', '3-0', [['c', '1']]]);
    await t.says('XADD', 's', 'DELREF', 'MAXLEN', '1', '9-0', 'f', 'v').bulk('9-0');
    await t.says('XPENDING', 's', 'g').reply();
    await t.says('XLEN', 's').int(1);
  });

  test('ACKED', async () => {
    await t.says('XTRIM', 's', 'MAXLEN', '0', 'ACKED').int(1);
    await t.says('XRANGE', 's', '-', '+', 'COUNT', '2').array([
      ['1-0', ['f', 'v']],
      ['3-0', ['f', 'v']],
    ]);
    await t.says('XACK', 's', 'g', '1', '3').int(2);
    await t.says('XTRIM', 's', 'MINID', '5', 'ACKED').int(2);
    await t.says('XLEN', 's').int(1);
    await t.says('XINFO', 'STREAM', 's').reply();
  });

  test('one word of the three', async () => {
    await t.says('XTRIM', 's', 'MAXLEN', '0', 'ACKED', 'DELREF').error('ERR syntax error');
  });
});

describe('XDELEX and XACKDEL', () => {
  beforeEach(async () => {
    for (let i = 1; i <= 3; i++) await t.says('XADD', 's', `${i}-0`, 'f', 'v').reply();
  });

  test('say what became of each entry', async () => {
    await t.says('XDELEX', 'none', 'IDS', '2', '1', '2').array([-1, -1]);
    await t.says('XDELEX', 's', 'IDS', '2', '1', '9').array([1, -1]);
    await t.says('XDELEX', 's', 'ACKED', 'IDS', '1', '2').array([2]);
    await t.says('XGROUP', 'CREATE', 's', 'g', '0').ok();
    await t.says('XGROUP', 'CREATE', 's', 'h', '$').ok();
    await t.says('XDELEX', 's', 'ACKED', 'IDS', '1', '2').array([2]);
    await t.says('XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>').reply();
    await t.says('XDELEX', 's', 'IDS', '1', '2', 'ACKED').array([2]);
    await t.says('XACK', 's', 'g', '2').int(1);
    await t.says('XDELEX', 's', 'ACKED', 'IDS', '1', '2').array([1]);
    await t.says('XDELEX', 's', 'DELREF', 'IDS', '1', '3').array([1]);
    await t.says('XPENDING', 's', 'g').array([0, null, null, raw('*-1\r\n')]);
  });

  test('acknowledge first', async () => {
    await t.says('XGROUP', 'CREATE', 's', 'g', '0').ok();
    await t.says('XGROUP', 'CREATE', 's', 'h', '0').ok();
    for (const group of ['g', 'h']) await t.says('XREADGROUP', 'GROUP', group, 'c', 'STREAMS', 's', '>').reply();
    await t.says('XACKDEL', 's', 'g', 'ACKED', 'IDS', '1', '1').array([2]);
    await t.says('XACKDEL', 's', 'h', 'ACKED', 'IDS', '2', '1', '9').array([1, -1]);
    await t.says('XACKDEL', 's', 'g', 'DELREF', 'IDS', '1', '2').array([1]);
    await t.says('XPENDING', 's', 'h').array([1, '3-0', '3-0', [['c', '1']]]);
    await t.says('XACKDEL', 's', 'missing', 'IDS', '1', '3').array([-1]);
    await t.says('XACKDEL', 's', 'g', 'IDS', '1', '3').array([1]);
    await t.says('XLEN', 's').int(0);
  });

  test('count the IDs', async () => {
    await t.says('XDELEX', 's', 'IDS', '0', '1').error('ERR Number of IDs must be a positive integer');
    await t.says('XDELEX', 's', 'IDS', '2', '1').error(/`numids` parameter must match/);
    await t.says('XDELEX', 's', 'IDS', '1', '1', '2').error(/`numids` parameter must match/);
    await t.says('XDELEX', 's', 'KEEPREF', 'DELREF', 'IDS', '1', '1').error('ERR syntax error');
    await t.says('XDELEX', 's', 'IDS', '1', 'x').error(/^ERR Invalid stream ID/);
  });
});
