import { connect, type NetConnectOpts, type Socket } from 'node:net';

/** A client that may behave as badly as it likes. Errors of its socket are its end, nothing more. */
export class Peer {
  readonly socket: Socket;
  /** The first 64 KiB of what came back. */
  received = '';
  receivedBytes = 0;
  #closed = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  static open(port: number, options: Partial<NetConnectOpts> & { reads?: boolean } = {}): Promise<Peer> {
    const { reads = true, ...others } = options;
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true, ...others });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        const peer = new Peer(socket);
        if (reads) peer.read();
        resolve(peer);
      });
    });
  }

  /** Begins to take what comes. */
  read(): void {
    this.socket.on('data', (chunk: Buffer) => {
      this.receivedBytes += chunk.length;
      if (this.received.length < 65_536) this.received += chunk.toString('latin1');
      this.#wake();
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Sends; does not wait for anything. */
  send(bytes: Uint8Array | string): void {
    if (!this.#closed) this.socket.write(bytes as Uint8Array);
  }

  /** Sends, and waits until the system has taken it or the connection has ended. */
  sent(bytes: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => {
      if (this.#closed || this.socket.destroyed) resolve();
      // The callback comes in any case, with an error if the connection ends first.
      else this.socket.write(bytes as Uint8Array, () => resolve());
    });
  }

  /** Says that nothing more will come, but would still read. */
  finish(): void {
    this.socket.end();
  }

  /** Ends with a reset where that can be, as if its machine had been switched off and on. */
  reset(): Promise<void> {
    this.socket.resetAndDestroy();
    return this.until(() => this.#closed, 'its own end');
  }

  async close(): Promise<void> {
    this.socket.destroy();
    await this.until(() => this.#closed, 'its own end');
  }

  untilClosed(): Promise<void> {
    return this.until(() => this.#closed, 'the server to close the connection');
  }

  /** @throws Error if it takes longer than `limitMs` */
  async until(done: () => boolean, what: string, limitMs = 20_000): Promise<void> {
    const late = performance.now() + limitMs;
    const timer = setTimeout(() => this.#wake(), limitMs + 1);
    try {
      while (!done()) {
        const over = performance.now() > late;
        if (over || (this.#closed && what.startsWith('a reply'))) {
          const heard = JSON.stringify(this.received.slice(0, 200));
          throw new Error(
            `${over ? 'waited too long' : 'the connection ended while waiting'} for ${what}; heard ${heard}`,
          );
        }
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
