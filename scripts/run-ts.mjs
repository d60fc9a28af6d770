// node scripts/run-ts.mjs <file.ts> [arguments]: runs a TypeScript program from its source, packages from theirs.
// Node's own flags for the program come from NODE_OPTIONS.

import { runTool } from './tools.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node scripts/run-ts.mjs <file.ts> [arguments]');
  process.exit(1);
}
const flags = ['--conditions=@respite/source', '--disable-warning=ExperimentalWarning', '--enable-source-maps'];
// Node 22.18 and later erase types themselves.
if (!('typescript' in process.features && process.features.typescript)) {
  flags.push('--import', new URL('./erase-types-hook.mjs', import.meta.url).href);
}
process.exitCode = await runTool('node', [...flags, file, ...args], {
  cwd: process.cwd(),
});
