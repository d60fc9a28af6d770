// node scripts/run.mjs <tool> [arguments]: installs if needed, then runs a tool of the workspace.
import { ensureInstalled } from './install.mjs';
import { runTool } from './tools.mjs';

const [tool, ...args] = process.argv.slice(2);
if (tool === undefined) {
  console.error('usage: node scripts/run.mjs <tool> [arguments]');
  process.exit(1);
}
ensureInstalled();
process.exitCode = await runTool(tool, args);
