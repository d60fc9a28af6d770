import { expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

test('EXISTS counts a key as often as it is named', async () => {
  const t = new TestServer().transcript();
  await t.says('SET', 'a', '1').ok();
  await t.says('EXISTS', 'a').int(1);
  await t.says('EXISTS', 'b').int(0);
  await t.says('EXISTS', 'a', 'b', 'a').int(2);
  await t.says('EXISTS').error("ERR wrong number of arguments for 'exists' command");
});

test('TYPE', async () => {
  const server = new TestServer();
  const t = server.transcript();
  await t.says('TYPE', 'a').simple('none');
  await t.says('SET', 'a', '1').ok();
  await t.says('TYPE', 'a').simple('string');
  await t.says('PEXPIRE', 'a', 1).int(1);
  server.clock.advance(2);
  await t.says('TYPE', 'a').simple('none');
});

test('looking at a key counts as a hit or a miss, but not as a use; TOUCH is a use', async () => {
  const server = new TestServer();
  const t = server.transcript();
  const effects = new RecordedEffects(server);
  await t.says('SET', 'a', '1').ok();
  server.clock.advance(5000);
  server.core.accessClock.refresh(server.clock.nowMs());
  effects.events();
  const { keyspaceHits, keyspaceMisses } = server.core.counters;
  await t.says('EXISTS', 'a', 'missing').int(1);
  await t.says('TYPE', 'a').simple('string');
  await t.says('TTL', 'a').int(-1);
  expect(server.core.counters.keyspaceHits - keyspaceHits).toBe(3);
  expect(server.core.counters.keyspaceMisses - keyspaceMisses).toBe(1);
  expect(effects.events()).toEqual(['keymiss missing']);
  await t.says('OBJECT', 'IDLETIME', 'a').int(5);
  await t.says('TOUCH', 'a', 'missing', 'a').int(2);
  await t.says('OBJECT', 'IDLETIME', 'a').int(0);
});

test('TOUCH is a use even for a client whose other commands are none', async () => {
  const server = new TestServer();
  const t = server.transcript();
  await t.says('SET', 'a', '1').ok();
  server.clock.advance(5000);
  server.core.accessClock.refresh(server.clock.nowMs());
  await t.says('CLIENT', 'NO-TOUCH', 'ON').ok();
  await t.says('GET', 'a').bulk('1');
  await t.says('OBJECT', 'IDLETIME', 'a').int(5);
  await t.says('TOUCH', 'a').int(1);
  await t.says('OBJECT', 'IDLETIME', 'a').int(0);
  await t.says('SET', 'new', '1').ok();
  await t.says('OBJECT', 'IDLETIME', 'new').int(0);
});
