import type { TLSSocket } from 'node:tls';
import type { ReplyWriter } from '@respite/resp';
import type { Client } from '../session/client.ts';
import type { Sessions } from '../session/sessions.ts';
import { endpoint, type NetConnection } from './net-connection.ts';

/** A reply up to this size is copied, so that the writer keeps its chunk: TLS never takes bytes at once, as the kernel does. */
const COPIED_MAX = 4096;
/** What is given to TLS in one piece, and how much of it may be under way at a time: it holds all of that again, encrypted. */
const PIECE = 64 * 1024;
const UNDER_WAY_MAX = 4 * PIECE;

/** A client on an encrypted TCP socket whose handshake is done. */
export class TlsConnection implements NetConnection {
  readonly kind = 'tls';
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly fileDescriptor: number;
  readonly #socket: TLSSocket;
  readonly #sessions: Sessions;
  /** Pieces that TLS has not been given yet, from #next on. */
  #waiting: Buffer[] = [];
  #next = 0;
  #waitingBytes = 0;
  #closesWhenSent = false;
  #client: Client | undefined;
  onClosed: () => void = () => {};

  constructor(socket: TLSSocket, sessions: Sessions) {
    this.#socket = socket;
    this.#sessions = sessions;
    this.remoteAddress = endpoint(socket.remoteAddress, socket.remotePort);
    this.localAddress = endpoint(socket.localAddress, socket.localPort);
    this.fileDescriptor = (socket as unknown as { _handle?: { fd?: number } })._handle?.fd ?? -1;
  }

  start(client: Client, keepAliveSeconds: number): void {
    const socket = this.#socket;
    const sessions = this.#sessions;
    this.#client = client;
    socket.setNoDelay(true);
    if (keepAliveSeconds > 0) socket.setKeepAlive(true, keepAliveSeconds * 1000);
    // A client has no reason to negotiate anew, except to keep the server busy.
    socket.disableRenegotiation();
    socket.on('error', () => sessions.gone(client));
    socket.on('close', () => {
      this.#forget();
      sessions.gone(client);
      this.onClosed();
    });
    socket.on('end', () => sessions.gone(client));
    socket.on('drain', () => {
      this.#pump();
      if (this.#waitingBytes === 0) sessions.drained(client);
    });
    socket.on('data', (chunk: Buffer) => sessions.receive(client, chunk, 0, chunk.length));
  }

  get unsentBytes(): number {
    return this.#waitingBytes + this.#socket.writableLength;
  }

  get isBusy(): boolean {
    return this.#waitingBytes > 0 || this.#socket.writableNeedDrain;
  }

  send(writer: ReplyWriter): void {
    const { length } = writer;
    if (length <= COPIED_MAX && writer.chunkCount === 1 && this.#waitingBytes === 0) {
      this.#socket.write(Buffer.from(writer.chunkAt(0)));
      writer.recycle();
      return;
    }
    for (let i = 0; i < writer.chunkCount; i++) {
      const { buffer, byteOffset } = writer.memoryAt(i);
      const end = writer.lengthAt(i);
      for (let at = 0; at < end; at += PIECE) {
        this.#waiting.push(Buffer.from(buffer as ArrayBuffer, byteOffset + at, Math.min(PIECE, end - at)));
      }
    }
    this.#waitingBytes += length;
    writer.abandon();
    this.#pump();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(now: boolean): void {
    if (now) {
      this.#forget();
      this.#socket.destroy();
    } else if (this.#waitingBytes > 0) {
      // A peer that goes on sending must not be listened to any longer.
      this.#socket.pause();
      this.#closesWhenSent = true;
    } else this.#socket.destroySoon();
  }

  finish(): void {
    this.pause();
    if (this.#client !== undefined) this.#sessions.sendRest(this.#client);
    this.close(false);
  }

  /** Gives TLS as much of what waits as it may have at a time. */
  #pump(): void {
    const socket = this.#socket;
    while (this.#next < this.#waiting.length && socket.writableLength < UNDER_WAY_MAX) {
      const piece = this.#waiting[this.#next];
      // What has been given is let go of, even while much more waits behind it.
      this.#waiting[this.#next++] = NOTHING;
      this.#waitingBytes -= piece.length;
      socket.write(piece);
    }
    if (this.#next < this.#waiting.length) return;
    this.#forget();
    if (this.#closesWhenSent) socket.destroySoon();
  }

  #forget(): void {
    this.#waiting = [];
    this.#next = 0;
    this.#waitingBytes = 0;
  }
}

const NOTHING = Buffer.alloc(0);
