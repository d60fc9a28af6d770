import type { Transcript } from '@respite/testing';
import { beforeEach, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let t: Transcript;

beforeEach(() => {
  server = new TestServer();
  t = server.transcript();
});

test('elements are counted once', async () => {
  await t.says('PFADD', 'k', 'a', 'b', 'c', 'd', 'e').int(1);
  await t.says('PFADD', 'k', 'e', 'a').int(0);
  await t.says('PFCOUNT', 'k').int(5);
  await t.says('TYPE', 'k').simple('string');
  await t.says('PFADD', 'other', 'e', 'f').int(1);
  await t.says('PFCOUNT', 'k', 'other', 'none').int(6);
  await t.says('PFMERGE', 'k', 'other').ok();
  await t.says('PFCOUNT', 'k').int(6);
  await t.says('PFCOUNT', 'none').int(0);
});

test('what is told to others', async () => {
  const effects = new RecordedEffects(server);
  await t.says('PFADD', 'k', 'a').int(1);
  await t.says('PFADD', 'k', 'a').int(0);
  expect(effects.propagated()).toEqual(['PFADD k a']);
  expect(effects.events()).toEqual(['new k', 'pfadd k']);
  // The estimate is kept, and that is a change; the second time there is none.
  await t.says('PFCOUNT', 'k').int(1);
  await t.says('PFCOUNT', 'k').int(1);
  expect(effects.propagated()).toEqual(['PFCOUNT k']);
  expect(effects.events()).toEqual([]);
});

test('many elements, within the error that is promised', async () => {
  const count = 100_000;
  for (let i = 0; i < count; i += 1000) {
    await t.says('PFADD', 'k', ...Array.from({ length: 1000 }, (_, j) => `element ${i + j}`)).reply();
  }
  const [, estimate] = new TextDecoder().decode(await t.says('PFCOUNT', 'k').reply()).split(/[:\r]/);
  expect(Math.abs(Number(estimate) - count) / count).toBeLessThan(0.03);
  await t.says('STRLEN', 'k').int(12304);
});

test('the server tests itself', async () => {
  await t.says('PFSELFTEST').ok();
  await t.says('DBSIZE').int(0);
});

test('no string, or no HyperLogLog', async () => {
  await t.says('SET', 'k', 'HYLL').ok();
  const error = 'WRONGTYPE Key is not a valid HyperLogLog string value.';
  await t.says('PFADD', 'k', 'a').error(error);
  await t.says('PFCOUNT', 'k').error(error);
  await t.says('PFCOUNT', 'none', 'k').error(error);
  await t.says('PFMERGE', 'none', 'k').error(error);
  await t.says('EXISTS', 'none').int(0);
  await t.says('PFDEBUG', 'ENCODING', 'k').error(error);
  await t.says('PFDEBUG', 'ENCODING', 'none').error('ERR The specified key does not exist');
});
