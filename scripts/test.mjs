// npm test [-- vitest's arguments]: installs, builds the apps that tests start as programs, runs every test.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build-app.mjs';
import { ensureInstalled, root } from './install.mjs';
import { runTool } from './tools.mjs';

ensureInstalled();
for (const app of /** @type {const} */ (['server', 'cli'])) {
  if (existsSync(join(root, 'apps', app, 'src', 'main.ts'))) await ensureBuilt(app);
}
process.exitCode = await runTool('vitest', ['run', ...process.argv.slice(2)]);
