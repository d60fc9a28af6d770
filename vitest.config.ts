import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Packages are taken from their sources: tests never wait for a build.
const conditions = ['@respite/source', 'module', 'node', 'development|production'];

const folders = [
  ...['packages', 'apps'].flatMap((parent) => readdirSync(parent).map((name) => `${parent}/${name}`)),
  'tests',
  'examples',
  'benchmarks',
  'scripts',
].filter((folder) => folder === 'scripts' || existsSync(join(folder, 'package.json')));

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Two busy workers are what a small machine can give; more only make timings in tests worse.
    maxWorkers: Math.min(4, availableParallelism()),
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    passWithNoTests: true,
    projects: folders.map((folder) => ({
      extends: true,
      test: {
        name: folder,
        root: folder,
        include: ['**/*.test.ts', '**/*.test.mjs'],
        exclude: ['**/node_modules/**', '**/dist/**'],
        benchmark: { include: ['**/*.bench.ts'] },
      },
    })),
  },
});
