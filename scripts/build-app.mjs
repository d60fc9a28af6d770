// Builds an app when its bundle is older than what it is made of.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';
import { runTool } from './tools.mjs';

/**
 * @param {'server' | 'cli'} app
 * @returns {Promise<string>} path of the bundle; if it cannot be built the process ends
 */
export async function ensureBuilt(app) {
  const folder = join(root, 'apps', app);
  const bundle = join(folder, 'dist', 'main.js');
  const stampFile = join(folder, 'dist', '.sources');
  const wanted = sourcesHash(folder);
  if (existsSync(bundle) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return bundle;
  const status = await runTool('node', [join(root, 'scripts', 'bundle-app.mjs')], { cwd: folder });
  if (status !== 0) {
    console.error(`apps/${app} could not be built; see above.`);
    process.exit(status);
  }
  writeFileSync(stampFile, wanted);
  return bundle;
}

/** Name, size and time of every file that can be part of the bundle. @param {string} appFolder */
function sourcesHash(appFolder) {
  const hash = createHash('sha256');
  const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
  for (const folder of [appFolder, ...packages]) {
    for (const file of ['package.json', ...sourceFiles(join(folder, 'src'))]) {
      const stat = statSync(join(folder, file), { throwIfNoEntry: false });
      if (stat) hash.update(`${folder} ${file} ${stat.size} ${stat.mtimeMs}\n`);
    }
  }
  for (const file of ['scripts/bundle-app.mjs', 'pnpm-lock.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** @param {string} src @returns {string[]} paths relative to the folder above src */
function sourceFiles(src) {
  if (!existsSync(src)) return [];
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|bench|cases)\.ts$/.test(file))
    .map((file) => join('src', file))
    .sort();
}
