import type { Clock } from '@respite/store';

/** Where time comes from: a machine's clocks, or a test's own. */
export interface TimeSource {
  /** Wall clock: whole milliseconds of Unix time. */
  nowMs(): number;
  /** Milliseconds with fractions since some moment; never goes back. */
  monotonicMs(): number;
  /** Stands still for so many milliseconds, and everything with it (DEBUG SLEEP); absent where that cannot be. */
  sleep?(milliseconds: number): void;
}

// Found once: a look-up of a global for every command is a measurable part of a command.
const monotonicClock = performance;

export const systemTime: TimeSource = {
  // tidy-allow(wall-clock): this is the clock that is handed in
  nowMs: () => Date.now(),
  monotonicMs: () => monotonicClock.now(),
  sleep: (milliseconds) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  },
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
  /** What the monotonic clock is behind the wall clock, in milliseconds with fractions. */
  #offset: number;

  constructor(source: TimeSource) {
    this.source = source;
    this.monotonic = this.#wallAt = source.monotonicMs();
    this.#wall = this.#now = source.nowMs();
    this.#offset = this.#wall - this.monotonic;
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

  /**
   * Unix time in microseconds. The wall clock of the machine is read in milliseconds only; what is missing comes from the
   * monotonic clock, which is kept within the same millisecond. Goes back only when the wall clock does.
   */
  nowMicroseconds(): number {
    const wall = this.source.nowMs();
    const monotonic = this.source.monotonicMs();
    const fine = monotonic + this.#offset;
    if (fine < wall) this.#offset = wall - monotonic;
    else if (fine >= wall + 1) this.#offset = wall + 0.999 - monotonic;
    return Math.floor((monotonic + this.#offset) * 1000);
  }
}
