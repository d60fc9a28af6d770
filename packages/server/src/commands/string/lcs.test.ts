import type { Transcript } from '@respite/testing';
import { beforeEach, describe, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { putList } from './other-kind.cases.ts';

let server: TestServer;
let t: Transcript;

beforeEach(async () => {
  server = new TestServer();
  t = server.transcript();
  await t.says('MSET', 'a', 'ohmytext', 'b', 'mynewtext').ok();
});

describe('LCS', () => {
  test('the subsequence, its length, or its places', async () => {
    await t.says('LCS', 'a', 'b').bulk('mytext');
    await t.says('LCS', 'a', 'b', 'LEN').int(6);
    const text = [
      [4, 7],
      [5, 8],
    ];
    const my = [
      [2, 3],
      [0, 1],
    ];
    await t.says('LCS', 'a', 'b', 'IDX').array(['matches', [text, my], 'len', 6]);
    await t.says('LCS', 'a', 'b', 'idx', 'MINMATCHLEN', 3).array(['matches', [text], 'len', 6]);
    await t.says('LCS', 'a', 'b', 'IDX', 'MinMatchLen', -5, 'WITHMATCHLEN').array([
      'matches',
      [
        [...text, 4],
        [...my, 2],
      ],
      'len',
      6,
    ]);
  });

  test('a map in RESP3', async () => {
    await t.says('HELLO', 3).reply();
    t.protocol = 3;
    await t.says('LCS', 'a', 'none', 'IDX').map([
      ['matches', []],
      ['len', 0],
    ]);
  });

  test('missing keys are empty, integers are their text', async () => {
    await t.says('LCS', 'a', 'none').bulk('');
    await t.says('LCS', 'none', 'none', 'LEN').int(0);
    await t.says('MSET', 'm', '12345', 'n', '9245').ok();
    await t.says('LCS', 'm', 'n').bulk('245');
    await t.says('LCS', 'm', 'm').bulk('12345');
  });

  test('errors, the keys before the options', async () => {
    putList(server, 'list');
    await t.says('LCS', 'a', 'list', 'nonsense').error('ERR The specified keys must contain string values');
    await t.says('LCS', 'a', 'b', 'nonsense').error('ERR syntax error');
    await t.says('LCS', 'a', 'b', 'MINMATCHLEN').error('ERR syntax error');
    await t.says('LCS', 'a', 'b', 'MINMATCHLEN', 'x').error('ERR value is not an integer or out of range');
    await t
      .says('LCS', 'a', 'b', 'LEN', 'IDX')
      .error('ERR If you want both the length and indexes, please just use IDX.');
  });

  test('not with strings whose table would be larger than a string may be', async () => {
    await t.says('CONFIG', 'SET', 'proto-max-bulk-len', '1mb').ok();
    await t.says('MSET', 'a', 'x'.repeat(511), 'b', 'x'.repeat(512)).ok();
    await t.says('LCS', 'a', 'a', 'LEN').int(511);
    await t
      .says('LCS', 'a', 'b', 'LEN')
      .error('ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len');
  });
});
