import { MemorySnapshotFiles, SnapshotError } from '@respite/persistence';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { ExpireCycleJob } from '../background/expire-cycle.ts';
import type { ConfigInput } from '../config/config.ts';
import { LoadCancelledError } from './load-cancelled-error.ts';
import type { LoadSummary } from './snapshot-control.ts';
import { SnapshotService } from './snapshot-service.ts';

const LOADING = 'LOADING Redis is loading the dataset in memory';

/** The text of a snapshot. */
function snapshot(keys: Record<string, unknown>): string {
  const lines = Object.entries(keys).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{"format": "respite-snapshot", "version": 1, "databases": {"0": {\n${lines.join(',\n')}\n}}}\n`;
}

const tenKeys = snapshot(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`key:${i}`, `value:${i}`])));

/** A server that loads one key per millisecond. */
function startLoading(text: string, values: ConfigInput = {}) {
  const server = new TestServer({ dir: '.', keyLoadDelay: 1000, enableDebugCommand: 'yes', ...values });
  const files = new MemorySnapshotFiles();
  files.contents.set('./dump.json', new TextEncoder().encode(text));
  const service = new SnapshotService(server.core, files);
  const { host } = server.core;
  const { afterTurn } = host;
  let turns = 0;
  const counted = (callback: () => void) => {
    turns++;
    afterTurn(callback);
  };
  Object.assign(host, { persistence: service, afterTurn: counted });
  const load: Promise<LoadSummary> = service.load();
  server.turn();
  const saved = () => new TextDecoder().decode(files.contents.get('./dump.json'));
  return { server, service, files, load, saved, turns: () => turns, core: server.core, t: server.transcript() };
}

test('clients hear that the data is loaded, and may do what needs none', async () => {
  const { core, load, server, service, t } = startLoading(tenKeys, { enableProtectedConfigs: 'yes' });
  expect(service.loading).toBe(true);
  await t.says('PING').error(LOADING);
  await t.says('GET', 'key:0').error(LOADING);
  await t.says('FLUSHALL').error(LOADING);
  await t.says('SELECT', 1).ok();
  await t.says('SELECT', 0).ok();
  await t.says('ECHO', 'a').bulk('a');
  await t.says('CLIENT', 'SETNAME', 'early').ok();
  await t.says('PUBLISH', 'a', 'b').int(0);
  await t.says('CONFIG', 'SET', 'loglevel', 'debug').ok();
  for (const name of ['appendonly', 'dir', 'repl-diskless-load']) {
    await t.says('CONFIG', 'SET', name, 'no').error(LOADING);
  }
  server.advance(5);
  expect(service.loading).toBe(true);
  expect(core.store.databases[0].size).toBeGreaterThan(3);
  await t.says('GET', 'key:0').error(LOADING);

  server.advance(100);
  expect(await load).toMatchObject({ found: true, keys: 10, expired: 0 });
  expect(service.loading).toBe(false);
  await t.says('PING').simple('PONG');
  await t.says('GET', 'key:9').bulk('value:9');
  await t.says('CONFIG', 'SET', 'appendonly', 'no').ok();
});

test('transactions: what needs the data is refused, and so is EXEC', async () => {
  const { t, server, load } = startLoading(tenKeys);
  await t.says('MULTI').ok();
  await t.says('ECHO', 'a').simple('QUEUED');
  await t.says('EXEC').array(['a']);
  await t.says('MULTI').ok();
  await t.says('GET', 'key:0').error(LOADING);
  await t.says('EXEC').error('EXECABORT Transaction discarded because of previous errors.');
  await t.says('WATCH', 'key:9').ok();
  server.advance(100);
  await load;
  await t.says('MULTI').ok();
  await t.says('GET', 'key:9').simple('QUEUED');
  await t.says('EXEC').array(['value:9']);
});

test('INFO tells how far it is', async () => {
  const { core, t, server, load } = startLoading(tenKeys);
  const field = async (name: string) => {
    const text = new TextDecoder().decode(await t.says('INFO', 'persistence').reply());
    return new RegExp(`\r\n${name}:(.*)\r\n`).exec(text)?.[1];
  };
  const begin = Math.floor(server.clock.nowMs() / 1000);
  expect(await field('loading')).toBe('1');
  expect(await field('async_loading')).toBe('0');
  expect(await field('loading_start_time')).toBe(`${begin}`);
  expect(await field('loading_total_bytes')).toBe(`${tenKeys.length}`);
  expect(await field('loading_rdb_used_mem')).toBe('0');
  expect(await field('loading_eta_seconds')).toBe('1');
  await t.says('CONFIG', 'SET', 'key-load-delay', '1000000').ok();
  server.advance(4000);
  core.clock.refresh();
  const loaded = Number(await field('loading_loaded_bytes'));
  expect(loaded).toBeGreaterThan(100);
  expect(loaded).toBeLessThan(tenKeys.length);
  expect(await field('loading_loaded_perc')).toBe(((100 * loaded) / tenKeys.length).toFixed(2));
  expect(await field('loading_eta_seconds')).toBe(`${Math.floor((4 * (tenKeys.length - loaded)) / (loaded + 1))}`);
  // What is left of a long delay is not waited for.
  await t.says('CONFIG', 'SET', 'key-load-delay', '0').ok();
  server.advance(100);
  await load;
  expect(await field('loading')).toBe('0');
  expect(await field('loading_start_time')).toBeUndefined();
  expect(await field('rdb_last_load_keys_loaded')).toBe('10');
});

test('delays of less than a microsecond per key', async () => {
  const { load, server } = startLoading(tenKeys, { keyLoadDelay: -10 });
  server.turn();
  expect(await load).toMatchObject({ keys: 10 });
});

test('clients are heard after so many bytes', async () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => [`key:${i}`, `value:${i}`]);
  const turns = async (interval: number) => {
    const values = { keyLoadDelay: 0, loadingProcessEventsIntervalBytes: interval };
    const { load, turns: count } = startLoading(snapshot(Object.fromEntries(keys)), values);
    await load;
    return count();
  };
  expect(await turns(1024)).toBeGreaterThan(15);
  expect(await turns(1024 * 1024)).toBe(1);
});

test('half of the data is never saved', async () => {
  const { core, files, load, saved, server, service, t } = startLoading(tenKeys, { save: '1 1' });
  server.advance(5);
  await t.says('SAVE').error(LOADING);
  await t.says('BGSAVE').error(LOADING);
  await t.says('DEBUG', 'RELOAD').error(LOADING);
  await t.says('DEBUG', 'POPULATE', 10).error(LOADING);
  expect(() => service.save()).toThrow('dump.json is being loaded, and is not written over');
  expect(() => service.startBackgroundSave()).toThrow('dump.json is being loaded, and is not written over');
  core.effects.dirty = 1000;
  service.tick();
  expect(service.savingInBackground).toBe(false);

  expect(service.saveBeforeExit({ save: true })).toBe(true);
  service.cancelLoad();
  await expect(load).rejects.toThrow(LoadCancelledError);
  server.advance(100);
  await t.says('GET', 'key:0').error(LOADING);
  expect(() => service.save()).toThrow('is not written over');
  expect(service.saveBeforeExit({ save: true })).toBe(true);
  await expect(service.load()).rejects.toThrow(LoadCancelledError);
  expect(saved()).toBe(tenKeys);
  expect([...files.contents.keys()]).toEqual(['./dump.json']);
});

test('keys whose time comes meanwhile stay until all is loaded', async () => {
  const due = new TestServer().clock.nowMs() + 3;
  const text = snapshot({ a: { expires: due, string: '1' }, b: '2', c: '3', d: '4', e: '5', f: '6' });
  const { core, load, server, t } = startLoading(text);
  const job = new ExpireCycleJob(core);
  server.advance(4);
  core.clock.refresh();
  job.run(1);
  expect(core.store.databases[0].size).toBeGreaterThan(3);
  expect(core.counters.expiredKeys).toBe(0);
  server.advance(100);
  await load;
  job.run(1);
  expect(core.counters.expiredKeys).toBe(1);
  await t.says('DBSIZE').int(5);
});

test('nothing is evicted meanwhile', async () => {
  const { core, load, server, t } = startLoading(tenKeys, { maxmemory: 1, maxmemoryPolicy: 'allkeys-random' });
  server.advance(5);
  await t.says('GET', 'key:0').error(LOADING);
  expect(core.counters.evictedKeys).toBe(0);
  server.advance(100);
  expect(await load).toMatchObject({ keys: 10 });
});

test('monitors see nothing before all is loaded', async () => {
  const { load, server, t } = startLoading(tenKeys);
  const monitor = server.connect();
  const request = (line: string) => monitor.exchange(new TextEncoder().encode(`${line}\r\n`));
  expect(new TextDecoder().decode(await request('MONITOR'))).toBe('+OK\r\n');
  await t.says('ECHO', 'early').bulk('early');
  server.turn();
  expect(monitor.received()).toEqual(new Uint8Array());
  server.advance(100);
  await load;
  await t.says('ECHO', 'late').bulk('late');
  server.turn();
  expect(new TextDecoder().decode(monitor.received())).toContain('"ECHO" "late"');
});

test('damage behind the first keys: nothing stays of them', async () => {
  const damaged = tenKeys.slice(0, tenKeys.indexOf('"key:8"'));
  const { core, load, saved, server, service } = startLoading(damaged);
  server.advance(5);
  expect(core.store.databases[0].size).toBeGreaterThan(3);
  const failed = expect(load).rejects.toThrow(SnapshotError);
  server.advance(100);
  await failed;
  expect(core.store.databases[0].size).toBe(0);
  expect(service.loading).toBe(false);
  expect(saved()).toBe(damaged);
});

test('a file that cannot be opened is told when it is to be loaded', async () => {
  const server = new TestServer({ dir: '.' });
  const files = new MemorySnapshotFiles();
  files.open = () => {
    throw new Error('EACCES: permission denied');
  };
  const service = new SnapshotService(server.core, files);
  service.beginLoad();
  expect(service.loading).toBe(false);
  await expect(service.load()).rejects.toThrow('EACCES: permission denied');
  expect(() => service.save()).toThrow('dump.json could not be loaded, and is not written over');
});
