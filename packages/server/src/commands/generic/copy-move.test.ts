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

function forget(): void {
  effects.events();
  effects.changed();
  effects.propagated();
}

/** What was told of, but for keys that are new to a database. */
function events(): string[] {
  return effects.events().filter((event) => !event.startsWith('new '));
}

describe('COPY', () => {
  test('copies value and expiry, and the two are apart', async () => {
    await t.says('SET', 'a', '10').ok();
    await t.says('PEXPIRE', 'a', 5000).int(1);
    forget();
    await t.says('COPY', 'a', 'b').int(1);
    expect(events()).toEqual(['copy_to b']);
    expect(effects.changed()).toEqual(['b']);
    expect(effects.propagated()).toEqual(['COPY a b']);
    await t.says('PTTL', 'b').int(5000);
    await t.says('OBJECT', 'ENCODING', 'b').bulk('int');
    await t.says('SET', 'a', 'other').ok();
    await t.says('GET', 'b').bulk('10');
  });

  test.each([10, 300, 100_000])('a value of %i bytes', async (length) => {
    const value = 'v'.repeat(length);
    await t.says('SET', 'a', value).ok();
    await t.says('COPY', 'a', 'b').int(1);
    await t.says('DEL', 'a').int(1);
    await t.says('GET', 'b').bulk(value);
  });

  test('does not replace unless told to', async () => {
    await t.says('SET', 'a', '1').ok();
    await t.says('SET', 'b', '2').ok();
    await t.says('EXPIRE', 'b', 100).int(1);
    forget();
    await t.says('COPY', 'a', 'b').int(0);
    expect(effects.propagated()).toEqual([]);
    await t.says('COPY', 'a', 'b', 'replace').int(1);
    expect(events()).toEqual(['copy_to b', 'overwritten b']);
    await t.says('GET', 'b').bulk('1');
    await t.says('TTL', 'b').int(-1);
    await t.says('COPY', 'missing', 'b', 'REPLACE').int(0);
  });

  test('to another database', async () => {
    await t.says('SET', 'a', '1').ok();
    forget();
    await t.says('COPY', 'a', 'a', 'DB', 3).int(1);
    expect(events()).toEqual(['copy_to a @3']);
    expect(effects.changed()).toEqual(['a @3']);
    await t.says('COPY', 'a', 'a', 'DB', 3).int(0);
    await t.says('COPY', 'a', 'a', 'DB', 3, 'REPLACE').int(1);
    await t.says('SELECT', 3).ok();
    await t.says('GET', 'a').bulk('1');
  });

  test('mistakes', async () => {
    await t.says('SET', 'a', '1').ok();
    await t.says('COPY', 'a', 'a').error('ERR source and destination objects are the same');
    await t.says('COPY', 'missing', 'missing').error('ERR source and destination objects are the same');
    await t.says('COPY', 'a', 'b', 'DB').error('ERR syntax error');
    await t.says('COPY', 'a', 'b', 'DBS', 1).error('ERR syntax error');
    await t.says('COPY', 'a', 'b', 'DB', 'x').error('ERR value is not an integer or out of range');
    await t.says('COPY', 'a', 'b', 'DB', 16).error('ERR DB index is out of range');
    await t.says('COPY', 'a', 'b', 'DB', -1).error('ERR DB index is out of range');
  });
});

describe('MOVE', () => {
  test('moves value and expiry', async () => {
    const value = 'v'.repeat(70_000);
    await t.says('SET', 'a', value).ok();
    await t.says('PEXPIRE', 'a', 5000).int(1);
    forget();
    await t.says('MOVE', 'a', 3).int(1);
    expect(events()).toEqual(['move_from a', 'move_to a @3']);
    expect(effects.changed()).toEqual(['a', 'a @3']);
    expect(effects.propagated()).toEqual(['MOVE a 3']);
    await t.says('EXISTS', 'a').int(0);
    await t.says('SELECT', 3).ok();
    await t.says('GET', 'a').bulk(value);
    await t.says('PTTL', 'a').int(5000);
    const [from, , , to] = server.core.store.databases;
    expect([from.size, to.size]).toEqual([0, 1]);
    expect(from.entries.large.usedBytes).toBe(0);
  });

  test('not onto a key that is there', async () => {
    await t.says('SET', 'a', '1').ok();
    await t.says('MOVE', 'a', 3).int(1);
    await t.says('SET', 'a', '2').ok();
    await t.says('MOVE', 'a', 3).int(0);
    await t.says('GET', 'a').bulk('2');
    await t.says('MOVE', 'missing', 3).int(0);
  });

  test('mistakes', async () => {
    await t.says('MOVE', 'a', 0).error('ERR source and destination objects are the same');
    await t.says('MOVE', 'a', 16).error('ERR DB index is out of range');
    await t.says('MOVE', 'a', 'x').error('ERR value is not an integer or out of range');
  });
});
