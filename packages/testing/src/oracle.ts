import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';
import { RawConnection } from './raw-connection.ts';

/** Where the oracle is, or why there is none. */
export type OracleSearch = { found: true; program: string } | { found: false; reason: string };

/**
 * Looks for the real server that ours is compared with: the program that RESPITE_ORACLE names, else `redis-server` on
 * PATH. RESPITE_ORACLE=none says that this machine does without one on purpose.
 */
export function findOracle(env: NodeJS.ProcessEnv = process.env): OracleSearch {
  const named = env.RESPITE_ORACLE ?? '';
  if (named === 'none') return { found: false, reason: 'RESPITE_ORACLE=none' };
  if (named !== '') {
    return isProgram(named)
      ? { found: true, program: named }
      : { found: false, reason: `RESPITE_ORACLE is ${named}, which is no program` };
  }
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const program = join(folder, process.platform === 'win32' ? 'redis-server.exe' : 'redis-server');
    if (folder !== '' && isProgram(program)) return { found: true, program };
  }
  return { found: false, reason: 'no redis-server on PATH' };
}

/** A real server that runs for a test, empty at the start, on a port of its own, in a folder of its own. */
export class Oracle {
  readonly port: number;
  /** For example `7.0.15`. */
  readonly version: string;
  readonly #stop: () => Promise<void>;

  constructor(port: number, version: string, stop: () => Promise<void>) {
    this.port = port;
    this.version = version;
    this.#stop = stop;
  }

  connect(): Promise<RawConnection> {
    return RawConnection.open(this.port);
  }

  /** Ends the server and removes its folder. */
  stop(): Promise<void> {
    return this.#stop();
  }
}

/**
 * Starts the oracle. `flags` are added to its command line (`'--maxmemory', '1mb'`).
 *
 * @throws Error with the server's own output if it does not come up
 */
export async function startOracle(flags: readonly string[] = []): Promise<Oracle> {
  const search = findOracle();
  if (!search.found) throw new Error(`the oracle cannot be started: ${search.reason}`);
  // Between finding a free port and binding it somebody else may take it; then another port is tried.
  for (let attempt = 1; ; attempt++) {
    const started = await launch(search.program, await freePort(), flags);
    if (started instanceof Oracle) return started;
    if (attempt === 5 || !started.includes('Address already in use')) {
      throw new Error(`${search.program} did not start:\n${started}`);
    }
  }
}

async function launch(program: string, port: number, flags: readonly string[]): Promise<Oracle | string> {
  const folder = mkdtempSync(join(tmpdir(), 'respite-oracle-'));
  const child = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, '--daemonize', 'no', ...flags],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const stop = async () => {
    process.removeListener('exit', killWithUs);
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };

  const output: string[] = [];
  let version = '';
  child.stderr.on('data', (chunk) => output.push(String(chunk)));
  for await (const line of createInterface({ input: child.stdout })) {
    output.push(line);
    version ||= /version=(\d+\.\d+\.\d+)/.exec(line)?.[1] ?? '';
    if (line.includes('Ready to accept connections')) {
      // Its log goes on; somebody has to read it, or it would stand still once the pipe is full.
      child.stdout.resume();
      return new Oracle(port, version, stop);
    }
  }
  await stop();
  return output.join('\n');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
