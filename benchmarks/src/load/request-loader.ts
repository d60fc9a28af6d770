import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { CommandEncoder, encodeCommand } from '@respite/resp';

/** Ends a batch: when it is answered, all requests before it are. No other reply has these bytes. */
const PING = encodeCommand(['PING']);
const PONG = Buffer.from('+PONG\r\n');
const MINUS = 45;
const LF = 10;

export interface RequestLoad {
  /** Writes request number `index`, counted from 0. Its reply must not be a negative number. */
  write(requests: CommandEncoder, index: number): void;
  /** How many requests. */
  count: number;
  /** Asked before every batch: whether to go on. Default: until `count` were sent. */
  goesOn?: () => boolean;
  connections?: number;
  /** Requests that a connection writes at once; two such batches are under way on each. */
  batch?: number;
}

/**
 * Sends any requests through several pipelined connections, and waits for all replies.
 *
 * @returns milliseconds that it took
 * @throws Error a reply is an error
 */
export async function loadRequests(port: number, load: RequestLoad): Promise<number> {
  const { connections = 4, batch = 250 } = load;
  const requests = new Requests(load, batch);
  const lanes = await Promise.all(Array.from({ length: connections }, () => Lane.open(port, requests)));
  const startedAt = performance.now();
  await Promise.all(lanes.map((lane) => lane.run()));
  return performance.now() - startedAt;
}

/** What is still to be sent. */
class Requests {
  readonly #load: RequestLoad;
  readonly #batch: number;
  readonly #encoder = new CommandEncoder();
  #next = 0;

  constructor(load: RequestLoad, batch: number) {
    this.#load = load;
    this.#batch = batch;
  }

  /** The next batch, as bytes; undefined when nothing is left. */
  take(): Uint8Array | undefined {
    const { count, goesOn, write } = this.#load;
    const end = Math.min(count, this.#next + this.#batch);
    if (this.#next === end || goesOn?.() === false) return undefined;
    while (this.#next < end) write(this.#encoder, this.#next++);
    this.#encoder.raw(PING, 0, PING.length);
    return this.#encoder.takeBytes();
  }
}

/** One connection with two batches: while the server works on one, the other is written. */
class Lane {
  readonly #socket: Socket;
  readonly #requests: Requests;
  #waiting = 0;
  /** The end of what came before, where a reply may have begun. */
  #tail = Buffer.from('\n');
  #done: () => void = () => {};
  #fail: (error: Error) => void = () => {};

  private constructor(socket: Socket, requests: Requests) {
    this.#socket = socket;
    this.#requests = requests;
  }

  static async open(port: number, requests: Requests): Promise<Lane> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new Lane(socket, requests);
  }

  async run(): Promise<void> {
    const socket = this.#socket;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#done = resolve;
        this.#fail = reject;
        socket.on('error', reject);
        socket.on('close', () => reject(new Error('the server closed a connection that was loading')));
        socket.on('data', (chunk) => this.#receive(chunk as Buffer));
        this.#send();
        this.#send();
        if (this.#waiting === 0) resolve();
      });
    } finally {
      socket.removeAllListeners('close').destroy();
    }
  }

  #send(): void {
    const batch = this.#requests.take();
    if (batch === undefined) return;
    this.#waiting++;
    this.#socket.write(batch);
  }

  #receive(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#tail, chunk]);
    const error = errorAt(bytes);
    if (error >= 0) {
      this.#fail(new Error(`a request was answered with: ${bytes.toString('latin1', error, error + 200)}`));
      return;
    }
    let after = 0;
    for (let at = bytes.indexOf(PONG); at >= 0; at = bytes.indexOf(PONG, after)) {
      after = at + PONG.length;
      this.#waiting--;
      this.#send();
    }
    this.#tail = bytes.subarray(Math.max(after - 1, bytes.length - PONG.length + 1));
    if (this.#waiting === 0) this.#done();
  }
}

/** Where a line begins with a minus, or -1. */
function errorAt(bytes: Buffer): number {
  for (let at = bytes.indexOf(MINUS); at >= 0; at = bytes.indexOf(MINUS, at + 1)) {
    if (at > 0 && bytes[at - 1] === LF) return at;
  }
  return -1;
}
