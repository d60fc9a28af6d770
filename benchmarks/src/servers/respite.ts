import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from '@respite/testing';
import { type Contender, QUIET_FLAGS, START_TIMEOUT_MS } from './contender.ts';

const main = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url));
const monitor = import.meta.resolve('#event-loop-monitor');

/** The daemon as it is shipped: one bundled file. */
export const respite: Contender = { name: 'Respite', start: (folder) => start(folder, []) };

/** The same with a watch over its event loop, see `probe/event-loop-monitor.mjs`. */
export const watchedRespite: Contender = {
  name: 'Respite',
  start: (folder) => start(folder, ['--import', monitor]),
};

function start(folder: string, nodeFlags: readonly string[]) {
  if (!existsSync(main)) throw new Error('The server is not built; npm run bench builds it.');
  return ServerProcess.start({
    program: process.execPath,
    args: (port) => [...nodeFlags, main, '--port', String(port), '--dir', folder, ...QUIET_FLAGS],
    cwd: folder,
    channel: nodeFlags.length > 0,
    timeoutMs: START_TIMEOUT_MS,
  });
}
