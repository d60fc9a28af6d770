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

async function has(...names: string[]): Promise<void> {
  for (const name of names) await t.says('SET', name, `value of ${name}`).ok();
  effects.events();
  effects.changed();
  effects.propagated();
}

describe('RENAME', () => {
  test('takes the value and the expiry along', async () => {
    await has('a');
    await t.says('PEXPIRE', 'a', 5000).int(1);
    await t.says('RENAME', 'a', 'a name that is longer').ok();
    await t.says('GET', 'a').nil();
    await t.says('GET', 'a name that is longer').bulk('value of a');
    await t.says('PTTL', 'a name that is longer').int(5000);
  });

  test('replaces what has the name, and its expiry', async () => {
    await has('a', 'b');
    await t.says('EXPIRE', 'b', 10).int(1);
    effects.events();
    effects.propagated();
    effects.changed();
    await t.says('RENAME', 'a', 'b').ok();
    await t.says('GET', 'b').bulk('value of a');
    await t.says('TTL', 'b').int(-1);
    expect(effects.events().filter((event) => !event.startsWith('new'))).toEqual([
      'rename_from a',
      'rename_to b',
      'overwritten b',
    ]);
    expect(effects.changed()).toEqual(['a', 'b']);
    expect(effects.propagated()).toEqual(['RENAME a b']);
  });

  test('a large value', async () => {
    const value = 'x'.repeat(200_000);
    await t.says('SET', 'a', value).ok();
    await t.says('RENAME', 'a', 'b'.repeat(300)).ok();
    await t.says('RENAME', 'b'.repeat(300), 'c').ok();
    await t.says('GET', 'c').bulk(value);
    expect(server.core.store.databases[0].size).toBe(1);
  });

  test('to the same name: nothing happens', async () => {
    await has('a');
    await t.says('RENAME', 'a', 'a').ok();
    await t.says('GET', 'a').bulk('value of a');
    expect(effects.propagated()).toEqual([]);
    await t.says('RENAME', 'b', 'b').error('ERR no such key');
  });

  test('what is missing or expired cannot be renamed', async () => {
    await has('a');
    await t.says('PEXPIRE', 'a', 1).int(1);
    server.clock.advance(2);
    await t.says('RENAME', 'a', 'b').error('ERR no such key');
  });
});

describe('RENAMENX', () => {
  test('only to a free name', async () => {
    await has('a', 'b');
    await t.says('RENAMENX', 'a', 'b').int(0);
    await t.says('RENAMENX', 'a', 'a').int(0);
    expect(effects.propagated()).toEqual([]);
    await t.says('RENAMENX', 'a', 'c').int(1);
    await t.says('GET', 'c').bulk('value of a');
    expect(effects.propagated()).toEqual(['RENAMENX a c']);
    await t.says('RENAMENX', 'a', 'd').error('ERR no such key');
  });

  test('a name is free when its key has expired', async () => {
    await has('a', 'b');
    await t.says('PEXPIRE', 'b', 1).int(1);
    server.clock.advance(2);
    await t.says('RENAMENX', 'a', 'b').int(1);
    await t.says('GET', 'b').bulk('value of a');
    await t.says('TTL', 'b').int(-1);
  });
});
