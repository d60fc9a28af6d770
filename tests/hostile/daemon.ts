import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, type RawConnection, ServerProcess, TestCertificates } from '@respite/testing';

/** The daemon as it is shipped, which `npm test` builds; or another bundle of it: RESPITE_TEST_BUNDLE=/path/to/main.js */
const main =
  process.env.RESPITE_TEST_BUNDLE ?? fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));

/** A daemon with a port for TLS beside the plain one, in a folder of its own, whose log can be read. */
export class HostileDaemon {
  readonly tlsPort: number;
  readonly #folder: string;
  readonly #certificates: TestCertificates;
  readonly #process: ServerProcess;

  private constructor(tlsPort: number, folder: string, certificates: TestCertificates, started: ServerProcess) {
    this.tlsPort = tlsPort;
    this.#folder = folder;
    this.#certificates = certificates;
    this.#process = started;
  }

  static async start(...flags: string[]): Promise<HostileDaemon> {
    if (!existsSync(main)) throw new Error('apps/server is not built; npm test builds it');
    const folder = mkdtempSync(join(tmpdir(), 'respite-hostile-'));
    const certificates = new TestCertificates();
    const { cert, key } = certificates.issue('server');
    const tlsPort = await freePort();
    const started = await ServerProcess.start({
      program: process.execPath,
      args: (port) => [
        ...[main, '--port', `${port}`, '--dir', folder, '--save', '', '--logfile', join(folder, 'log')],
        ...['--tls-port', `${tlsPort}`, '--tls-auth-clients', 'no', '--tls-cert-file', cert, '--tls-key-file', key],
        ...flags,
      ],
    });
    return new HostileDaemon(tlsPort, folder, certificates, started);
  }

  get port(): number {
    return this.#process.port;
  }

  get isRunning(): boolean {
    return this.#process.child.exitCode === null && this.#process.child.signalCode === null;
  }

  /** All that it has logged, and what a crash has left on its standard error. */
  get log(): string {
    return readFileSync(join(this.#folder, 'log'), 'utf8') + this.#process.output;
  }

  /** Resident memory, in bytes, as the system counts it. Linux only. */
  get residentBytes(): number {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.#process.pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  }

  connect(): Promise<RawConnection> {
    return this.#process.connect();
  }

  async stop(): Promise<void> {
    await this.#process.kill();
    rmSync(this.#folder, { recursive: true, force: true });
    this.#certificates.remove();
  }
}
