import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeCommand, freePort, RawConnection } from '@respite/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LoadCancelledError } from '../persistence/load-cancelled-error.ts';
import { createServer } from './create-server.ts';

const lines = Array.from({ length: 1000 }, (_, i) => `"key:${i}": "value:${i}"`);
const thousandKeys = `{"format": "respite-snapshot", "version": 1, "databases": {"0": {\n${lines.join(',\n')}\n}}}\n`;

let folder: string;
let snapshot: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'respite-loading-'));
  snapshot = join(folder, 'dump.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A connection as soon as somebody listens; the test's own limit ends the waiting. */
async function connect(port: number): Promise<RawConnection> {
  for (;;) {
    try {
      return await RawConnection.open(port);
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function ask(connection: RawConnection, ...words: string[]): Promise<string> {
  return new TextDecoder().decode(await connection.exchange(encodeCommand(words)));
}

test('createServer resolves when all is loaded; clients are let in before', async () => {
  writeFileSync(snapshot, thousandKeys);
  const port = await freePort();
  let isThere = false;
  // 100 seconds, if nobody changed it.
  const starting = createServer({ port, dir: folder, keyLoadDelay: 100_000 });
  const started = starting.then(() => {
    isThere = true;
  });
  const connection = await connect(port);
  expect(await ask(connection, 'PING')).toBe('-LOADING Redis is loading the dataset in memory\r\n');
  expect(await ask(connection, 'INFO', 'persistence')).toContain('\r\nloading_start_time:');
  expect(isThere).toBe(false);
  expect(await ask(connection, 'CONFIG', 'SET', 'key-load-delay', '0')).toBe('+OK\r\n');
  await started;
  expect(await ask(connection, 'DBSIZE')).toBe(':1000\r\n');
  await (await starting).close();
});

test('a server with a damaged snapshot does not start, and lets its clients go', async () => {
  const damaged = thousandKeys.slice(0, -10);
  writeFileSync(snapshot, damaged);
  const port = await freePort();
  const starting = createServer({ port, dir: folder, keyLoadDelay: 100_000 });
  const failed = expect(starting).rejects.toThrow(`Bad snapshot ${snapshot}, line 1001: `);
  const connection = await connect(port);
  expect(await ask(connection, 'CONFIG', 'SET', 'key-load-delay', '0')).toBe('+OK\r\n');
  await failed;
  await connection.untilClosed();
  await expect(RawConnection.open(port)).rejects.toThrow('ECONNREFUSED');
  expect(readFileSync(snapshot, 'utf8')).toBe(damaged);
});

test('SHUTDOWN while it loads', async () => {
  writeFileSync(snapshot, thousandKeys);
  const port = await freePort();
  const starting = createServer({ port, dir: folder, save: '1 1', keyLoadDelay: 100_000 });
  const failed = expect(starting).rejects.toThrow(LoadCancelledError);
  const connection = await connect(port);
  connection.send(encodeCommand(['SHUTDOWN', 'SAVE']));
  await failed;
  await connection.untilClosed();
  expect(readFileSync(snapshot, 'utf8')).toBe(thousandKeys);
  expect(readdirSync(folder)).toEqual(['dump.json']);
});
