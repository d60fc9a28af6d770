import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PairBatch } from './pairs.ts';

const OK = new TextEncoder().encode('+OK\r\n');

export interface LoadOptions {
  /** The first pair's number. Default 0. */
  from?: number;
  /** How many pairs, each with a key of its own. */
  count: number;
  valueBytes: number;
  connections?: number;
  /** Requests that a connection writes at once; two such batches are under way on each. */
  batch?: number;
}

/** The time is noted whenever so many more pairs were acknowledged. */
export const MARK_EVERY = 50_000;

export interface LoadResult {
  milliseconds: number;
  /**
   * Pairs per second from the `from`th acknowledged pair to the `to`th, both multiples of MARK_EVERY.
   *
   * @throws RangeError they are not, or not so many were loaded
   */
  rate(from: number, to: number): number;
}

/** Sets pairs through several pipelined connections, and checks that each of them is answered with OK. */
export async function loadPairs(port: number, options: LoadOptions): Promise<LoadResult> {
  const { from = 0, count, valueBytes, connections = 4, batch = 500 } = options;
  const pairs = new PairRange(from, count);
  const lanes = await Promise.all(Array.from({ length: connections }, () => Lane.open(port, pairs, valueBytes, batch)));
  pairs.start();
  await Promise.all(lanes.map((lane) => lane.run()));
  const { milliseconds } = pairs;
  return { milliseconds, rate: (first, last) => pairs.rate(first, last) };
}

/** Which pairs are still to be sent, and when how many were acknowledged. */
class PairRange {
  next: number;
  readonly #end: number;
  #startedAt = 0;
  #acknowledged = 0;
  /** Element i: milliseconds until i x MARK_EVERY pairs were acknowledged. */
  readonly #marks: number[] = [0];

  constructor(from: number, count: number) {
    this.next = from;
    this.#end = from + count;
  }

  get milliseconds(): number {
    return performance.now() - this.#startedAt;
  }

  start(): void {
    this.#startedAt = performance.now();
  }

  take(most: number): number {
    const count = Math.min(most, this.#end - this.next);
    this.next += count;
    return count;
  }

  acknowledge(count: number): void {
    this.#acknowledged += count;
    while (this.#acknowledged >= this.#marks.length * MARK_EVERY) this.#marks.push(this.milliseconds);
  }

  rate(from: number, to: number): number {
    const milliseconds = this.#marks[to / MARK_EVERY] - this.#marks[from / MARK_EVERY];
    if (Number.isNaN(milliseconds)) throw new RangeError(`rate(${from}, ${to})`);
    return ((to - from) / milliseconds) * 1000;
  }
}

/** One connection with two batches: while the server works on one, the other is filled. */
class Lane {
  readonly #socket: Socket;
  readonly #pairs: PairRange;
  readonly #batches: [PairBatch, PairBatch];
  /** Replies that each batch still waits for. They come in the order of the batches. */
  readonly #waiting = [0, 0];
  #turn = 0;
  #replyBytes = 0;
  #done: () => void = () => {};
  #fail: (error: Error) => void = () => {};

  private constructor(socket: Socket, pairs: PairRange, valueBytes: number, batch: number) {
    this.#socket = socket;
    this.#pairs = pairs;
    this.#batches = [new PairBatch(batch, valueBytes), new PairBatch(batch, valueBytes)];
  }

  static async open(port: number, pairs: PairRange, valueBytes: number, batch: number): Promise<Lane> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new Lane(socket, pairs, valueBytes, batch);
  }

  async run(): Promise<void> {
    const socket = this.#socket;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#done = resolve;
        this.#fail = reject;
        socket.on('error', reject);
        socket.on('close', () => reject(new Error('the server closed a connection that was loading pairs')));
        socket.on('data', (chunk) => this.#receive(chunk));
        this.#send(0);
        this.#send(1);
        this.#checkDone();
      });
    } finally {
      socket.removeAllListeners('close').destroy();
    }
  }

  #send(which: number): void {
    const batch = this.#batches[which];
    const first = this.#pairs.next;
    const count = this.#pairs.take(batch.capacity);
    this.#waiting[which] = count;
    // The batch is filled again only when it has been answered, so the socket may go on holding its bytes.
    if (count > 0) this.#socket.write(batch.fill(first, count));
  }

  #receive(chunk: Uint8Array): void {
    let at = this.#replyBytes;
    let replies = 0;
    for (let i = 0; i < chunk.length; i++) {
      if (chunk[i] !== OK[at]) {
        this.#fail(new Error(`SET was answered with: ${Buffer.from(chunk.subarray(i, i + 200)).toString('latin1')}`));
        return;
      }
      if (++at === OK.length) {
        at = 0;
        replies++;
      }
    }
    this.#replyBytes = at;
    this.#pairs.acknowledge(replies);
    while (replies > 0 && this.#waiting[this.#turn] > 0) {
      const answered = Math.min(replies, this.#waiting[this.#turn]);
      this.#waiting[this.#turn] -= answered;
      replies -= answered;
      if (this.#waiting[this.#turn] > 0) break;
      this.#send(this.#turn);
      this.#turn ^= 1;
    }
    this.#checkDone();
  }

  #checkDone(): void {
    if (this.#waiting[0] + this.#waiting[1] === 0) this.#done();
  }
}
