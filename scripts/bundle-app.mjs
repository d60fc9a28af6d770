// Bundles the app in the current folder: src/main.ts and every package it uses become one file, dist/main.js.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { build, transform } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // Packages are taken from their sources, so an app never waits for their builds.
  conditions: ['@respite/source'],
  banner: { js: '#!/usr/bin/env node' },
  legalComments: 'inline',
  logLevel: 'warning',
  write: false,
});

// The bundler makes every `const` at the top of a file a `var`. Read from a const, a number is part of the machine code; from a var
// it is loaded, and tested, each time: 3 % of the time of a command. What has a NAME_LIKE_THIS is a constant.
const [{ path, text }] = outputFiles;
const { code } = await transform(text.replace(/^var ([A-Z][A-Z0-9_]*) =/gm, 'const $1 ='), {
  format: 'esm',
  target: 'node20.19',
  // Half the bytes to read and parse at every start; names stay, for stack traces and profiles.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'inline',
});
mkdirSync('dist', { recursive: true });
writeFileSync(path, code);
chmodSync(path, 0o755);
