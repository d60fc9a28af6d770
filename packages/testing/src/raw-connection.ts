import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeCommand } from './encode-command.ts';
import { quoteBytes } from './hex.ts';
import { endOfReply } from './reply-frame.ts';

/** A reply that takes longer than this many milliseconds is a failure: a test should say so before it times out. */
const REPLY_TIMEOUT_MS = 10_000;

/** A TCP connection that shows bytes as they are: what is sent is written unchanged, replies come whole. */
export class RawConnection {
  readonly #socket: Socket;
  // What was received and not yet read: the first #length bytes of #buffer.
  #buffer = new Uint8Array(1024);
  #length = 0;
  #closed = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Uint8Array) => {
      if (this.#length + chunk.length > this.#buffer.length) {
        const larger = new Uint8Array(2 * (this.#length + chunk.length));
        larger.set(this.#received);
        this.#buffer = larger;
      }
      this.#buffer.set(chunk, this.#length);
      this.#length += chunk.length;
      this.#wake?.();
    });
    socket.on('error', (error) => {
      this.#error = error;
    });
    socket.on('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  /** @throws the socket's error if nobody listens there */
  static async open(port: number, host = '127.0.0.1'): Promise<RawConnection> {
    const socket = connect({ port, host, noDelay: true });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** The same as soon as somebody listens; the limit of the test ends the waiting. */
  static async openSoon(port: number, host?: string): Promise<RawConnection> {
    for (;;) {
      try {
        return await RawConnection.open(port, host);
      } catch {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  /** Sends a command and waits for its reply, as text. */
  async ask(...command: (string | number | Uint8Array)[]): Promise<string> {
    return new TextDecoder().decode(await this.exchange(encodeCommand(command)));
  }

  /** Sends `request` and waits for one reply. A pushed message counts as a reply too: it is the next to be read. */
  async exchange(request: Uint8Array): Promise<Uint8Array> {
    this.send(request);
    return this.nextReply();
  }

  /** Sends without waiting for anything. */
  send(request: Uint8Array): void {
    this.#socket.write(request);
  }

  /** The next whole reply. @throws Error if the server closes first, or none comes in time */
  async nextReply(): Promise<Uint8Array> {
    let end = -1;
    await this.#until('a reply', () => {
      end = endOfReply(this.#received, 0);
      return end >= 0;
    });
    const reply = this.#received.slice(0, end);
    this.#buffer.copyWithin(0, end, this.#length);
    this.#length -= end;
    return reply;
  }

  get #received(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Waits until the server closes the connection, and gives what it sent before that was not yet read. */
  async untilClosed(): Promise<Uint8Array> {
    await this.#until('the end of the connection', () => this.#closed);
    return this.#received.slice();
  }

  /** Closes our side, and waits until the socket is gone. */
  async close(): Promise<void> {
    if (this.#closed) return;
    const closed = once(this.#socket, 'close');
    this.#socket.destroy();
    await closed;
  }

  async #until(what: string, done: () => boolean): Promise<void> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#wake?.();
    }, REPLY_TIMEOUT_MS);
    try {
      while (!done()) {
        if (this.#closed || late) {
          const why = late ? `${REPLY_TIMEOUT_MS} ms passed` : 'the connection was closed';
          throw new Error(`${why} while waiting for ${what}; received so far: ${quoteBytes(this.#received)}`, {
            cause: this.#error,
          });
        }
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
      this.#wake = undefined;
    }
  }
}
