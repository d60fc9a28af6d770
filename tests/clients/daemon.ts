import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from '@respite/testing';
import { afterAll, beforeAll } from 'vitest';

/**
 * Another server to ask the same, to see whether it is the server or the test that is wrong:
 * `RESPITE_TEST_SERVER=redis-server npm test -- tests/clients`.
 */
const otherServer = process.env.RESPITE_TEST_SERVER;

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));

/** The daemon as it is shipped; `npm test` has built it. It has a folder of its own and saves nothing. */
export class Daemon {
  readonly #folder: string;
  readonly #flags: readonly string[];
  #process: ServerProcess;

  private constructor(folder: string, flags: readonly string[], started: ServerProcess) {
    this.#folder = folder;
    this.#flags = flags;
    this.#process = started;
  }

  static async start(flags: readonly string[] = []): Promise<Daemon> {
    if (otherServer === undefined && !existsSync(main)) throw new Error('apps/server is not built; npm test builds it');
    const folder = mkdtempSync(join(tmpdir(), 'respite-daemon-'));
    return new Daemon(folder, flags, await launch(folder, flags));
  }

  get port(): number {
    return this.#process.port;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Ends the server; what was in it is gone. Its clients see the connection close. */
  async goAway(): Promise<void> {
    await this.#process.kill();
  }

  /** A new server at the same address, after `goAway`. */
  async comeBack(): Promise<void> {
    this.#process = await launch(this.#folder, this.#flags, this.port);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A daemon for all tests of a file. */
export function useDaemon(...flags: string[]): () => Daemon {
  let daemon: Daemon | undefined;
  beforeAll(async () => {
    daemon = await Daemon.start(flags);
  });
  afterAll(() => daemon?.stop());
  return () => {
    if (daemon === undefined) throw new Error('The daemon runs once the tests do');
    return daemon;
  };
}

function launch(folder: string, flags: readonly string[], port?: number): Promise<ServerProcess> {
  return ServerProcess.start({
    program: otherServer ?? process.execPath,
    args: (at) => [
      ...(otherServer === undefined ? [main] : []),
      '--port',
      String(at),
      '--dir',
      folder,
      '--save',
      '',
      ...flags,
    ],
    ...(port !== undefined && { port }),
  });
}
