import type { Socket } from 'node:net';
import { createServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import type { Config } from '../config/config.ts';
import { endpoint } from './net-connection.ts';
import { readTlsSettings } from './tls-settings.ts';

/**
 * Makes encrypted sockets of accepted ones. Its settings can be exchanged while it works: handshakes that have begun end with those
 * that they began with, and so do connections.
 */
export class TlsAcceptor {
  readonly #accepted: (socket: TLSSocket) => void;
  readonly #refused: (peer: string, reason: string) => void;
  /** By the address of the other side, which the socket and the encrypted one made of it have in common. */
  readonly #handshakes = new Map<string, Socket>();
  #settings: ReturnType<typeof readTlsSettings> | undefined;
  /** Listens nowhere: sockets are handed to it. */
  #server: TlsServer | undefined;

  /**
   * @param accepted takes each socket whose handshake is done and whose certificate, where one is wanted, is valid
   * @param refused told whose handshake failed, `addr=127.0.0.1:50712 laddr=127.0.0.1:6379`, and why
   */
  constructor(accepted: (socket: TLSSocket) => void, refused: (peer: string, reason: string) => void) {
    this.#accepted = accepted;
    this.#refused = refused;
  }

  /** Clients whose handshake is under way. */
  get handshakes(): number {
    return this.#handshakes.size;
  }

  get isConfigured(): boolean {
    return this.#server !== undefined;
  }

  /** Takes up the settings, or none of them. @throws TlsSettingsError */
  configure(config: Config): void {
    const settings = readTlsSettings(config);
    this.#server = this.#serverWith(settings, config);
    this.#settings = settings;
  }

  /** `tls-auth-clients` has changed; files are not read again. */
  followClientAuthentication(config: Config): void {
    if (this.#settings !== undefined) this.#server = this.#serverWith(this.#settings, config);
  }

  accept(socket: Socket): void {
    const peer = peerOf(socket);
    this.#handshakes.set(peer, socket);
    socket.once('close', () => this.#handshakes.delete(peer));
    this.#server?.emit('connection', socket);
  }

  /** Ends all handshakes. */
  close(): void {
    for (const socket of this.#handshakes.values()) socket.destroy();
  }

  #serverWith(settings: ReturnType<typeof readTlsSettings>, { tlsAuthClients }: Config): TlsServer {
    const server = createServer({
      ...settings,
      requestCert: tlsAuthClients !== 'no',
      rejectUnauthorized: tlsAuthClients === 'yes',
    });
    server.on('secureConnection', (socket) => {
      this.#handshakes.delete(peerOf(socket));
      // An optional certificate may be missing, but one that is shown must be valid.
      if (tlsAuthClients === 'optional' && !socket.authorized && socket.getPeerX509Certificate() !== undefined) {
        this.#refuse(socket, socket.authorizationError);
        return;
      }
      this.#accepted(socket);
    });
    server.on('tlsClientError', (error, socket) => {
      this.#handshakes.delete(peerOf(socket));
      this.#refuse(socket, socket.authorizationError ?? error);
    });
    return server;
  }

  #refuse(socket: TLSSocket, reason: Error | string): void {
    const from = endpoint(socket.remoteAddress, socket.remotePort);
    const to = endpoint(socket.localAddress, socket.localPort);
    this.#refused(`addr=${from} laddr=${to}`, reason instanceof Error ? reasonOf(reason) : reason);
    socket.destroy();
  }
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** The words of OpenSSL without what Node adds: `error:0A00010B:SSL routines::wrong version number` */
function reasonOf({ message }: Error): string {
  const [, code, library, reason] = /error:([0-9A-F]+):([^:]*):[^:]*:([^:]*)/.exec(message) ?? [];
  return code === undefined ? message.trim() : `error:${code}:${library}::${reason}`;
}
