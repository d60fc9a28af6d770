import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { requireNode } from './install.mjs';
import { temporaryTree } from './temporary-tree.mjs';

const scripts = dirname(fileURLToPath(import.meta.url));
const { scripts: commands } = JSON.parse(readFileSync(join(scripts, '..', 'package.json'), 'utf8'));

// Stands in for the server: says what it got, and what signals come.
const MAIN = `
  import { greeting } from '@respite/bytes';
  let interrupts = 0;
  process.on('SIGINT', () => { console.log('interrupt ' + ++interrupts); if (interrupts === 2) process.exit(7); });
  process.on('SIGUSR2', () => console.log('interrupts so far ' + interrupts));
  process.on('SIGTERM', () => { console.log('saved'); process.exit(0); });
  console.log(greeting + ' ' + process.argv.slice(2).join(' '));
  if (process.argv.includes('--stay')) setInterval(() => {}, 1000);
`;

/** A workspace with nothing but that server, its dependencies already installed. */
function workspace() {
  const root = temporaryTree({
    'package.json': JSON.stringify({ type: 'module', scripts: { start: commands.start } }),
    'pnpm-workspace.yaml': '',
    'pnpm-lock.yaml': '',
    'apps/server/package.json': '{ "type": "module" }',
    'apps/server/src/main.ts': MAIN,
    'packages/bytes/package.json': JSON.stringify({
      name: '@respite/bytes',
      type: 'module',
      exports: { '.': { '@respite/source': './src/index.ts' } },
    }),
    'packages/bytes/src/index.ts': "export const greeting: string = 'hello';",
  });
  mkdirSync(join(root, 'scripts'));
  mkdirSync(join(root, 'node_modules', '@respite'), { recursive: true });
  for (const name of readdirSync(scripts)) copyFileSync(join(scripts, name), join(root, 'scripts', name));
  symlinkSync(join(scripts, '..', 'node_modules', 'esbuild'), join(root, 'node_modules', 'esbuild'), 'junction');
  symlinkSync(join(root, 'packages', 'bytes'), join(root, 'node_modules', '@respite', 'bytes'), 'junction');
  const mark = spawnSync(process.execPath, ['-e', "import('./scripts/install.mjs').then((m) => m.markInstalled())"], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(mark.stderr).toBe('');
  return root;
}

/** @param {string} root @param {string[]} flags */
function startOnce(root, flags = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', ...flags], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** @param {string} root @param {string} program @param {string[]} args */
async function startAndStay(root, program, args) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  /** Waits for this line; npm's own lines before it are skipped. @param {string} wanted */
  const says = async (wanted) => {
    for (let next = await lines.next(); !next.done; next = await lines.next()) if (next.value === wanted) return;
    throw new Error(`ended without saying "${wanted}"`);
  };
  return { child, says, exitCode: async () => (await exited)[0] };
}

test('builds, runs with the flags given, and ends with the exit code of the server', () => {
  const root = workspace();
  expect(startOnce(root, ['--port', '7000'])).toEqual({ status: 0, stdout: 'hello --port 7000\n', stderr: '' });
});

test('builds again when a source changed, and only then', () => {
  const root = workspace();
  const bundle = join(root, 'apps', 'server', 'dist', 'main.js');
  startOnce(root);
  const built = statSync(bundle).mtimeMs;
  startOnce(root);
  expect(statSync(bundle).mtimeMs).toBe(built);
  writeFileSync(join(root, 'packages', 'bytes', 'src', 'index.ts'), "export const greeting = 'good morning';");
  expect(startOnce(root).stdout).toBe('good morning \n');
});

test('a source that cannot be built is said, and nothing is started', () => {
  const root = workspace();
  startOnce(root);
  writeFileSync(join(root, 'apps', 'server', 'src', 'main.ts'), 'const = 1;');
  const { status, stdout, stderr } = startOnce(root);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('apps/server could not be built');
});

// Windows has no signals to send.
if (process.platform !== 'win32') {
  test('one Ctrl-C under npm is one interrupt, though the process gets two; a third signal insists', async () => {
    const { child, says, exitCode } = await startAndStay(workspace(), process.execPath, [
      'scripts/start.mjs',
      '--stay',
    ]);
    await says('hello --stay');
    child.kill('SIGINT');
    await says('interrupt 1');
    child.kill('SIGINT');
    child.kill('SIGUSR2');
    await says('interrupts so far 1');
    child.kill('SIGINT');
    await says('interrupt 2');
    expect(await exitCode()).toBe(7);
  });

  test('a SIGTERM that npm gets lets the server save', async () => {
    const { child, says, exitCode } = await startAndStay(workspace(), 'npm', ['start', '--', '--stay']);
    await says('hello --stay');
    child.kill('SIGTERM');
    await says('saved');
    expect(await exitCode()).toBe(0);
  });
}

test('a Node that is too old is told so', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => told.mockRestore());
  const exits = /** @type {number[]} */ ([]);
  const exit = /** @type {typeof process.exit} */ ((code) => exits.push(Number(code)));
  for (const fine of ['20.19.0', '20.20.1', '22.0.0', '26.1.0']) requireNode(fine, exit);
  expect(exits).toEqual([]);
  requireNode('20.18.9', exit);
  requireNode('18.20.0', exit);
  expect(exits).toEqual([1, 1]);
  expect(told).toHaveBeenLastCalledWith('Respite needs Node 20.19 or newer; this is Node 18.20.0.');
});
