// A folder of files that lives as long as a test, to show a check what it must find.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** @param {Record<string, string>} files text by path @returns {string} the folder */
export function temporaryTree(files) {
  const root = mkdtempSync(join(tmpdir(), 'respite-scripts-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A package.json of this workspace. @param {string} name @param {string[]} dependencies */
export function manifest(name, dependencies = []) {
  return JSON.stringify({
    name,
    exports: { '.': { '@respite/source': './src/index.ts', default: './dist/index.js' } },
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, 'workspace:*'])),
  });
}
