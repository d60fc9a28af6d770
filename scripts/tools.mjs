// Runs the workspace's tools (those in node_modules/.bin) and the other scripts.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './install.mjs';

/**
 * Runs a tool or `node` in the foreground and gives its exit code; a tool that a signal ended counts as 1.
 *
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function runTool(tool, args, options = {}) {
  const program = tool === 'node' ? process.execPath : tool;
  // On Windows the tools are .cmd files, which only a shell starts.
  const shell = process.platform === 'win32' && program === tool;
  const child = spawn(shell ? `"${program}"` : program, shell ? args.map((arg) => `"${arg}"`) : args, {
    cwd: options.cwd ?? root,
    env: toolEnvironment(options.env ?? process.env),
    stdio: 'inherit',
    shell,
  });
  // What the terminal's Ctrl-C means is the tool's business; it gets its own signal. A SIGTERM comes to us alone.
  const ignore = () => {};
  const forward = () => child.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      process.removeListener('SIGINT', ignore);
      process.removeListener('SIGTERM', forward);
      resolve(code ?? 1);
    });
  });
}

/** @param {NodeJS.ProcessEnv} env */
function toolEnvironment(env) {
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return {
    ...env,
    [pathName]: [join(root, 'node_modules', '.bin'), env[pathName] ?? ''].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  };
}
