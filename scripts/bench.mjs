// npm run bench [-- arguments]: installs, builds the server, and runs the benchmarks' own script with the arguments.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build-app.mjs';
import { ensureInstalled, root } from './install.mjs';
import { runTool } from './tools.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'benchmarks', 'package.json'), 'utf8'));
if (scripts?.bench === undefined) {
  console.error('benchmarks/package.json has no script "bench"');
  process.exit(1);
}
ensureInstalled();
await ensureBuilt('server');
process.exitCode = await runTool('pnpm', ['--dir', join(root, 'benchmarks'), 'run', 'bench', ...process.argv.slice(2)]);
