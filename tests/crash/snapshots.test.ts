import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeCommand, freePort, type RawConnection, ServerProcess, seededRandom } from '@respite/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));
const KEYS = 100_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'respite-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const args = (port: number, ...more: string[]) => [main, '--port', String(port), '--dir', folder, ...more];

function start(...more: string[]): Promise<ServerProcess> {
  return ServerProcess.start({ program: process.execPath, args: (port) => args(port, ...more) });
}

/** Gives all keys the same value. */
async function fill(connection: RawConnection, value: string): Promise<void> {
  const pairs = 1000;
  for (let i = 0; i < KEYS; i += pairs) {
    const command = ['MSET'];
    for (let j = i; j < i + pairs; j++) command.push(`key:${String(j).padStart(12, '0')}`, value);
    expect(await connection.ask(...command)).toBe('+OK\r\n');
  }
}

const dump = () => readFileSync(join(folder, 'dump.json'), 'utf8');

/** Waits until the file in the making has so many bytes, or has taken its place. */
async function untilWritten(bytes: number): Promise<void> {
  for (const before = statSync(join(folder, 'dump.json')).ino; ; ) {
    if (statSync(join(folder, 'dump.json')).ino !== before) return;
    const name = readdirSync(folder).find((file) => file.startsWith('temp-'));
    if (name !== undefined && (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) >= bytes) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('killed in the middle of a save: the file is the old one or the new one, whole', async () => {
  const random = seededRandom('killed while saving');
  const first = await start('--save', '');
  const filling = await first.connect();
  await fill(filling, 'value-0');
  expect(await filling.ask('SAVE')).toBe('+OK\r\n');
  await first.kill();

  for (let round = 1; round <= 8; round++) {
    const before = JSON.parse(dump()).databases['0'];
    const server = await start('--save', '');
    const connection = await server.connect();
    expect(await connection.ask('DBSIZE')).toBe(`:${KEYS}\r\n`);
    await fill(connection, `value-${round}`);
    connection.send(encodeCommand([round % 2 === 0 ? 'SAVE' : 'BGSAVE']));
    await untilWritten(random.nextInt(4) * 1024 * 1024);
    await server.kill();
    await connection.close();
    const { databases, keys } = JSON.parse(dump());
    expect(keys).toBe(KEYS);
    const values = new Set(Object.values(databases['0']));
    expect([[before['key:000000000000']], [`value-${round}`]]).toContainEqual([...values]);
    for (const name of readdirSync(folder)) if (name.startsWith('temp-')) rmSync(join(folder, name));
  }
}, 120_000);

test('SIGTERM saves; the next start has it', async () => {
  const first = await start('--save', '3600 1');
  const connection = await first.connect();
  expect(await connection.ask('SET', 'a', '1')).toBe('+OK\r\n');
  expect(await first.stop()).toBe(0);
  expect(JSON.parse(dump()).databases).toEqual({ 0: { a: '1' } });
  const second = await start();
  expect(await (await second.connect()).ask('GET', 'a')).toBe('$1\r\n1\r\n');
  await second.kill();
});

test.each([
  ['cut off', (text: string) => text.slice(0, text.indexOf('"b"')), 5],
  ['changed', (text: string) => text.replace('"two"', '"tw0"'), 5],
  ['not JSON at all', () => 'hello\n', 1],
])('a damaged file, %s: refused with its line, and left as it is', async (_, damage, line) => {
  const first = await start();
  const connection = await first.connect();
  await connection.ask('MSET', 'a', 'one', 'b', 'two', 'c', 'three');
  expect(await first.stop()).toBe(0);
  const damaged = damage(dump());
  writeFileSync(join(folder, 'dump.json'), damaged);

  const child = spawn(process.execPath, args(await freePort()), { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(output).toContain(`Bad snapshot ${join(folder, 'dump.json')}, line ${line}: `);
  expect(dump()).toBe(damaged);
});
