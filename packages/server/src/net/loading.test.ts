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

test('createServer resolves when all is loaded; clients are let in before', async () => {
  writeFileSync(snapshot, thousandKeys);
  const port = await freePort();
  let isThere = false;
  // 100 seconds, if nobody changed it.
  const starting = createServer({ port, dir: folder, keyLoadDelay: 100_000 });
  const started = starting.then(() => {
    isThere = true;
  });
  const connection = await RawConnection.openSoon(port);
  expect(await connection.ask('PING')).toBe('-LOADING Redis is loading the dataset in memory\r\n');
  expect(await connection.ask('INFO', 'persistence')).toContain('\r\nloading_start_time:');
  expect(isThere).toBe(false);
  expect(await connection.ask('CONFIG', 'SET', 'key-load-delay', '0')).toBe('+OK\r\n');
  await started;
  expect(await connection.ask('DBSIZE')).toBe(':1000\r\n');
  await (await starting).close();
});

test('a server with a damaged snapshot does not start, and lets its clients go', async () => {
  const damaged = thousandKeys.slice(0, -10);
  writeFileSync(snapshot, damaged);
  const port = await freePort();
  const starting = createServer({ port, dir: folder, keyLoadDelay: 100_000 });
  const failed = expect(starting).rejects.toThrow(`Bad snapshot ${snapshot}, line 1001: `);
  const connection = await RawConnection.openSoon(port);
  expect(await connection.ask('CONFIG', 'SET', 'key-load-delay', '0')).toBe('+OK\r\n');
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
  const connection = await RawConnection.openSoon(port);
  connection.send(encodeCommand(['SHUTDOWN', 'SAVE']));
  await failed;
  await connection.untilClosed();
  expect(readFileSync(snapshot, 'utf8')).toBe(thousandKeys);
  expect(readdirSync(folder)).toEqual(['dump.json']);
});
