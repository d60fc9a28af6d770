import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { encodeCommand, READY, ReplyDecoder, type TypedReply } from '@respite/resp';
import type { Settings } from './flags.ts';
import { systemErrorText } from './system-error-text.ts';
import { type TlsFiles, tlsErrorText, tlsOptions } from './tls-options.ts';

/** How long a silent connection is left alone before the system asks whether the server is still there. */
const KEEP_ALIVE_MS = 15_000;
/** Replies may nest as deep as the decoder can. */
const MAX_DEPTH = 1000;

export type ServerAddress = Pick<Settings, 'host' | 'port' | 'socket'>;

/** There was a connection and it is gone; the message says why, in redis-cli's words. */
export class ConnectionLost extends Error {}

/** The address in messages: `127.0.0.1:6379` or the path of a socket. */
export function addressText({ host, port, socket }: ServerAddress): string {
  return socket ?? `${host}:${port}`;
}

/** One connection: commands go out, replies and push messages come in, in order. */
export class Connection {
  /** Why it is gone; undefined while it is not. */
  lost: string | undefined;
  readonly #socket: Socket;
  readonly #decoder = new ReplyDecoder({ typed: true, strings: 'bytes', maxDepth: MAX_DEPTH });
  /** Replies that nobody has asked for yet begin at #next. */
  #replies: TypedReply[] = [];
  #next = 0;
  #wake: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('data', (chunk: Uint8Array) => this.#take(chunk));
    socket.on('error', (error) => this.#lose(tlsErrorText(error) ?? systemErrorText(error)));
    socket.on('close', () => this.#lose('Server closed the connection'));
  }

  /**
   * @param tls what to go by if the connection is to be encrypted
   * @throws Error whose message is the system's words, such as `Connection refused`, or tells what is wrong with TLS
   */
  static async open(address: ServerAddress, tls?: TlsFiles): Promise<Connection> {
    const { host, port, socket: path } = address;
    const where = path === undefined ? { host, port } : { path };
    const socket = tls === undefined ? connect(where) : connectTls({ ...where, ...tlsOptions(tls) });
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        const refused = tls === undefined ? undefined : tlsErrorText(error);
        reject(new Error(refused === undefined ? systemErrorText(error) : `SSL_connect failed: ${refused}`));
      };
      socket.once('error', fail);
      socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
        socket.removeListener('error', fail);
        resolve(new Connection(socket));
      });
    });
  }

  send(args: readonly Uint8Array[]): void {
    this.#socket.write(encodeCommand(args));
  }

  /** The next reply or push message if it is here already. */
  takeReply(): TypedReply | undefined {
    if (this.#next === this.#replies.length) return undefined;
    const reply = this.#replies[this.#next++];
    if (this.#next === this.#replies.length) {
      this.#replies = [];
      this.#next = 0;
    }
    return reply;
  }

  /** @throws ConnectionLost once all that came before the end has been taken */
  async nextReply(): Promise<TypedReply> {
    for (;;) {
      const reply = this.takeReply();
      if (reply !== undefined) return reply;
      if (this.lost !== undefined) throw new ConnectionLost(this.lost);
      await this.arrival();
    }
  }

  /** Waits until something has arrived, the connection is lost, or `wake` is called. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.#wake?.();
  }

  close(): void {
    this.#lose('Connection closed');
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    this.#decoder.feed(chunk);
    let status = this.#decoder.next();
    for (; status === READY; status = this.#decoder.next()) this.#replies.push(this.#decoder.value as TypedReply);
    if (this.#decoder.error !== '') {
      this.#lose(this.#decoder.error);
      this.#socket.destroy();
    }
    this.#wake?.();
  }

  #lose(why: string): void {
    this.lost ??= why;
    this.#wake?.();
  }
}
