import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeCommand, freePort, RawConnection } from '@respite/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeWhere } from '../describe-where.ts';

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));
const LOADING = '-LOADING Redis is loading the dataset in memory\r\n';

const lines = Array.from({ length: 10_000 }, (_, i) => `"key:${i}": "value:${i}"`);
const snapshotText = `{"format": "respite-snapshot", "version": 1, "databases": {"0": {\n${lines.join(',\n')}\n}}}\n`;

let folder: string;
let daemon: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'respite-loading-'));
});
afterEach(() => {
  daemon?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A daemon that takes so many microseconds for each key that it loads, and a connection as soon as there is one. */
async function start(delay: number, text = snapshotText) {
  writeFileSync(join(folder, 'dump.json'), text);
  const port = await freePort();
  const args = ['--port', `${port}`, '--dir', folder, '--save', '1 1', '--key-load-delay', `${delay}`];
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  daemon = child;
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, connection: await RawConnection.openSoon(port), ended, output: () => output };
}

const saved = () => readFileSync(join(folder, 'dump.json'), 'utf8');

test('clients are heard while it loads; the log tells when it is ready', async () => {
  const { connection, output } = await start(100_000);
  expect(await connection.ask('PING')).toBe(LOADING);
  expect(await connection.ask('INFO', 'persistence')).toContain('\r\nloading:1\r\n');
  expect(output()).not.toContain('Ready to accept connections');
  expect(await connection.ask('CONFIG', 'SET', 'key-load-delay', '0')).toBe('+OK\r\n');
  while ((await connection.ask('PING')) !== '+PONG\r\n');
  expect(await connection.ask('DBSIZE')).toBe(':10000\r\n');
  while (!output().includes('Ready to accept connections')) await new Promise((resolve) => setImmediate(resolve));
  expect(output()).toMatch(
    /Server initialized\n.*Done loading RDB, keys loaded: 10000, keys expired: 0\.\n.*DB loaded from disk: .*\n.*Ready/s,
  );
});

test.each([['SAVE'], ['NOSAVE'], ['FORCE']])('SHUTDOWN %s while it loads leaves what is on disk', async (option) => {
  const { connection, ended, output } = await start(100_000);
  connection.send(encodeCommand(['SHUTDOWN', option]));
  expect(await ended).toBe(0);
  expect(saved()).toBe(snapshotText);
  expect(readdirSync(folder)).toEqual(['dump.json']);
  expect(output()).not.toContain('Saving');
  expect(output()).not.toContain('Fatal');
});

describeWhere(process.platform !== 'win32', 'Windows has no SIGTERM', 'a signal while it loads', () => {
  test('ends the server, and leaves what is on disk', async () => {
    const { child, connection, ended, output } = await start(100_000);
    expect(await connection.ask('PING')).toBe(LOADING);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(saved()).toBe(snapshotText);
    expect(output()).toContain('Received shutdown signal during loading, scheduling shutdown.');
    expect(output()).toContain('bye bye');
    expect(output()).not.toContain('Saving');
  });
});

test('damage that is found late ends it as damage that is found at once', async () => {
  const damaged = snapshotText.replace('"key:9000"', '"key:8999"');
  const { connection, ended, output } = await start(100_000, damaged);
  expect(await connection.ask('GET', 'key:0')).toBe(LOADING);
  expect(await connection.ask('CONFIG', 'SET', 'key-load-delay', '0')).toBe('+OK\r\n');
  expect(await ended).toBe(1);
  expect(output()).toContain(`Bad snapshot ${join(folder, 'dump.json')}, line 9002: a key that was there before`);
  expect(output()).not.toContain('Ready');
  expect(saved()).toBe(damaged);
});
