import type { Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { putList } from './other-kind.cases.ts';
import { propagatedBy } from './propagation.cases.ts';

let server: TestServer;
let t: Transcript;

beforeEach(async () => {
  server = new TestServer();
  t = server.transcript();
  await t.says('SET', 'k', 'hello').ok();
  putList(server, 'list');
});

describe('DELEX', () => {
  test('without a condition it is DEL of one key', async () => {
    await t.says('DELEX', 'k').int(1);
    await t.says('DELEX', 'k').int(0);
    await t.says('DELEX', 'list').int(1);
  });

  test.each([
    ['IFEQ', 'hello', 1],
    ['IFEQ', 'world', 0],
    ['IFNE', 'hello', 0],
    ['ifne', 'world', 1],
    ['IFDEQ', '9555e8555c62dcfd', 1],
    ['IFDEQ', '9555e8555c62dcfe', 0],
    ['IFDNE', '9555E8555C62DCFD', 0],
    ['ifdne', '0000000000000000', 1],
  ])('%s %s: %d', async (condition, operand, deleted) => {
    await t.says('DELEX', 'k', condition, operand).int(deleted);
    await t.says('EXISTS', 'k').int(1 - deleted);
    await t.says('DELEX', 'none', condition, operand).int(0);
  });

  test('errors, the key before the condition', async () => {
    await t.says('DELEX', 'k', 'IFEQ').error("ERR wrong number of arguments for 'delex' command");
    await t.says('DELEX', 'k', 'IFEQ', 'a', 'b').error("ERR wrong number of arguments for 'delex' command");
    await t.says('DELEX', 'none', 'nonsense', 'a').int(0);
    await t
      .says('DELEX', 'list', 'nonsense', 'a')
      .error('ERR Key should be of string type if conditions are specified');
    await t.says('DELEX', 'k', 'nonsense', 'a').error('ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE');
    await t.says('DELEX', 'k', 'IFDEQ', '12').error('ERR must be exactly 16 hexadecimal characters');
  });

  test('is propagated as DEL', async () => {
    expect(await propagatedBy(server, ['DELEX', 'k', 'IFEQ', 'x'])).toEqual([]);
    expect(await propagatedBy(server, ['DELEX', 'k', 'IFEQ', 'hello'])).toEqual([['DEL', 'k']]);
  });
});

describe('DELIFEQ', () => {
  test('removes a key with that value', async () => {
    await t.says('DELIFEQ', 'k', 'world').int(0);
    await t.says('DELIFEQ', 'none', 'hello').int(0);
    expect(await propagatedBy(server, ['DELIFEQ', 'k', 'hello'])).toEqual([['DEL', 'k']]);
    await t.says('SET', 'k', '-7').ok();
    await t.says('DELIFEQ', 'k', '-7').int(1);
    await t.says('EXISTS', 'k').int(0);
    await t.says('DELIFEQ', 'list', 'x').error('WRONGTYPE Operation against a key holding the wrong kind of value');
  });
});

describe('DIGEST', () => {
  test('16 hexadecimal digits of XXH3, of integers as of their text', async () => {
    await t.says('DIGEST', 'k').bulk('9555e8555c62dcfd');
    await t.says('SET', 'k', '1').ok();
    await t.says('DIGEST', 'k').bulk('65cd25028f98f158');
    await t.says('SET', 'k', '').ok();
    await t.says('DIGEST', 'k').bulk('2d06800538d394c2');
    await t.says('DIGEST', 'none').nil();
    await t.says('DIGEST', 'list').error('WRONGTYPE Operation against a key holding the wrong kind of value');
  });
});
