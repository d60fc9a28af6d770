import { describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

describe('databases', () => {
  test('FLUSHDB empties one, FLUSHALL all', async () => {
    const t = new TestServer().transcript();
    await t.says('SET', 'a', '1').ok();
    await t.says('SELECT', 1).ok();
    await t.says('SET', 'a', '1').ok();
    await t.says('SET', 'b', '1', 'EX', '100').ok();
    await t.says('DBSIZE').int(2);
    await t.says('FLUSHDB', 'ASYNC').ok();
    await t.says('DBSIZE').int(0);
    await t.says('SELECT', 0).ok();
    await t.says('DBSIZE').int(1);
    await t.says('FLUSHALL').ok();
    await t.says('DBSIZE').int(0);
    await t.says('FLUSHALL', 'NOW').error('ERR syntax error');
  });

  test('a flush is a change for each key, and is passed on even if there was none', async () => {
    const server = new TestServer();
    const t = server.transcript();
    const effects = new RecordedEffects(server);
    await t.says('FLUSHDB').ok();
    expect(effects.propagated()).toEqual(['FLUSHDB']);
    expect(server.core.effects.dirty).toBe(0);
    await t.says('DEBUG', 'POPULATE', 3).error(/not allowed/);
    await t.says('SET', 'a', '1').ok();
    await t.says('SET', 'b', '1').ok();
    await t.says('FLUSHALL').ok();
    expect(effects.propagated()).toEqual(['SET a 1', 'SET b 1', 'FLUSHALL']);
    expect(server.core.effects.dirty).toBe(4);
  });

  test('where snapshots are kept, FLUSHALL saves the emptiness, and is passed on all the same', async () => {
    const server = new TestServer({ save: '60 1' });
    const { effects, host } = server.core;
    const saved: string[] = [];
    const persistence = {
      save: () => {
        saved.push('save');
        effects.dirty = 0;
      },
      cancelBackgroundSave: () => saved.push('cancel') > 0,
    };
    Object.assign(host, { persistence });
    const recorded = new RecordedEffects(server);
    const t = server.transcript();
    await t.says('SET', 'a', '1').ok();
    effects.dirty = 0;
    await t.says('FLUSHALL').ok();
    expect(saved).toEqual(['cancel', 'save']);
    expect(effects.dirty).toBe(0);
    expect(recorded.propagated()).toEqual(['SET a 1', 'FLUSHALL']);
    await t.says('SET', 'a', '1').ok();
    await t.says('FLUSHALL').ok();
    expect(recorded.propagated()).toEqual(['SET a 1', 'FLUSHALL']);
    await t.says('CONFIG', 'SET', 'save', '').ok();
    await t.says('SET', 'a', '1').ok();
    await t.says('FLUSHALL').ok();
    expect(saved).toEqual(['cancel', 'save', 'cancel', 'save', 'cancel']);
    expect(effects.dirty).toBe(2);
  });

  test('SWAPDB: clients keep their number and find other keys there', async () => {
    const server = new TestServer();
    const [zero, one, other] = [server.transcript(), server.transcript(), server.transcript()];
    await one.says('SELECT', 1).ok();
    await other.says('SELECT', 2).ok();
    await zero.says('SET', 'a', 'zero').ok();
    await one.says('SET', 'a', 'one').ok();
    await zero.says('SWAPDB', 0, 1).ok();
    await zero.says('GET', 'a').bulk('one');
    await one.says('GET', 'a').bulk('zero');
    await zero.says('SWAPDB', 1, 1).ok();
    await other.says('SWAPDB', 1, 0).ok();
    await zero.says('GET', 'a').bulk('zero');
    await other.says('SWAPDB', 0, 2).ok();
    await other.says('GET', 'a').bulk('zero');
    expect(server.core.store.databases.map(({ index }) => index)).toEqual([...server.core.store.databases.keys()]);
    await zero.says('SWAPDB', 'x', 1).error('ERR invalid first DB index');
    await zero.says('SWAPDB', 1, 'x').error('ERR invalid second DB index');
    await zero.says('SWAPDB', 1, 16).error('ERR DB index is out of range');
  });
});

test('TIME', async () => {
  const server = new TestServer();
  const t = server.transcript();
  await t.says('TIME').array(['1704067200', '0']);
  server.clock.advance(1234.567);
  await t.says('TIME').array(['1704067201', '234567']);
});

describe('CONFIG', () => {
  test('GET takes names and patterns, RESP3 gives a map', async () => {
    const t = new TestServer().transcript();
    await t.says('CONFIG', 'GET', 'maxmemory', 'timeou[t]').map([
      ['maxmemory', '0'],
      ['timeout', '0'],
    ]);
    await t.says('HELLO', 3).reply();
    await t.says('CONFIG', 'GET', 'timeout').map([['timeout', '0']]);
    await t.says('CONFIG', 'GET', 'nothing').map([]);
  });

  test('a change that must wait holds up its client only', async () => {
    const server = new TestServer();
    const [setting, other] = [server.connect(), server.connect()];
    let finish!: (reason: string | undefined) => void;
    server.core.config.onChange(['maxclients'], () => new Promise((resolve) => (finish = resolve)));
    const say = async (connection: typeof setting, ...lines: string[]): Promise<string> =>
      new TextDecoder().decode(
        await connection.exchange(new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''))),
      );
    expect(await say(setting, 'CONFIG SET maxclients 50', 'PING')).toBe('');
    expect(await say(setting, 'ECHO later')).toBe('');
    expect(await say(other, 'CLIENT LIST ID 1')).toContain('flags=b');
    finish(undefined);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    server.turn();
    expect(new TextDecoder().decode(setting.received())).toBe('+OK\r\n+PONG\r\n$5\r\nlater\r\n');

    expect(await say(setting, 'CLIENT REPLY SKIP', 'CONFIG SET maxclients 60', 'PING')).toBe('');
    finish('no more than that');
    for (let i = 0; i < 10; i++) await Promise.resolve();
    // The old value is put into effect again.
    finish(undefined);
    for (let i = 0; i < 10; i++) await Promise.resolve();
    server.turn();
    expect(new TextDecoder().decode(setting.received())).toBe('+PONG\r\n');
    expect(server.core.counters.totalErrorReplies).toBe(1);
  });

  test('a client that goes away while its change is made is forgotten', async () => {
    const server = new TestServer();
    const connection = server.connect();
    let finish!: (reason: string | undefined) => void;
    server.core.config.onChange(['maxclients'], () => new Promise((resolve) => (finish = resolve)));
    await connection.exchange(new TextEncoder().encode('CONFIG SET maxclients 50\r\n'));
    server.core.sessions.gone(connection.client);
    finish(undefined);
    for (let i = 0; i < 10; i++) await Promise.resolve();
    server.turn();
    expect(connection.received()).toHaveLength(0);
  });

  test('RESETSTAT', async () => {
    const server = new TestServer();
    const t = server.transcript();
    await t.says('nothing').error(/^ERR unknown/);
    await t.says('CONFIG', 'RESETSTAT').ok();
    const { commandStats, counters } = server.core;
    expect([counters.commandsProcessed, counters.totalErrorReplies, counters.netInputBytes]).toEqual([1, 0, 0]);
    expect([...commandStats.errors]).toEqual([]);
    expect(commandStats.failed.some((count) => count > 0)).toBe(false);
  });

  test('REWRITE without a file', async () => {
    await new TestServer()
      .transcript()
      .says('CONFIG', 'REWRITE')
      .error('ERR The server is running without a config file');
  });
});

describe('SHUTDOWN', () => {
  test('asks the host', async () => {
    const server = new TestServer();
    const t = server.transcript();
    await t.says('SHUTDOWN', 'NOSAVE', 'NOW', 'FORCE').error('ERR Errors trying to SHUTDOWN. Check logs.');
    await t.says('SHUTDOWN').error('ERR Errors trying to SHUTDOWN. Check logs.');
    expect(server.shutdowns.map(({ save, now, force }) => [save, now, force])).toEqual([
      [false, true, true],
      [undefined, false, false],
    ]);
  });

  test('what makes no sense', async () => {
    const t = new TestServer().transcript();
    await t.says('SHUTDOWN', 'SAVE', 'NOSAVE').error('ERR syntax error');
    await t.says('SHUTDOWN', 'later').error('ERR syntax error');
    await t.says('SHUTDOWN', 'ABORT', 'NOW').error('ERR syntax error');
    await t.says('SHUTDOWN', 'ABORT').error('ERR No shutdown in progress.');
  });
});

test('SAVE and its kin where nothing is kept', async () => {
  const t = new TestServer().transcript();
  await t.says('SAVE').error('ERR This server keeps its data in memory only');
  await t.says('BGSAVE').error('ERR This server keeps its data in memory only');
  await t.says('BGSAVE', 'x').error('ERR syntax error');
  await t.says('LASTSAVE').int(1704067200);
});

test('MEMORY USAGE grows with the value', async () => {
  const server = new TestServer();
  const t = server.transcript();
  const usage = async (): Promise<number> =>
    Number(new TextDecoder().decode(await t.says('MEMORY', 'USAGE', 'a').reply()).slice(1));
  await t.says('MEMORY', 'USAGE', 'a').nil();
  await t.says('SET', 'a', '1').ok();
  expect(await usage()).toBe(26);
  await t.says('SET', 'a', 'x'.repeat(100_000)).ok();
  expect(await usage()).toBeGreaterThan(100_000);
  await t.says('MEMORY', 'USAGE', 'a', 'SAMPLES', '3').reply();
});

test('LOLWUT draws, and tells the versions', async () => {
  const art = new TextDecoder().decode(await new TestServer().transcript().says('LOLWUT', 'VERSION', '5').reply());
  expect(art.split('\n').length).toBeGreaterThan(12);
  expect(art).toMatch(/Redis ver\. \d+\.\d+\.\d+\n/);
});
