import { FakeClock } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { TestServer } from '../../../../test/in-process.ts';

function debuggable(): TestServer {
  return new TestServer({ enableDebugCommand: 'yes' });
}

describe('DEBUG is off', () => {
  test('unless it is switched on', async () => {
    await new TestServer()
      .transcript()
      .says('DEBUG', 'SLEEP', '0')
      .error(/^ERR DEBUG command not allowed\. If/);
  });

  test('or the client is on this machine', async () => {
    const server = new TestServer({ enableDebugCommand: 'local' });
    const connection = server.connect();
    const say = async (): Promise<string> =>
      new TextDecoder().decode(await connection.exchange(new TextEncoder().encode('DEBUG SLEEP 0\r\n')));
    expect(await say()).toBe('+OK\r\n');
    Object.assign(connection, { kind: 'tcp', remoteAddress: '192.0.2.1:5000' });
    expect(await say()).toMatch(/^-ERR DEBUG command not allowed/);
    Object.assign(connection, { remoteAddress: '[::1]:5000' });
    expect(await say()).toBe('+OK\r\n');
  });
});

describe('DEBUG DIGEST', () => {
  async function digestAfter(...commands: string[]): Promise<string> {
    const t = debuggable().transcript();
    for (const command of commands) await t.says(...command.split(' ')).reply();
    return new TextDecoder().decode(await t.says('DEBUG', 'DIGEST').reply()).trim();
  }

  test('of nothing', async () => {
    expect(await digestAfter()).toBe(`+${'0'.repeat(40)}`);
  });

  test('tells data apart, and nothing else', async () => {
    const digest = await digestAfter('SET a 1', 'SET b 2');
    expect(await digestAfter('SET b 2', 'SET a x', 'SET c 3', 'SET a 1', 'FLUSHDB', 'SET b 2', 'SET a 1')).toBe(digest);
    expect(await digestAfter('SET a 1', 'SET b 3')).not.toBe(digest);
    expect(await digestAfter('SET a 2', 'SET b 1')).not.toBe(digest);
    expect(await digestAfter('SELECT 1', 'SET a 1', 'SET b 2')).not.toBe(digest);
    expect(await digestAfter('SET a 1', 'SET b 2 EX 100')).not.toBe(digest);
    expect(await digestAfter('SET a 1', 'SET b 2 EX 200')).toBe(await digestAfter('SET a 1', 'SET b 2 EX 100'));
  });
});

test('DEBUG OBJECT', async () => {
  const server = debuggable();
  server.core.accessClock.refresh(server.clock.nowMs());
  const t = server.transcript();
  const object = async (): Promise<string> => new TextDecoder().decode(await t.says('DEBUG', 'OBJECT', 'a').reply());
  for (const [value, encoding, length] of [
    ['1', 'int', 2],
    ['1000', 'int', 3],
    ['100000', 'int', 5],
    ['10000000000', 'int', 12],
    ['abc', 'embstr', 4],
    ['x'.repeat(100), 'raw', 102],
    ['x'.repeat(20_000), 'raw', 20_005],
  ] as const) {
    await t.says('SET', 'a', value).ok();
    expect(await object()).toMatch(
      new RegExp(
        `^\\+Value at:0x[0-9a-f]+ refcount:1 encoding:${encoding} serializedlength:${length} lru:\\d+ lru_seconds_idle:0\r\n$`,
      ),
    );
  }
  await t.says('DEBUG', 'OBJECT', 'b').error('ERR no such key');
});

test('DEBUG POPULATE makes what is not there', async () => {
  const t = debuggable().transcript();
  await t.says('SET', 'key:1', 'mine').ok();
  await t.says('DEBUG', 'POPULATE', 3).ok();
  await t.says('DBSIZE').int(3);
  await t.says('GET', 'key:1').bulk('mine');
  await t.says('GET', 'key:2').bulk('value:2');
  await t.says('DEBUG', 'POPULATE', 1, 'p', 10).ok();
  await t.says('GET', 'p:0').bulk('value:0\0\0\0');
  await t.says('DEBUG', 'POPULATE', 'x').error('ERR value is out of range, must be positive');
});

test('DEBUG SLEEP sleeps by the clock of the server', async () => {
  const server = debuggable();
  const t = server.transcript();
  await t.says('DEBUG', 'SLEEP', '1').error("ERR this server's clock is not one that it could sleep by");
  Object.assign(server.clock, { sleep: (ms: number) => server.clock.advance(ms) });
  await t.says('DEBUG', 'SLEEP', '1.5').ok();
  expect(server.clock.monotonicMs()).toBe(1500);
  expect(server.clock).toBeInstanceOf(FakeClock);
});

test('switches', async () => {
  const server = debuggable();
  const t = server.transcript();
  const { debug } = server.core;
  await t.says('DEBUG', 'SET-ACTIVE-EXPIRE', 0).ok();
  expect(debug.activeExpire).toBe(false);
  await t.says('DEBUG', 'SET-ACTIVE-EXPIRE', 1).ok();
  expect(debug.activeExpire).toBe(true);
  await t.says('DEBUG', 'PAUSE-CRON', 1).ok();
  await t.says('DEBUG', 'SET-DISABLE-DENY-SCRIPTS', 1).ok();
  await t.says('DEBUG', 'SET-SKIP-CHECKSUM-VALIDATION', 1).ok();
  await t.says('DEBUG', 'AOF-FLUSH-SLEEP', 250).ok();
  await t.says('DEBUG', 'QUICKLIST-PACKED-THRESHOLD', '100b').ok();
  expect(debug).toMatchObject({
    cronPaused: true,
    scriptsMayAll: true,
    skipChecksums: true,
    appendOnlyFileDelay: 250,
    packedThreshold: 100,
  });
  await t.says('DEBUG', 'QUICKLIST-PACKED-THRESHOLD', 0).ok();
  expect(debug.packedThreshold).toBe(2 ** 30);
  await t.says('DEBUG', 'QUICKLIST-PACKED-THRESHOLD', '4gb').error(/^ERR argument must be a memory value/);
});

test('other actions', async () => {
  const server = debuggable();
  const t = server.transcript();
  await t.says('DEBUG', 'LOG', 'hello').ok();
  expect(server.logged).toEqual(['warning DEBUG LOG: hello']);
  const before = server.core.identity.replicationId;
  await t.says('DEBUG', 'CHANGE-REPL-ID').ok();
  expect(server.core.identity.replicationId).not.toBe(before);
  await t.says('DEBUG', 'STRINGMATCH-TEST').simple('Apparently Respite did not crash: test passed');
  await t.says('DEBUG', 'RELOAD').error('ERR This server keeps its data in memory only');
  await t.says('DEBUG', 'RELOAD', 'MERGE').error('ERR DEBUG RELOAD only supports the NOSAVE option.');
  await t.says('DEBUG', 'LOADAOF').error('ERR There is no append-only file to load');
  await t
    .says('DEBUG', 'CONFIG-REWRITE-FORCE-ALL')
    .error('ERR CONFIG-REWRITE-FORCE-ALL failed: The server is running without a config file');
  await t.says('SET', 'a', 'abc').ok();
  await t.says('DEBUG', 'LISTPACK', 'a').error('ERR Not a listpack encoded object.');
  await t.says('DEBUG', 'QUICKLIST', 'a').error('ERR Not a quicklist encoded object.');
  await t
    .says('DEBUG', 'SDSLEN', 'a')
    .simple('key_sds_len:1, key_sds_avail:0, key_zmalloc: 1, val_sds_len:3, val_sds_avail:0, val_zmalloc: 15');
  const stats = new TextDecoder().decode(await t.says('DEBUG', 'HTSTATS', 0).reply());
  expect(stats).toContain(
    '[Dictionary HT]\nHash table 0 stats (main hash table):\n table size: 12\n number of elements: 1\n',
  );
  expect(stats).toContain(
    '[Expires HT]\nHash table 0 stats (main hash table):\nNo stats available for empty dictionaries\n',
  );
  await t.says('DEBUG', 'HTSTATS', 99).error('ERR Out of range database');
  expect(new TextDecoder().decode(await t.says('DEBUG', 'HELP').reply())).toContain('\r\n+DIGEST\r\n');
  await t
    .says('DEBUG', 'nothing')
    .error("ERR unknown subcommand or wrong number of arguments for 'nothing'. Try DEBUG HELP.");
});

test('CLIENT-EVICTION counts clients by size', async () => {
  const server = new TestServer({ enableDebugCommand: 'yes' });
  const t = server.transcript();
  await t.says('DEBUG', 'CLIENT-EVICTION').error('ERR maxmemory-clients is disabled.');
  await t.says('CONFIG', 'SET', 'maxmemory-clients', '100mb').ok();
  server.connect();
  const lines = new TextDecoder().decode(await t.says('DEBUG', 'CLIENT-EVICTION').reply()).split('\n');
  expect(lines.filter((line) => line.startsWith('bucket'))).toHaveLength(19);
  expect(lines.filter((line) => /clients: [1-9]/.test(line)).length).toBeGreaterThan(0);
  expect(lines[1]).toMatch(/^bucket {10}0 - {6}32767: tot-mem: +\d+, clients: \d+$/);
});
