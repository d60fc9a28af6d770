import type { Socket } from 'node:net';
import type { ReplyWriter } from '@respite/resp';
import type { Client } from '../session/client.ts';
import type { Sessions } from '../session/sessions.ts';
import { NOT_WRITTEN, type StreamHandle, writableHandle, writeToHandle } from './handle-writes.ts';
import { endpoint, type NetConnection } from './net-connection.ts';
import { readInto } from './receive-buffer.ts';

/** A client on a TCP or Unix socket. */
export class Connection implements NetConnection {
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly fileDescriptor: number;
  readonly kind: 'tcp' | 'unix';
  #socket: Socket;
  #client!: Client;
  readonly #sessions: Sessions;
  #reading = true;
  #isBusy = false;
  /** What replies are written to where that is possible; else to the socket. */
  readonly #handle: StreamHandle | undefined;
  /** The memory of the chunk that the handle has under way. */
  #underWay: Uint8Array | undefined;
  readonly #taken = (failure?: unknown) => this.#onTaken(failure);
  onClosed: () => void = () => {};

  constructor(accepted: Socket, buffer: Uint8Array, sessions: Sessions, unixPath?: string) {
    this.#sessions = sessions;
    this.kind = unixPath === undefined ? 'tcp' : 'unix';
    this.remoteAddress =
      unixPath === undefined ? endpoint(accepted.remoteAddress, accepted.remotePort) : `${unixPath}:0`;
    this.localAddress = unixPath === undefined ? endpoint(accepted.localAddress, accepted.localPort) : `${unixPath}:0`;
    this.fileDescriptor = (accepted as unknown as { _handle?: { fd?: number } })._handle?.fd ?? -1;
    this.#socket = readInto(buffer, accepted, (length, bytes) => {
      this.#sessions.receive(this.#client, bytes, 0, length);
      return this.#reading;
    });
    this.#handle = writableHandle(this.#socket);
  }

  start(client: Client, keepAliveSeconds: number): void {
    this.#client = client;
    const socket = this.#socket;
    socket.setNoDelay(true);
    if (keepAliveSeconds > 0) socket.setKeepAlive(true, keepAliveSeconds * 1000);
    socket.on('error', () => this.#sessions.gone(client));
    socket.on('close', () => {
      this.#sessions.gone(client);
      this.onClosed();
    });
    socket.on('end', () => this.#sessions.gone(client));
    socket.resume();
    socket.read(0);
  }

  get unsentBytes(): number {
    if (!this.#isBusy) return 0;
    const { writableLength } = this.#socket;
    // What is under way counts as a whole for the stream, until the last byte is taken; the handle knows better.
    const queued = this.#handle?.writeQueueSize;
    if (queued === undefined) return writableLength;
    return writableLength === 0 ? queued : Math.min(writableLength, queued);
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  send(writer: ReplyWriter): void {
    // What the socket itself has under way must not be overtaken.
    const direct = this.#isBusy ? undefined : this.#handle;
    if (direct !== undefined && writer.chunkCount === 1 && this.#sendDirectly(writer, direct)) return;
    const socket = this.#socket;
    const count = writer.chunkCount;
    if (count > 1) socket.cork();
    for (let i = 0; i < count; i++) socket.write(bufferOf(writer, i));
    if (count > 1) socket.uncork();
    // What the kernel took at once needs its memory no more; otherwise the socket holds on to it.
    if (socket.writableLength === 0) {
      writer.recycle();
      return;
    }
    writer.abandon();
    // Called back when all before it has been taken. The event 'drain' does not come for little output.
    this.#isBusy = true;
    socket.write(NOTHING, this.#taken);
  }

  /** @returns whether the reply is sent, or never will be */
  #sendDirectly(writer: ReplyWriter, handle: StreamHandle): boolean {
    const memory = writer.memoryAt(0);
    const bytes = new Uint8Array(memory.buffer, memory.byteOffset, writer.lengthAt(0));
    const error = writeToHandle(handle, bytes, this.#taken);
    if (error === NOT_WRITTEN) return false;
    if (error === 0 && handle.writeQueueSize > 0) {
      this.#underWay = memory;
      writer.abandon();
      this.#isBusy = true;
      return true;
    }
    writer.recycle();
    if (error !== 0) this.#socket.destroy();
    return true;
  }

  /** @param failure an Error from the socket, a number other than 0 from the handle */
  #onTaken(failure: unknown): void {
    this.#isBusy = false;
    if (this.#underWay !== undefined && !failure) this.#client.reply.giveBack(this.#underWay);
    this.#underWay = undefined;
    if (failure) this.#socket.destroy();
    else this.#sessions.drained(this.#client);
  }

  pause(): void {
    this.#reading = false;
    this.#socket.pause();
  }

  resume(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#socket.resume();
    this.#socket.read(0);
  }

  close(now: boolean): void {
    // Destroyed once all is written: a peer that goes on sending must not be listened to any longer.
    if (now) this.#socket.destroy();
    else this.#socket.destroySoon();
  }

  finish(): void {
    this.pause();
    this.#sessions.sendRest(this.#client);
    this.close(false);
  }
}

const NOTHING = Buffer.alloc(0);

/** Chunk `i` as a Buffer. Of a plain Uint8Array the socket would make one itself, and of a part of a chunk that is two views instead of one. */
function bufferOf(writer: ReplyWriter, i: number): Buffer {
  const memory = writer.memoryAt(i);
  return Buffer.from(memory.buffer as ArrayBuffer, memory.byteOffset, writer.lengthAt(i));
}
