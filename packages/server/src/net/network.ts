import type { AddressInfo, Socket } from 'node:net';
import type { DirectiveName } from '../config/directives.ts';
import type { Core } from '../core.ts';
import { Connection } from './connection.ts';
import { drain } from './drain.ts';
import { Listener, type ListenTarget } from './listener.ts';
import type { NetConnection } from './net-connection.ts';
import { boundMaxclients } from './open-files.ts';
import { RECEIVE_BUFFER_BYTES } from './receive-buffer.ts';
import { TlsAcceptor } from './tls-acceptor.ts';
import { TlsConnection } from './tls-connection.ts';

/** What of TLS is read and checked when it is set. */
const tlsSettings: readonly DirectiveName[] = [
  ...(['tls-cert-file', 'tls-key-file', 'tls-key-file-pass', 'tls-ca-cert-file', 'tls-ca-cert-dir'] as const),
  ...(['tls-client-cert-file', 'tls-client-key-file', 'tls-client-key-file-pass', 'tls-dh-params-file'] as const),
  ...(['tls-protocols', 'tls-ciphers', 'tls-ciphersuites', 'tls-prefer-server-ciphers'] as const),
  ...(['tls-session-caching', 'tls-session-cache-timeout'] as const),
];

const CANNOT_LISTEN = 'Unable to listen on this port. Check server logs.';
const CANNOT_BIND = 'Failed to bind to specified addresses.';
const CANNOT_CONFIGURE_TLS = 'Unable to update TLS configuration. Check server logs.';

/** All the ways into a server, as the configuration has them now: TCP, TLS and a Unix socket. */
export class Network {
  readonly #core: Core;
  readonly #anyPort: boolean;
  readonly #buffer = new Uint8Array(RECEIVE_BUFFER_BYTES);
  readonly #connections = new Set<NetConnection>();
  readonly #tcp: Listener;
  readonly #unix: Listener;
  readonly #tls: Listener;
  readonly #tlsAcceptor: TlsAcceptor;
  #tlsReloads: NodeJS.Timeout | undefined;

  /** @param anyPort port 0 means any free port, not "no TCP" */
  constructor(core: Core, anyPort: boolean) {
    this.#core = core;
    this.#anyPort = anyPort;
    const warn = (message: string) => core.host.log('warning', message);
    const now = () => core.clock.source.monotonicMs();
    this.#tcp = new Listener((socket) => this.#accept(socket), warn, now);
    this.#unix = new Listener((socket, path) => this.#accept(socket, path), warn, now);
    this.#tls = new Listener((socket) => this.#acceptForTls(socket), warn, now);
    this.#tlsAcceptor = new TlsAcceptor(
      (socket) => this.#admit(new TlsConnection(socket, core.sessions)),
      (peer, reason) => warn(`Error accepting a client connection: ${reason} (${peer})`),
    );
    boundMaxclients(core.config, warn);
    this.#followConfig();
  }

  /** Reads certificates and what else TLS needs, if there is to be TLS. @throws TlsSettingsError */
  configureTls(): void {
    if (this.#core.config.tlsPort !== 0) this.#tlsAcceptor.configure(this.#core.config);
  }

  /** Lets clients in from now on. @throws ListenError, TlsSettingsError */
  async open(): Promise<void> {
    if (!this.#tlsAcceptor.isConfigured) this.configureTls();
    try {
      await this.#tcp.open(this.#tcpTarget());
      await this.#unix.open(this.#unixTarget());
      await this.#tls.open(this.#tlsTarget());
    } catch (error) {
      this.#stopListening();
      throw error;
    }
    this.#reloadTlsNowAndThen();
  }

  /** TCP addresses that are listened on for clients without encryption. */
  get addresses(): AddressInfo[] {
    return this.#tcp.addresses;
  }

  /** TCP addresses that are listened on for TLS. */
  get tlsAddresses(): AddressInfo[] {
    return this.#tls.addresses;
  }

  /** Lets nobody in any more. */
  stopListening(): void {
    clearInterval(this.#tlsReloads);
    this.#stopListening();
  }

  /** Ends all connections once their replies are sent, and who does not take them, at the latest after so many milliseconds. */
  async endConnections(longestMs: number): Promise<void> {
    this.#tlsAcceptor.close();
    await drain(this.#connections, longestMs, () => this.#core.clock.source.monotonicMs());
  }

  #stopListening(): void {
    for (const listener of [this.#tcp, this.#unix, this.#tls]) listener.close();
  }

  #accept(socket: Socket, unixPath?: string): void {
    if (this.#isFull()) refuse(socket);
    else this.#admit(new Connection(socket, this.#buffer, this.#core.sessions, unixPath));
  }

  #acceptForTls(socket: Socket): void {
    // Without a handshake there is no way to say why.
    if (this.#isFull()) socket.destroy();
    else this.#tlsAcceptor.accept(socket);
  }

  #isFull(): boolean {
    const { clients, config, counters } = this.#core;
    if (clients.size + this.#tlsAcceptor.handshakes < config.maxclients) return false;
    counters.connectionsRejected++;
    return true;
  }

  #admit(connection: NetConnection): void {
    this.#connections.add(connection);
    connection.onClosed = () => this.#connections.delete(connection);
    connection.start(this.#core.open(connection), this.#core.config.tcpKeepalive);
  }

  #followConfig(): void {
    const { config } = this.#core;
    config.onChange(
      ['bind'],
      async () =>
        (await this.#listenAgain(this.#tcp, this.#tcpTarget(), CANNOT_BIND)) ??
        this.#listenAgain(this.#tls, this.#tlsTarget(), CANNOT_BIND),
    );
    config.onChange(['port'], () => this.#listenAgain(this.#tcp, this.#tcpTarget(), CANNOT_LISTEN));
    config.onChange(
      ['tls-port'],
      () => this.#reconfigureTls() ?? this.#listenAgain(this.#tls, this.#tlsTarget(), CANNOT_LISTEN),
    );
    config.onChange(tlsSettings, () => this.#reconfigureTls());
    config.onChange(['tls-auth-clients'], () => {
      this.#tlsAcceptor.followClientAuthentication(config);
      return undefined;
    });
    config.onChange(['tls-auto-reload-interval'], () => {
      this.#reloadTlsNowAndThen();
      return undefined;
    });
  }

  #reconfigureTls(): string | undefined {
    try {
      this.configureTls();
      return undefined;
    } catch (error) {
      this.#core.host.log('warning', messageOf(error));
      return CANNOT_CONFIGURE_TLS;
    }
  }

  /** Takes up new certificates without being told, and keeps the old ones where the new are no good. */
  #reloadTlsNowAndThen(): void {
    clearInterval(this.#tlsReloads);
    const seconds = this.#core.config.tlsAutoReloadInterval;
    if (seconds === 0) return;
    this.#tlsReloads = setInterval(() => this.#reconfigureTls(), Math.min(seconds * 1000, 2 ** 31 - 1));
    this.#tlsReloads.unref();
  }

  /** CONFIG SET port, tls-port or bind. */
  async #listenAgain(listener: Listener, target: ListenTarget, complaint: string): Promise<string | undefined> {
    try {
      await listener.moveTo(target);
      return undefined;
    } catch (error) {
      this.#core.host.log('warning', messageOf(error));
      return complaint;
    }
  }

  #tcpTarget(): ListenTarget {
    const { bind, port, tcpBacklog } = this.#core.config;
    return { addresses: bind, port: port === 0 && !this.#anyPort ? undefined : port, backlog: tcpBacklog };
  }

  #tlsTarget(): ListenTarget {
    const { bind, tlsPort, tcpBacklog } = this.#core.config;
    return { addresses: bind, port: tlsPort === 0 ? undefined : tlsPort, backlog: tcpBacklog };
  }

  #unixTarget(): ListenTarget {
    const { unixsocket, unixsocketperm, tcpBacklog } = this.#core.config;
    return { unixSocket: unixsocket, unixSocketMode: unixsocketperm, backlog: tcpBacklog };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** As good as can be: the other side may not have asked yet, and may not listen. */
function refuse(socket: Socket): void {
  socket.on('error', () => {});
  socket.write('-ERR max number of clients reached\r\n');
  socket.destroySoon();
}
