// Who imports whom in this workspace, types included: the ground that check-circles and tidy stand on.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/**
 * One import, re-export, `import type` or `import()`.
 *
 * @typedef {object} Import
 * @property {string} specifier as written
 * @property {string} [file] the file of this workspace that it means
 * @property {string} [packageName] the package that it means, of this workspace or from npm
 * @property {boolean} builtin whether it is a module of Node itself
 * @property {string} [problem] why it means nothing
 *
 * @typedef {object} WorkspacePackage
 * @property {string} name
 * @property {string} folder relative to the root
 * @property {Record<string, string>} dependencies
 * @property {Record<string, string>} devDependencies
 * @property {Record<string, any>} manifest
 *
 * @typedef {object} ImportGraph
 * @property {Map<string, Import[]>} files by path relative to the root, with forward slashes
 * @property {WorkspacePackage[]} packages
 */

const SOURCE = /\.(ts|mts|mjs|js)$/;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage', 'fixtures']);
const builtins = new Set(builtinModules);

/** Whether a file is there for tests and measurements only. @param {string} file */
export function isTestFile(file) {
  return (
    /\.(test|bench|cases)\.(ts|mjs)$/.test(file) ||
    /^(tests|benchmarks)\//.test(file) ||
    /\/(?:test|bench)\//.test(file)
  );
}

/** @param {string} root @returns {ImportGraph} */
export function readImportGraph(root) {
  const packages = findPackages(root);
  /** @type {Map<string, Import[]>} */
  const files = new Map();
  for (const file of sourceFiles(root, '')) {
    const text = readFileSync(join(root, file), 'utf8');
    const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    // What a worker runs is imported as well.
    for (const [, worker] of text.matchAll(/new Worker\(new URL\('(.+?)', import\.meta\.url\)/g)) names.push(worker);
    files.set(
      file,
      names.map((name) => resolve(root, packages, file, name)),
    );
  }
  return { files, packages };
}

/** The package that a file belongs to. @param {ImportGraph} graph @param {string} file */
export function packageOf(graph, file) {
  return graph.packages.find(({ folder }) => file.startsWith(`${folder}/`));
}

/** @param {string} root @param {string} folder @returns {string[]} */
function sourceFiles(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        return entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name) ? [] : sourceFiles(root, path);
      }
      return SOURCE.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
    });
}

/** @param {string} root @returns {WorkspacePackage[]} */
function findPackages(root) {
  const folders = ['apps', 'packages']
    .filter((parent) => existsSync(join(root, parent)))
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .concat('tests', 'benchmarks', 'examples');
  return folders
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const { name, dependencies = {}, devDependencies = {} } = manifest;
      return { name, folder, dependencies, devDependencies, manifest };
    });
}

/**
 * @param {string} root @param {WorkspacePackage[]} packages @param {string} file @param {string} specifier
 * @returns {Import}
 */
function resolve(root, packages, file, specifier) {
  if (specifier.startsWith('.')) {
    const path = relative(root, join(root, dirname(file), specifier))
      .split(sep)
      .join('/');
    if (isFile(join(root, path))) return { specifier, file: path, builtin: false };
    // What is not there on a clean checkout because a build makes it.
    if (/(^|\/)dist\//.test(path)) return { specifier, builtin: false };
    return { specifier, builtin: false, problem: `there is no ${path}` };
  }
  if (specifier.startsWith('node:') || builtins.has(specifier)) return { specifier, builtin: true };
  const parts = specifier.split('/');
  const packageName = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const target = packages.find(({ name }) => name === packageName);
  if (!target) return { specifier, packageName, builtin: false };
  const subpath = `.${specifier.slice(packageName.length)}`;
  const entry = sourceEntry(target.manifest.exports?.[subpath]);
  if (!entry) return { specifier, packageName, builtin: false, problem: `${packageName} exports no "${subpath}"` };
  const path = posix.join(target.folder, entry);
  if (!isFile(join(root, path))) return { specifier, packageName, builtin: false, problem: `there is no ${path}` };
  return { specifier, packageName, file: path, builtin: false };
}

/** The source that an entry of a manifest's `exports` names. @param {any} entry @returns {string | undefined} */
export function sourceEntry(entry) {
  return typeof entry === 'string' ? entry : entry?.['@respite/source'];
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
