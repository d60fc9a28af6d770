/** Work that is never finished and is done a little at a time. */
export interface BackgroundJob {
  /** Works for at most about `budgetMs` milliseconds; less when there is less to do. */
  run(budgetMs: number): void;
}

/** What starts and stops timers: the host's, or a test's. */
export interface Timers {
  /** Calls back every `milliseconds` until the returned function is called. Does not keep the process alive. */
  every(milliseconds: number, callback: () => void): () => void;
}

/** Who decides whether there are ticks, and wants to know how long they take. */
export interface TickWatch {
  /** Whether background jobs stand still. */
  paused(): boolean;
  /** Milliseconds that never go back. */
  monotonicMs(): number;
  ticked(milliseconds: number): void;
}

/** What one job may take of one tick. */
const JOB_BUDGET_MS = 1;

/** Runs all jobs `hz` times a second. */
export class Ticker {
  readonly #timers: Timers;
  readonly #jobs: readonly BackgroundJob[];
  readonly #watch: TickWatch | undefined;
  #stop: (() => void) | undefined;

  constructor(timers: Timers, jobs: readonly BackgroundJob[], watch?: TickWatch) {
    this.#timers = timers;
    this.#jobs = jobs;
    this.#watch = watch;
  }

  /** @param hz ticks per second; a running ticker changes its pace */
  start(hz: number): void {
    this.stop();
    this.#stop = this.#timers.every(1000 / hz, () => this.tick());
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  tick(): void {
    const watch = this.#watch;
    if (watch?.paused()) return;
    const start = watch?.monotonicMs() ?? 0;
    for (const job of this.#jobs) job.run(JOB_BUDGET_MS);
    watch?.ticked(watch.monotonicMs() - start);
  }
}
