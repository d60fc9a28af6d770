// npm run check: every check that is no test. All of them run, whichever fails.
import { ensureInstalled } from './install.mjs';
import { runTool } from './tools.mjs';

/** @type {[name: string, tool: string, args: string[]][]} */
const checks = [
  ['lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['types', 'turbo', ['run', 'typecheck', 'typecheck:root', '--continue', '--output-logs=errors-only']],
  ['circles', 'node', ['scripts/check-circles.mjs']],
  ['doc paths', 'node', ['scripts/check-doc-paths.mjs']],
  ['tidy', 'node', ['scripts/tidy.mjs']],
];

ensureInstalled();
const failed = [];
for (const [name, tool, args] of checks) {
  console.log(`\n--- ${name}`);
  if ((await runTool(tool, args)) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
