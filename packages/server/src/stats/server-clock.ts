import type { Clock } from '@respite/store';

/** Where time comes from: a machine's clocks, or a test's own. */
export interface TimeSource {
  /** Wall clock: whole milliseconds of Unix time. */
  nowMs(): number;
  /** Milliseconds with fractions since some moment; never goes back. */
  monotonicMs(): number;
}

export const systemTime: TimeSource = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/**
 * The server's clock: time as of the command that runs. It stands still while a command runs, so that all keys of one command are
 * judged by one time, and reading it costs nothing.
 */
export class ServerClock implements Clock {
  readonly source: TimeSource;
  /** Monotonic milliseconds when the time was read last. */
  monotonic: number;
  #wall: number;
  #wallAt: number;
  #now: number;

  constructor(source: TimeSource) {
    this.source = source;
    this.monotonic = this.#wallAt = source.monotonicMs();
    this.#wall = this.#now = source.nowMs();
  }

  nowMs(): number {
    return this.#now;
  }

  /** Reads both clocks: at the beginning of each piece of work. */
  refresh(): void {
    this.monotonic = this.#wallAt = this.source.monotonicMs();
    this.#wall = this.#now = this.source.nowMs();
  }

  /** Reads the monotonic clock and moves the wall clock with it. @returns microseconds since the last reading. */
  lap(): number {
    const monotonic = this.source.monotonicMs();
    const elapsed = monotonic - this.monotonic;
    this.monotonic = monotonic;
    this.#now = this.#wall + ((monotonic - this.#wallAt) | 0);
    return elapsed * 1000;
  }
}
