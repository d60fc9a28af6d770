import type { Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  t = server.transcript();
});

describe('SETBIT, GETBIT', () => {
  test('a string grows with zeros; its bits count from the highest of each byte', async () => {
    await t.says('SETBIT', 'k', 1, 1).int(0);
    await t.says('GET', 'k').bulk('@');
    await t.says('SETBIT', 'k', 1, 0).int(1);
    await t.says('SETBIT', 'k', 17, 1).int(0);
    await t.says('GET', 'k').bulk('\0\0@');
    await t.says('GETBIT', 'k', 17).int(1);
    await t.says('GETBIT', 'k', 1000).int(0);
    await t.says('OBJECT', 'ENCODING', 'k').bulk('raw');
  });

  test('only a change is told of', async () => {
    await t.says('SETBIT', 'k', 7, 1).int(0);
    const effects = new RecordedEffects(server);
    await t.says('SETBIT', 'k', 7, 1).int(1);
    expect(effects.propagated()).toEqual([]);
    await t.says('SETBIT', 'k', 8, 0).int(0);
    expect(effects.propagated()).toEqual(['SETBIT k 8 0']);
    expect(effects.events()).toEqual(['setbit k']);
  });

  test('strings of megabytes', async () => {
    const last = 8 * 5_000_000 + 3;
    await t.says('SETBIT', 'k', last, 1).int(0);
    await t.says('STRLEN', 'k').int(5_000_001);
    await t.says('BITCOUNT', 'k').int(1);
    await t.says('BITPOS', 'k', 1).int(last);
    await t.says('BITOP', 'NOT', 'other', 'k').int(5_000_001);
    await t.says('BITCOUNT', 'other').int(8 * 5_000_001 - 1);
    await t.says('BITPOS', 'other', 0).int(last);
    await t.says('BITOP', 'XOR', 'k', 'k', 'other').int(5_000_001);
    await t.says('BITPOS', 'k', 0).int(8 * 5_000_001);
  });
});

describe('BITOP, beyond what the real server of the tests knows', () => {
  beforeEach(async () => {
    await t.says('MSET', 'x', '\x0f\x0f\x0f', 'y', '\x05\x00', 'z', '\x11').ok();
  });

  test.each([
    ['DIFF', ['x', 'y', 'z'], '\x0a\x0f\x0f'],
    ['diff1', ['x', 'y', 'z'], '\x10\x00\x00'],
    ['ANDOR', ['x', 'y', 'z'], '\x05\x00\x00'],
    ['ONE', ['x', 'y', 'z'], '\x1a\x0f\x0f'],
    ['ONE', ['x'], '\x0f\x0f\x0f'],
    ['DIFF', ['y', 'none'], '\x05\x00'],
    ['DIFF1', ['none', 'y'], '\x05\x00'],
  ])('%s of %j', async (operation, keys, result) => {
    await t.says('BITOP', operation, 'dest', ...keys).int(result.length);
    await t.says('GET', 'dest').bulk(result);
  });

  test('those that set the first key apart want another', async () => {
    await t.says('BITOP', 'diff', 'dest', 'x').error('ERR BITOP DIFF must be called with at least two source keys.');
    await t.says('BITOP', 'DIFF1', 'dest', 'x').error('ERR BITOP DIFF1 must be called with at least two source keys.');
    await t.says('BITOP', 'ANDOR', 'dest', 'x').error('ERR BITOP ANDOR must be called with at least two source keys.');
  });

  test('nothing combined is no key', async () => {
    const effects = new RecordedEffects(server);
    await t.says('BITOP', 'AND', 'x', 'none', 'nothing').int(0);
    await t.says('EXISTS', 'x').int(0);
    expect(effects.events().filter((event) => !event.startsWith('keymiss'))).toEqual(['del x']);
    await t.says('BITOP', 'AND', 'x', 'none', 'nothing').int(0);
    expect(effects.propagated()).toEqual(['BITOP AND x none nothing']);
  });
});

test('BITFIELD counts its changes', async () => {
  await t.says('SET', 'k', '\x00\x00').ok();
  server.core.effects.dirty = 0;
  const effects = new RecordedEffects(server);
  await t.says('BITFIELD', 'k', 'SET', 'u8', 0, 0, 'GET', 'u4', 4).array([0, 0]);
  expect(effects.propagated()).toEqual([]);
  await t.says('BITFIELD', 'k', 'SET', 'u8', 0, 1, 'INCRBY', 'i5', 3, 2, 'INCRBY', 'i5', 3, 0).array([0, 3, 3]);
  expect(effects.changed()).toEqual(['k']);
  expect(server.core.effects.dirty).toBe(2);
});
