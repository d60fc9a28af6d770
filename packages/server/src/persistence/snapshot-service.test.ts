import { MemorySnapshotFiles, type NewSnapshotFile, SnapshotError } from '@respite/persistence';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import type { ConfigInput } from '../config/config.ts';
import { ServerState } from '../session/server-state.ts';
import type { LoadSummary } from './snapshot-control.ts';
import { SnapshotService } from './snapshot-service.ts';

/** Files whose writing a test can hold back, or let fail. */
class ControlledFiles extends MemorySnapshotFiles {
  failure: Error | undefined;
  #held: (() => void)[] | undefined;

  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  override create(directory: string, name: string): NewSnapshotFile {
    const file = super.create(directory, name);
    const pass = async (): Promise<void> => {
      if (this.#held !== undefined) await new Promise<void>((resolve) => this.#held?.push(resolve));
      if (this.failure !== undefined) throw this.failure;
    };
    return {
      write: (bytes, length) => {
        if (this.failure !== undefined) throw this.failure;
        file.write(bytes, length);
      },
      writeSoon: async (bytes, length) => {
        await pass();
        file.write(bytes, length);
      },
      commit: () => file.commit(),
      commitSoon: async () => {
        await pass();
        file.commit();
      },
      discard: () => file.discard(),
    };
  }

  text(): string {
    return new TextDecoder().decode(this.contents.get('./dump.json'));
  }
}

/** A server that saves into memory. */
function start(values: ConfigInput = {}, files = new ControlledFiles()) {
  const server = new TestServer({ dir: '.', ...values });
  const service = new SnapshotService(server.core, files);
  Object.assign(server.core.host, { persistence: service });
  return { server, service, files, core: server.core, t: server.transcript(), logged: server.logged };
}

/** Turns the event loop until the save in slices is over. */
async function untilSaved({ server, service }: ReturnType<typeof start>): Promise<void> {
  for (let turns = 0; service.savingInBackground; turns++) {
    if (turns > 10_000) throw new Error('the save does not end');
    server.turn();
    await Promise.resolve();
  }
}

/** Turns the event loop until all is loaded. */
function loaded({ server, service }: ReturnType<typeof start>): Promise<LoadSummary> {
  const load = service.load();
  server.turn();
  return load;
}

test('SAVE, and a server that loads it', async () => {
  const first = start();
  await first.t.says('SET', 'a', '1').ok();
  await first.t.says('SET', 'b', 'text', 'PX', '5000').ok();
  expect(first.core.effects.dirty).toBe(2);
  await first.t.says('SAVE').ok();
  expect(first.core.effects.dirty).toBe(0);
  expect(first.core.counters.snapshotsSaved).toBe(1);
  expect(first.logged).toContain('notice DB saved on disk');

  const second = start({}, first.files);
  expect(await loaded(second)).toEqual({ found: true, keys: 2, expired: 0, seconds: 0 });
  await second.t.says('GET', 'a').bulk('1');
  await second.t.says('PTTL', 'b').int(5000);
  expect(second.core.counters.loadedKeys).toBe(2);
  await second.t.says('OBJECT', 'IDLETIME', 'a').int(0);
});

test('a file that was made by hand', async () => {
  const server = start();
  const { files, t, logged } = server;
  const text = '{"format": "respite-snapshot", "version": 1, "databases": {"0": {"greeting": "hello"}}}';
  files.contents.set('./dump.json', new TextEncoder().encode(text));
  expect((await loaded(server)).keys).toBe(1);
  await t.says('GET', 'greeting').bulk('hello');
  expect(logged).toEqual([
    'notice dump.json has no checksum, or was written by another program: damage may go unnoticed',
    'notice Done loading RDB, keys loaded: 1, keys expired: 0.',
  ]);
});

test('there is nothing to load', async () => {
  expect(await start().service.load()).toEqual({ found: false, keys: 0, expired: 0, seconds: 0 });
});

test('BGSAVE shows the moment of its beginning, while commands go on', async () => {
  const server = start();
  const { t, service, files, core } = server;
  for (let i = 0; i < 20_000; i++) await t.says('SET', `key:${i}`, 'before').ok();
  files.hold();
  await t.says('BGSAVE').simple('Background saving started');
  await t.says('BGSAVE').error('ERR Background save already in progress');
  await t.says('SAVE').error('ERR Background save already in progress');
  for (let i = 0; i < 1000; i++) await t.says('SET', `key:${i}`, 'after').ok();
  await t.says('FLUSHDB').ok();
  await t.says('SET', 'new', 'after').ok();
  expect(service.savingInBackground).toBe(true);
  expect(service.backgroundSaveKeysTotal).toBe(20_000);
  expect(service.backgroundSaveKeys).toBeGreaterThanOrEqual(1000);
  files.release();
  await untilSaved(server);
  const { databases, keys } = JSON.parse(files.text());
  expect(keys).toBe(20_000);
  expect(new Set(Object.values(databases['0']))).toEqual(new Set(['before']));
  expect(core.effects.dirty).toBe(21_001);
  expect(service.lastBackgroundSaveOk).toBe(true);
  expect(server.logged.slice(-2)).toEqual([
    'notice DB saved on disk',
    'notice Background saving terminated with success',
  ]);
});

test('BGSAVE in a transaction shows what the whole transaction did', async () => {
  const server = start();
  const { t, files } = server;
  await t.says('MULTI').ok();
  for (const command of [['SET', 'a', '1'], ['BGSAVE'], ['SET', 'b', '2']]) await t.says(...command).simple('QUEUED');
  await t.says('EXEC').raw('*3\r\n+OK\r\n+Background saving scheduled\r\n+OK\r\n');
  await untilSaved(server);
  expect(JSON.parse(files.text()).databases['0']).toEqual({ a: '1', b: '2' });
});

test('BGSAVE CANCEL, and another one after it', async () => {
  const server = start();
  const { t, service, files } = server;
  for (let i = 0; i < 3000; i++) await t.says('SET', `key:${i}`, 'value').ok();
  files.hold();
  await t.says('BGSAVE').simple('Background saving started');
  server.server.turn();
  await t.says('BGSAVE', 'CANCEL').simple('Background saving cancelled');
  await t.says('BGSAVE', 'CANCEL').error('ERR Background saving is currently not in progress or scheduled');
  expect(service.savingInBackground).toBe(false);
  files.release();
  await Promise.resolve();
  expect(files.contents.size).toBe(0);
  await t.says('BGSAVE').simple('Background saving started');
  await untilSaved(server);
  expect(JSON.parse(files.text()).keys).toBe(3000);
});

test('a disk that is full: the old file stays, writes are refused until a save works again', async () => {
  const server = start();
  const { t, service, files, core, logged } = server;
  await t.says('SET', 'a', '1').ok();
  await t.says('SAVE').ok();
  const before = files.text();
  await t.says('SET', 'a', '2').ok();
  files.failure = new Error('ENOSPC: no space left on device');
  await t.says('SAVE').error('ERR ENOSPC: no space left on device');
  await t.says('BGSAVE').simple('Background saving started');
  await untilSaved(server);
  expect(service.lastBackgroundSaveOk).toBe(false);
  expect(core.gates.state & ServerState.saveFailed).not.toBe(0);
  expect(core.effects.dirty).toBe(1);
  expect(logged.slice(-2)).toEqual([
    'warning Write error while saving DB to the disk: ENOSPC: no space left on device',
    'warning Background saving error',
  ]);
  expect(files.text()).toBe(before);
  await t.says('SET', 'a', '3').error(/^MISCONF /);
  files.failure = undefined;
  await t.says('BGSAVE').simple('Background saving started');
  await untilSaved(server);
  await t.says('SET', 'a', '3').ok();
});

test('save points', async () => {
  const server = start({ save: '10 2' });
  const {
    t,
    service,
    files,
    logged,
    server: { clock },
  } = server;
  await t.says('SET', 'a', '1').ok();
  clock.advance(11_000);
  service.tick();
  expect(service.savingInBackground).toBe(false);
  await t.says('SET', 'b', '1').ok();
  service.tick();
  expect(service.savingInBackground).toBe(true);
  expect(logged.slice(-2)).toEqual([
    'notice 2 changes in 10 seconds. Saving...',
    'notice Background saving started by pid 1',
  ]);
  await untilSaved(server);
  expect(JSON.parse(files.text()).keys).toBe(2);
  expect(service.lastSaveSeconds).toBe(Math.floor(clock.nowMs() / 1000));

  await t.says('MSET', 'a', '2', 'b', '2').ok();
  service.tick();
  expect(service.savingInBackground).toBe(false);
  clock.advance(10_999);
  service.tick();
  expect(service.savingInBackground).toBe(false);
  files.failure = new Error('no');
  clock.advance(1);
  service.tick();
  await untilSaved(server);
  files.failure = undefined;
  // Not again at once.
  clock.advance(5000);
  service.tick();
  expect(service.savingInBackground).toBe(false);
  clock.advance(1000);
  service.tick();
  expect(service.savingInBackground).toBe(true);
  await untilSaved(server);
  expect(JSON.parse(files.text()).databases).toEqual({ 0: { a: '2', b: '2' } });
});

test('the last save', async () => {
  for (const [save, asked, saves] of [
    ['', undefined, false],
    ['', true, true],
    ['60 1', undefined, true],
    ['60 1', false, false],
  ] as const) {
    const { t, service, files } = start({ save });
    await t.says('SET', 'a', '1').ok();
    expect(service.saveBeforeExit({ save: asked })).toBe(true);
    expect(files.contents.size).toBe(saves ? 1 : 0);
  }
  const { service, files, logged } = start();
  files.failure = new Error('no');
  expect(service.saveBeforeExit({})).toBe(false);
  expect(logged.at(-1)).toBe("warning Error trying to save the DB, can't exit.");
  expect(service.saveBeforeExit({ force: true })).toBe(true);
  expect(logged.at(-1)).toBe('warning Error trying to save the DB. Exit anyway.');
});

test('a save in slices is given up for the last save', async () => {
  const server = start();
  const { t, service, files } = server;
  await t.says('SET', 'a', '1').ok();
  files.hold();
  service.startBackgroundSave();
  server.server.turn();
  await t.says('SET', 'a', '2').ok();
  expect(service.saveBeforeExit({ save: true })).toBe(true);
  files.release();
  for (let i = 0; i < 10; i++) await Promise.resolve();
  expect(JSON.parse(files.text()).databases).toEqual({ 0: { a: '2' } });
});

test('a damaged file is not loaded, and never written over', async () => {
  const server = start();
  const { service, files, core, t } = server;
  files.contents.set(
    './dump.json',
    new TextEncoder().encode(
      '{"format": "respite-snapshot", "version": 1, "respite": "0.1.0",\n"databases": {\n"0": {\n"a": "1",\n',
    ),
  );
  const before = files.text();
  const load = loaded(server);
  await expect(load).rejects.toThrow(SnapshotError);
  await expect(load).rejects.toThrow('Bad snapshot ./dump.json, line 5: the file ends here; there should be a key');
  expect(core.store.databases[0].size).toBe(0);
  expect(service.loading).toBe(false);
  expect(() => service.save()).toThrow('dump.json could not be loaded, and is not written over');
  expect(service.saveBeforeExit({ save: true })).toBe(false);
  await t.says('SET', 'a', '1').ok();
  core.effects.dirty = 1_000_000;
  service.tick();
  expect(service.savingInBackground).toBe(false);
  expect(files.text()).toBe(before);
});

test('DEBUG RELOAD keeps everything, and keeps it too when the file cannot be read', async () => {
  const { service, files, t, core } = start({ enableDebugCommand: 'yes' });
  await t.says('SET', 'a', '1').ok();
  await t.says('SET', 'b', 'text', 'PX', '5000').ok();
  await t.says('DEBUG', 'RELOAD').ok();
  await t.says('GET', 'a').bulk('1');
  await t.says('PTTL', 'b').int(5000);
  const pages = core.store.segments.pagesInUse;
  service.reload();
  expect(core.store.segments.pagesInUse).toBe(pages);
  files.contents.set('./dump.json', new TextEncoder().encode('{}'));
  expect(() => service.reload()).toThrow(SnapshotError);
  files.contents.clear();
  expect(() => service.reload()).toThrow('there is no dump.json');
  await t.says('DBSIZE').int(2);
  await t.says('GET', 'a').bulk('1');
  expect(core.store.segments.pagesInUse).toBe(pages);
});

test('FLUSHALL leaves nothing on disk that could come back', async () => {
  const server = start();
  const { t, files } = server;
  await t.says('SET', 'a', '1').ok();
  await t.says('BGSAVE').simple('Background saving started');
  await t.says('FLUSHALL').ok();
  await untilSaved(server);
  for (let i = 0; i < 10; i++) await Promise.resolve();
  expect(JSON.parse(files.text()).databases).toEqual({});
});

test('what eviction goes by is kept', async () => {
  for (const [policy, member, question] of [
    ['allkeys-lru', 'lastUsed', 'IDLETIME'],
    ['volatile-lfu', 'frequency', 'FREQ'],
  ] as const) {
    const first = start({ maxmemoryPolicy: policy });
    await first.t.says('SET', 'a', 'x').ok();
    first.server.clock.advance(120_000);
    first.core.clock.refresh();
    first.core.accessClock.refresh(first.core.clock.nowMs());
    await first.t.says('SAVE').ok();
    expect(JSON.parse(first.files.text()).databases['0'].a).toHaveProperty(member);
    const second = start({ maxmemoryPolicy: policy }, first.files);
    second.server.clock.advance(180_000);
    second.core.clock.refresh();
    second.core.accessClock.refresh(second.core.clock.nowMs());
    await loaded(second);
    if (question === 'IDLETIME') await second.t.says('OBJECT', question, 'a').int(180);
    else await second.t.says('OBJECT', question, 'a').int(3);
  }
});
