// Brings node_modules up to date, with nothing but Node and npm on the machine. Imports only what Node itself has,
// because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The oldest Node that Respite and its tools run on, as [major, minor]. */
const OLDEST_NODE = [20, 19];

const stampFile = join(root, 'node_modules', '.respite-install');

/** Stops the process with one clear line if this Node is too old. */
export function requireNode(version = process.versions.node, exit = process.exit) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(`Respite needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${version}.`);
  exit(1);
}

/** Installs the workspace's dependencies, unless the last installation was of exactly these manifests. */
export function ensureInstalled() {
  requireNode();
  const wanted = manifestsHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  console.error('Installing the dependencies of this workspace ...');
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const status = npm(['exec', '--yes', '--', packageManager, 'install']);
  if (status !== 0) {
    console.error('The dependencies could not be installed; see above.');
    process.exit(status);
  }
  markInstalled();
}

/** Remembers what is installed. The installation itself may have brought the lockfile in line with the manifests. */
export function markInstalled() {
  writeFileSync(stampFile, manifestsHash());
}

/** @param {string[]} args @returns {number} exit code */
function npm(args) {
  // npm tells its scripts where it is itself. Another package manager would tell the same of itself, hence the look
  // at the name.
  const cli = process.env.npm_execpath ?? '';
  const known = /npm-cli\.[cm]?js$/.test(cli) && existsSync(cli);
  const [program, first] = known ? [process.execPath, [cli]] : ['npm', []];
  // Where we ourselves run below `npm exec`, its arguments are in the environment and would be taken for ours.
  const { npm_config_call, npm_config_package, ...env } = process.env;
  const { status, error } = spawnSync(program, [...first, ...args], {
    cwd: root,
    env,
    // The caller's standard output belongs to what was asked for, not to the installation.
    stdio: ['ignore', 2, 2],
    shell: !known && process.platform === 'win32',
  });
  if (error) console.error(`npm could not be run: ${error.message}`);
  return status ?? 1;
}

function manifestsHash() {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name)),
  );
  const files = ['', 'tests', 'benchmarks', 'examples', ...folders].map((folder) => join(folder, 'package.json'));
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of [...files.sort(), 'pnpm-workspace.yaml', 'pnpm-lock.yaml']) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}
