import { chmodSync, unlinkSync } from 'node:fs';
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from 'node:net';

/** Where to listen. */
export interface ListenTarget {
  /** Addresses as in `bind`: host names, IP addresses, `*`, each perhaps after `-` (may be missing). None: all interfaces. */
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

/** The sockets that wait for clients. */
export class Listener {
  readonly #accept: (socket: Socket, unixPath?: string) => void;
  readonly #warn: (message: string) => void;
  #servers: NetServer[] = [];
  #unixPath = '';

  constructor(accept: (socket: Socket, unixPath?: string) => void, warn: (message: string) => void) {
    this.#accept = accept;
    this.#warn = warn;
  }

  /** All addresses listened on. */
  get addresses(): AddressInfo[] {
    const addresses: AddressInfo[] = [];
    for (const server of this.#servers) {
      const address = server.address();
      if (address !== null && typeof address === 'object') addresses.push(address);
    }
    return addresses;
  }

  /** Opens all sockets, or none. @throws ListenError */
  async open(target: ListenTarget): Promise<void> {
    const opened: NetServer[] = [];
    try {
      if (target.port !== undefined) await this.#openTcp(target, target.port, opened);
      const { unixSocket = '', unixSocketMode = 0, backlog } = target;
      if (unixSocket !== '') opened.push(await this.#openUnix(unixSocket, unixSocketMode, backlog));
    } catch (error) {
      for (const server of opened) server.close();
      throw error;
    }
    this.#servers = opened;
  }

  async #openTcp(target: ListenTarget, wanted: number, opened: NetServer[]): Promise<void> {
    const { addresses: given = [] } = target;
    const addresses = given.length === 0 ? ['*', '-::*'] : given;
    let port = wanted;
    for (const written of addresses) {
      const optional = written.startsWith('-');
      const address = optional ? written.slice(1) : written;
      const host = address === '*' ? '0.0.0.0' : address === '::*' ? '::' : address;
      try {
        const options = { host, port, backlog: target.backlog, ipv6Only: host.includes(':') };
        const server = await this.#listen(options, undefined);
        opened.push(server);
        // With port 0 the system chooses for the first address; the others follow it.
        port = (server.address() as AddressInfo).port;
      } catch (error) {
        const failure = error as NodeJS.ErrnoException;
        const missing =
          failure.code === 'EADDRNOTAVAIL' || failure.code === 'EAFNOSUPPORT' || failure.code === 'ENOTFOUND';
        if (optional && missing) continue;
        throw new ListenError(`TCP listening socket ${address}:${wanted}`, wanted, failure);
      }
    }
    if (opened.length === 0) this.#warn('No address of bind is available; the server listens nowhere.');
  }

  async #openUnix(path: string, mode: number, backlog: number): Promise<NetServer> {
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
      return server;
    } catch (error) {
      throw new ListenError(`Unix listening socket ${path}`, 0, error as NodeJS.ErrnoException);
    }
  }

  #listen(options: object, unixPath: string | undefined): Promise<NetServer> {
    return new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: false }, (socket) => this.#accept(socket, unixPath));
      server.once('error', reject);
      server.listen(options, () => {
        server.off('error', reject);
        server.on('error', (error) => this.#warn(`Accepting a client connection: ${error.message}`));
        resolve(server);
      });
    });
  }

  /** Stops accepting. Connections that were accepted stay. */
  close(): void {
    for (const server of this.#servers) server.close();
    this.#servers = [];
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

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'Address already in use';
    case 'EACCES':
      return 'Permission denied';
    case 'EADDRNOTAVAIL':
      return 'Cannot assign requested address';
    default:
      return error.message;
  }
}
