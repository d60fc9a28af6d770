/** Work that is never finished and is done a little at a time. */
export interface BackgroundJob {
  /** Works for at most about `budgetMs` milliseconds; less when there is less to do. */
  run(budgetMs: number): void;
  /** The share of the time that it would have until the next tick, 0 to 1, since there is much to do; absent: never any. */
  readonly share?: number;
  /** By what name it is known when it took long: see `LatencyMonitor`. */
  readonly latencyEvent?: string;
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
  /** A job that has a `latencyEvent` took so long. */
  ran?(latencyEvent: string, milliseconds: number): void;
}

/** What one job may take of one tick. */
const JOB_BUDGET_MS = 1;
/** How often jobs that have much to do are asked in between. */
const BETWEEN_MS = 4;

/**
 * Runs all jobs `hz` times a second, and those that have much to do in between as well: each gets a slice when the time since its
 * last one, times its share, makes up for it.
 */
export class Ticker {
  readonly #timers: Timers;
  readonly #jobs: readonly BackgroundJob[];
  readonly #watch: TickWatch | undefined;
  /** Per job: milliseconds that it has coming. */
  readonly #credits: Float64Array;
  #stop: (() => void) | undefined;
  #stopBetween: (() => void) | undefined;

  constructor(timers: Timers, jobs: readonly BackgroundJob[], watch?: TickWatch) {
    this.#timers = timers;
    this.#jobs = jobs;
    this.#watch = watch;
    this.#credits = new Float64Array(jobs.length);
  }

  /** @param hz ticks per second; a running ticker changes its pace */
  start(hz: number): void {
    this.stop();
    this.#stop = this.#timers.every(1000 / hz, () => this.tick());
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#endBetween();
  }

  tick(): void {
    this.#watched(() => {
      for (const job of this.#jobs) this.#run(job);
    });
    if (this.#stopBetween !== undefined || !this.#jobs.some(({ share = 0 }) => share > 0)) return;
    this.#stopBetween = this.#timers.every(BETWEEN_MS, () => this.#between());
  }

  #between(): void {
    let isAnyBusy = false;
    this.#watched(() => {
      for (const [i, job] of this.#jobs.entries()) {
        const share = job.share ?? 0;
        if (share === 0) continue;
        isAnyBusy = true;
        this.#credits[i] += share * BETWEEN_MS;
        for (; this.#credits[i] >= JOB_BUDGET_MS; this.#credits[i] -= JOB_BUDGET_MS) this.#run(job);
      }
    });
    if (!isAnyBusy) this.#endBetween();
  }

  #run(job: BackgroundJob): void {
    const { latencyEvent } = job;
    const watch = this.#watch;
    if (latencyEvent === undefined || watch?.ran === undefined) {
      job.run(JOB_BUDGET_MS);
      return;
    }
    const start = watch.monotonicMs();
    job.run(JOB_BUDGET_MS);
    watch.ran(latencyEvent, watch.monotonicMs() - start);
  }

  #endBetween(): void {
    this.#stopBetween?.();
    this.#stopBetween = undefined;
    this.#credits.fill(0);
  }

  #watched(work: () => void): void {
    const watch = this.#watch;
    if (watch?.paused()) return;
    const start = watch?.monotonicMs() ?? 0;
    work();
    watch?.ticked(watch.monotonicMs() - start);
  }
}
