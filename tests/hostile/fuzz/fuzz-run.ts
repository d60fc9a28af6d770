import { HostileDaemon } from '../daemon.ts';
import { Peer } from '../peer.ts';
import type { Batch } from './random-traffic.ts';

/** Connections that stay open while later ones send: some of them wait, listen or are paused. */
const OPEN_AT_ONCE = 8;
/** The server hangs if it does not answer for so long. */
const HANG_MS = 5000;
/** The log is read after so many batches. */
const LOG_EVERY = 200;

/** Limits that keep the run small, not the input. */
const FLAGS = [
  '--proto-max-bulk-len',
  '1mb',
  '--maxmemory',
  '256mb',
  '--maxmemory-policy',
  'allkeys-lru',
  '--loglevel',
  'warning',
];

/** What went wrong; `kind` is the same for the same fault. */
export interface Fault {
  readonly kind: string;
  readonly detail: string;
  /** How many batches had been sent by then. */
  readonly batches: number;
}

/** A daemon that is sent batches, each on a connection of its own. */
export class FuzzRun {
  readonly daemon: HostileDaemon;
  #peers: Peer[] = [];
  #witness: Peer | undefined;
  #batches = 0;

  private constructor(daemon: HostileDaemon) {
    this.daemon = daemon;
  }

  static async start(): Promise<FuzzRun> {
    return new FuzzRun(await HostileDaemon.start(...FLAGS));
  }

  /** A whole run on a server of its own. @returns the first fault */
  static async replay(batches: readonly Batch[]): Promise<Fault | undefined> {
    const run = await FuzzRun.start();
    try {
      for (const batch of batches) {
        const fault = await run.send(batch);
        if (fault !== undefined) return fault;
      }
      return run.readLog();
    } finally {
      await run.stop();
    }
  }

  async send(batch: Batch): Promise<Fault | undefined> {
    this.#batches++;
    try {
      const peer = await Peer.open(this.daemon.port);
      this.#peers.push(peer);
      for (const piece of batch) {
        await peer.sent(Buffer.from(piece, 'latin1'));
        await this.#proveAlive();
      }
      if (this.#peers.length > OPEN_AT_ONCE) await this.#peers.shift()?.close();
    } catch (error) {
      const detail = `${error instanceof Error ? error.message : error}\n${this.daemon.log.slice(-4000)}`;
      return this.#fault(this.daemon.isRunning ? 'hang' : 'crash', detail);
    }
    return this.#batches % LOG_EVERY === 0 ? this.readLog() : undefined;
  }

  /** The first error of the server's own that it has logged. */
  readLog(): Fault | undefined {
    const { log } = this.daemon;
    const begin = log.indexOf('Internal error in');
    if (begin < 0) return undefined;
    const detail = log.slice(begin, begin + 2000);
    const [name, ...stack] = detail.split('\n');
    const where = stack.find((line) => line.trim().startsWith('at '))?.trim() ?? '';
    return this.#fault(`${name.replace(/\d+/g, 'N')} ${where.replace(/\(.*$/, '')}`, detail);
  }

  async stop(): Promise<void> {
    await this.daemon.stop();
    await Promise.all(this.#peers.map((peer) => peer.close()));
    await this.#witness?.close();
  }

  /** Another client gets an answer. It may have been cut off: CLIENT KILL and memory limits do that. */
  async #proveAlive(): Promise<void> {
    for (let tries = 3; ; tries--) {
      let witness = this.#witness;
      if (witness === undefined || witness.isClosed) {
        witness = await Peer.open(this.daemon.port);
        this.#witness = witness;
      }
      const { receivedBytes } = witness;
      witness.send('PING\r\n');
      try {
        await witness.until(() => witness.receivedBytes > receivedBytes, 'a reply to the witness', HANG_MS);
        return;
      } catch (error) {
        if (tries === 0 || !witness.isClosed || !this.daemon.isRunning) throw error;
      }
    }
  }

  #fault(kind: string, detail: string): Fault {
    return { kind, detail, batches: this.#batches };
  }
}
