import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { quantileOfSorted } from '../quantile.ts';

/** What a probe saw, in milliseconds. */
export interface ProbeResult {
  pings: number;
  max: number;
  p999: number;
  median: number;
  /** The most that the probe itself came late to send a PING: how far the machine, not the server, is to blame. */
  ownDelay: number;
}

/**
 * A process of its own that sends PING every millisecond, whether the last one has been answered or not, and notes how
 * long each answer takes: what a client feels of a server's pauses.
 */
export class PingProbe {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(port: number): Promise<PingProbe> {
    const child = fork(fileURLToPath(import.meta.url), [String(port)]);
    const [message] = await once(child, 'message');
    if (message !== 'ready') throw new Error(`the probe said ${message}`);
    return new PingProbe(child);
  }

  async stop(): Promise<ProbeResult> {
    const result = once(this.#child, 'message');
    this.#child.send('stop');
    const [seen] = (await result) as [ProbeResult];
    return seen;
  }
}

const EVERY_MS = 1;
const PONG_BYTES = '+PONG\r\n'.length;

function probe(port: number): void {
  const sentAt: number[] = [];
  const roundTrips: number[] = [];
  let received = 0;
  let ownDelay = 0;
  let lastSend = 0;

  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('connect', () => process.send?.('ready'));
  socket.on('data', (chunk) => {
    const now = performance.now();
    received += chunk.length;
    while (received >= (roundTrips.length + 1) * PONG_BYTES) roundTrips.push(now - sentAt[roundTrips.length]);
  });
  const timer = setInterval(() => {
    const now = performance.now();
    if (lastSend > 0) ownDelay = Math.max(ownDelay, now - lastSend - EVERY_MS);
    lastSend = now;
    sentAt.push(now);
    socket.write('PING\r\n');
  }, EVERY_MS);

  process.once('message', () => {
    clearInterval(timer);
    const sorted = Float64Array.from(roundTrips).sort();
    const result: ProbeResult = {
      pings: sorted.length,
      max: quantileOfSorted(sorted, 1),
      p999: quantileOfSorted(sorted, 0.999),
      median: quantileOfSorted(sorted, 0.5),
      ownDelay,
    };
    process.send?.(result, () => process.exit());
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) probe(Number(process.argv[2]));
