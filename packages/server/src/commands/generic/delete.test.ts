import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

describe.each(['DEL', 'UNLINK'])('%s', (command) => {
  let server: TestServer;
  let effects: RecordedEffects;

  beforeEach(() => {
    server = new TestServer();
    effects = new RecordedEffects(server);
  });

  test('removes keys and counts those that were there', async () => {
    const t = server.transcript();
    await t.says('SET', 'a', '1').ok();
    await t.says('SET', 'b', 'x'.repeat(100_000)).ok();
    await t.says(command, 'a', 'b', 'missing', 'a').int(2);
    await t.says(command, 'a').int(0);
    await t.says('EXISTS', 'a', 'b').int(0);
    expect(server.core.store.databases[0].size).toBe(0);
  });

  test('tells of each key that went, and is propagated as it came', async () => {
    const t = server.transcript();
    await t.says('SET', 'a', '1').ok();
    await t.says('SET', 'b', '1').ok();
    effects.propagated();
    effects.changed();
    effects.events();
    await t.says(command, 'a', 'missing', 'b').int(2);
    expect(effects.events()).toEqual(['del a', 'del b']);
    expect(effects.changed()).toEqual(['a', 'b']);
    expect(effects.propagated()).toEqual([`${command} a missing b`]);
    await t.says(command, 'missing').int(0);
    expect(effects.propagated()).toEqual([]);
  });

  test('a key whose time has come is not there any more', async () => {
    const t = server.transcript();
    await t.says('SET', 'a', '1').ok();
    await t.says('PEXPIRE', 'a', 10).int(1);
    server.clock.advance(11);
    effects.events();
    effects.propagated();
    await t.says(command, 'a').int(0);
    expect(effects.events()).toEqual(['expired a']);
    expect(effects.propagated()).toEqual(['DEL a']);
  });
});
