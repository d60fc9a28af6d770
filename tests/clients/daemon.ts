import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from '@respite/testing';
import { afterAll, beforeAll } from 'vitest';

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));

/**
 * The daemon as it is shipped, for all tests of a file; `npm test` has built it. It has a folder of its own and saves
 * nothing.
 */
export function useDaemon(): () => ServerProcess {
  let daemon: ServerProcess;
  let folder: string;
  beforeAll(async () => {
    if (!existsSync(main)) throw new Error('apps/server is not built; npm test builds it');
    folder = mkdtempSync(join(tmpdir(), 'respite-daemon-'));
    daemon = await ServerProcess.start({
      program: process.execPath,
      args: (port) => [main, '--port', String(port), '--dir', folder, '--save', ''],
    });
  });
  afterAll(async () => {
    await daemon?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => daemon;
}
