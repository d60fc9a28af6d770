// The files that belong to the project: what git tracks or would track.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** @param {string} root @returns {string[]} paths relative to the root, with forward slashes, sorted */
export function listFiles(root) {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const files = git.status === 0 ? git.stdout.split('\0').filter((file) => file !== '') : walk(root, '');
  return files.filter((file) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile()).sort();
}

/** Without git (an unpacked archive): everything but what tools leave behind. @param {string} root @param {string} folder */
function walk(root, folder) {
  /** @type {string[]} */
  const files = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) files.push(path);
    else if (!['node_modules', 'dist', '.git', '.turbo', 'coverage'].includes(entry.name))
      files.push(...walk(root, path));
  }
  return files;
}
