import { chmodSync, existsSync, unlinkSync } from 'node:fs';
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net';
import { dirname } from 'node:path';

/** Where to listen. */
export interface ListenTarget {
  /** Addresses as in `bind`: host names, IP addresses, `*`, each perhaps after `-` (may be missing). */
  readonly addresses?: readonly string[];
  /** 0: any free port. undefined: no TCP. */
  readonly port?: number | undefined;
  readonly backlog: number;
  /** Path of a Unix socket; empty: none. */
  readonly unixSocket?: string;
  /** 0: as the umask has it. */
  readonly unixSocketMode?: number;
}

/** An address that could not be listened on. */
export class ListenError extends Error {
  readonly code: string;
  /** 0 for a Unix socket. */
  readonly port: number;

  constructor(what: string, port: number, cause: NodeJS.ErrnoException) {
    super(`Could not create server ${what}: bind: ${reasonOf(cause)}`, { cause });
    this.code = cause.code ?? '';
    this.port = port;
  }
}

/** A socket that waits for clients. */
interface Listening {
  /** What was asked for: `127.0.0.1 6379`. */
  readonly at: string;
  readonly server: NetServer;
}

/** What can be wrong with an address that may be missing. */
const MISSING: ReadonlySet<string | undefined> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENOTFOUND']);
/** When there are no file descriptors left, each connection that is tried fails: the log hears of it once in so many milliseconds. */
const FAILURE_LOG_INTERVAL_MS = 1000;

/** The sockets that wait for clients. */
export class Listener {
  readonly #accept: (socket: Socket, unixPath?: string) => void;
  readonly #warn: (message: string) => void;
  readonly #nowMs: () => number;
  #listening: Listening[] = [];
  #unixPath = '';
  #failureLoggedAt = Number.NEGATIVE_INFINITY;

  /** @param nowMs a monotonic clock */
  constructor(
    accept: (socket: Socket, unixPath?: string) => void,
    warn: (message: string) => void,
    nowMs: () => number,
  ) {
    this.#accept = accept;
    this.#warn = warn;
    this.#nowMs = nowMs;
  }

  /** All addresses listened on. */
  get addresses(): AddressInfo[] {
    return this.#listening
      .map(({ server }) => server.address())
      .filter((address) => address !== null && isTcp(address));
  }

  /** Opens all sockets, or none. @throws ListenError */
  async open(target: ListenTarget): Promise<void> {
    const { port, unixSocket = '', unixSocketMode = 0, backlog } = target;
    const opened: Listening[] = [];
    try {
      if (port !== undefined) await this.#openTcp(target, port, [], opened);
      if (unixSocket !== '') opened.push(await this.#openUnix(unixSocket, unixSocketMode, backlog));
    } catch (error) {
      closeAll(opened);
      throw error;
    }
    this.#listening = opened;
  }

  /**
   * Listens elsewhere, or, if that cannot be, where it did. Addresses that stay are not closed in between, and the old ones only when
   * the new are open, unless they are in the way, as `127.0.0.1` is for `*` with the same port.
   *
   * @throws ListenError
   */
  async moveTo(target: ListenTarget): Promise<void> {
    const before = this.#listening;
    // Port 0 means any, so also the one that there is.
    const port = target.port === 0 ? (this.addresses[0]?.port ?? 0) : target.port;
    const opened: Listening[] = [];
    try {
      if (port !== undefined) await this.#openTcp(target, port, before, opened);
    } catch (error) {
      closeAll(opened.filter((listening) => !before.includes(listening)));
      const inTheWay = before.filter(({ at }) => at.endsWith(` ${port}`));
      if (!(error instanceof ListenError) || error.code !== 'EADDRINUSE' || inTheWay.length === 0) throw error;
      await this.#reopen(target, port ?? 0, before);
      return;
    }
    closeAll(before.filter((listening) => !opened.includes(listening)));
    this.#listening = opened;
  }

  async #reopen(target: ListenTarget, port: number, before: readonly Listening[]): Promise<void> {
    closeAll(before);
    this.#listening = [];
    const opened: Listening[] = [];
    try {
      await this.#openTcp(target, port, [], opened);
      this.#listening = opened;
    } catch (error) {
      closeAll(opened);
      for (const { at } of before) this.#listening.push(await this.#listenAt(at, target.backlog));
      throw error;
    }
  }

  /** @param kept those that are listened on already, to be used again */
  async #openTcp(target: ListenTarget, wanted: number, kept: readonly Listening[], opened: Listening[]): Promise<void> {
    const { addresses = [], backlog } = target;
    let port = wanted;
    for (const written of addresses) {
      const optional = written.startsWith('-');
      const address = optional ? written.slice(1) : written;
      const host = address === '*' ? '0.0.0.0' : address === '::*' ? '::' : address;
      const at = `${host} ${port}`;
      try {
        const listening = kept.find((each) => each.at === at) ?? (await this.#listenAt(at, backlog));
        opened.push(listening);
        // With port 0 the system chooses for the first address; the others follow it.
        port = (listening.server.address() as AddressInfo).port;
      } catch (error) {
        const failure = error as NodeJS.ErrnoException;
        if (optional && MISSING.has(failure.code)) continue;
        throw new ListenError(`TCP listening socket ${address}:${wanted}`, wanted, failure);
      }
    }
    if (opened.length === 0) this.#warn('No TCP address is listened on: bind names none that there is.');
  }

  async #listenAt(at: string, backlog: number): Promise<Listening> {
    const [host, text] = at.split(' ');
    const server = await this.#listen({ host, port: Number(text), backlog, ipv6Only: host.includes(':') }, undefined);
    return { at: `${host} ${(server.address() as AddressInfo).port}`, server };
  }

  async #openUnix(path: string, mode: number, backlog: number): Promise<Listening> {
    try {
      // A socket that an earlier run left behind; another server's would be gone for it too, as with Redis.
      unlinkSync(path);
    } catch {
      // There was none.
    }
    try {
      const server = await this.#listen({ path, backlog }, path);
      this.#unixPath = path;
      if (mode !== 0) chmodSync(path, mode);
      return { at: path, server };
    } catch (error) {
      const cause = error as NodeJS.ErrnoException;
      // Node says EACCES of a folder that is missing, too.
      if (cause.code === 'EACCES' && !existsSync(dirname(path))) cause.code = 'ENOENT';
      throw new ListenError(`Unix listening socket ${path}`, 0, cause);
    }
  }

  #listen(options: object, unixPath: string | undefined): Promise<NetServer> {
    return new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: false }, (socket) => this.#accept(socket, unixPath));
      server.once('error', reject);
      server.listen(options, () => {
        server.off('error', reject);
        server.on('error', (error) => this.#acceptFailed(error));
        resolve(server);
      });
    });
  }

  #acceptFailed(error: Error): void {
    const now = this.#nowMs();
    if (now - this.#failureLoggedAt < FAILURE_LOG_INTERVAL_MS) return;
    this.#failureLoggedAt = now;
    this.#warn(`Accepting a client connection: ${error.message}`);
  }

  /** Stops accepting. Connections that were accepted stay. */
  close(): void {
    closeAll(this.#listening);
    this.#listening = [];
    if (this.#unixPath !== '') {
      try {
        unlinkSync(this.#unixPath);
      } catch {
        // Closing has removed it already.
      }
      this.#unixPath = '';
    }
  }
}

function closeAll(listening: readonly Listening[]): void {
  for (const { server } of listening) server.close();
}

function isTcp(address: AddressInfo | string): address is AddressInfo {
  return typeof address === 'object';
}

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'Address already in use';
    case 'EACCES':
      return 'Permission denied';
    case 'ENOENT':
      return 'No such file or directory';
    case 'EADDRNOTAVAIL':
      return 'Cannot assign requested address';
    default:
      return error.message;
  }
}
