import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, RawConnection } from '@respite/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeWhere } from '../describe-where.ts';

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));

let folder: string;
let daemon: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'respite-terminal-'));
});
afterEach(() => {
  daemon?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(...flags: string[]) {
  const port = await freePort();
  const args = ['--port', `${port}`, '--dir', folder, '--save', '1 1', ...flags];
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  daemon = child;
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += String(chunk);
  });
  const logged = async (text: string) => {
    while (!log.includes(text)) await once(child.stdout, 'data');
  };
  await logged('Ready to accept connections');
  const connection = await RawConnection.open(port);
  const ask = (...words: string[]) => connection.ask(...words);
  return { child, ask, ended, logged };
}

const canSignal = process.platform !== 'win32';

describeWhere(canSignal, 'Windows has no signals', 'a server that nobody looks at any more', () => {
  test('outlives its terminal, and saves at the end', async () => {
    const { child, ask, ended } = await start();
    expect(await ask('SET', 'a', '1')).toBe('+OK\r\n');
    child.kill('SIGHUP');
    expect(await ask('PING')).toBe('+PONG\r\n');
    // Its log has no reader any more.
    child.stdout.destroy();
    expect(await ask('BGSAVE')).toBe('+Background saving started\r\n');
    expect(await ask('SET', 'a', '2')).toBe('+OK\r\n');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'dump.json'), 'utf8')).databases).toEqual({ 0: { a: '2' } });
  });

  test('when the last save has failed, the next Ctrl-C asks again', async () => {
    const { child, ask, ended, logged } = await start();
    expect(await ask('SET', 'a', '1')).toBe('+OK\r\n');
    rmSync(folder, { recursive: true });
    child.kill('SIGINT');
    await logged('Errors trying to shut down the server');
    expect(await ask('PING')).toBe('+PONG\r\n');
    expect(await ask('CONFIG', 'SET', 'save', '')).toBe('+OK\r\n');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});
