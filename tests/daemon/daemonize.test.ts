import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, RawConnection } from '@respite/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeWhere } from '../describe-where.ts';

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'respite-daemonize-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program to its end, which is not that of a server in the background. */
function run(args: readonly string[], input = ''): { status: number | null; stderr: string; stdout: string } {
  return spawnSync(process.execPath, [main, ...args], { input, cwd: folder, encoding: 'utf8', timeout: 15_000 });
}

const canEnd = process.platform !== 'win32';

describeWhere(canEnd, 'Windows cannot ask a process without a window to end', 'a server in the background', () => {
  test('is told from start to end by its log and its pid file', async () => {
    const port = await freePort();
    const pidFile = join(folder, 'server.pid');
    const logFile = join(folder, 'server.log');
    const settings = `port ${port}\ndir ${folder}\nsave ""\npidfile ${pidFile}\nlogfile ${logFile}\nhz 42\n`;
    // What stands on standard input is for the server in the background, too.
    expect(run(['--daemonize', 'yes', '-'], settings)).toMatchObject({ status: 0, stdout: '', stderr: '' });

    const connection = await RawConnection.openSoon(port);
    expect(await connection.ask('CONFIG', 'GET', 'daemonize')).toContain('\r\nyes\r\n');
    expect(await connection.ask('CONFIG', 'GET', 'hz')).toContain('\r\n42\r\n');
    const processId = /process_id:(\d+)/.exec(await connection.ask('INFO', 'server'))?.[1];
    expect(readFileSync(pidFile, 'utf8')).toBe(`${processId}\n`);
    expect(readFileSync(logFile, 'utf8')).toContain('Ready to accept connections');

    process.kill(Number(processId), 'SIGTERM');
    await connection.untilClosed();
    while (existsSync(pidFile)) await new Promise((resolve) => setImmediate(resolve));
    while (!readFileSync(logFile, 'utf8').includes('bye bye')) await new Promise((resolve) => setImmediate(resolve));
  });
});

test('what is wrong with the configuration is told before', () => {
  expect(run(['--daemonize', 'yes', '--port', 'x'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("argument couldn't be parsed into an integer"),
  });
});
