import { ExpireCycle } from '@respite/store';
import type { ServerParts } from '../commands/server-parts.ts';
import { keysAreToStay } from '../pausing/import-mode.ts';
import type { BackgroundJob } from './ticker.ts';

/** As Redis has it: a slice grows by a quarter, and the share by 2 %, with each step of active-expire-effort. */
const SLICE_PER_EFFORT = 0.25;
const SHARE = 0.25;
const SHARE_PER_EFFORT = 0.02;

/** What one run adds to the estimate of how many keys are due but still there. */
const STALE_WEIGHT = 0.05;

/** Removes expired keys that nobody asks for: a slice at each tick, and up to a quarter of the time while there are many. */
export class ExpireCycleJob implements BackgroundJob {
  readonly latencyEvent = 'expire-cycle';
  readonly #server: ServerParts;
  readonly #cycle: ExpireCycle;
  #wasCutShort = false;

  constructor(server: ServerParts) {
    this.#server = server;
    this.#cycle = new ExpireCycle(server.store.databases);
  }

  get share(): number {
    return this.#wasCutShort ? SHARE + SHARE_PER_EFFORT * this.#effort : 0;
  }

  run(budgetMs: number): void {
    const { clock, counters, debug, gates } = this.#server;
    this.#wasCutShort = false;
    if (!debug.activeExpire || keysAreToStay(gates)) return;
    clock.refresh();
    const { source } = clock;
    const start = source.monotonicMs();
    const end = start + budgetMs * (1 + SLICE_PER_EFFORT * this.#effort);
    this.#wasCutShort = this.#cycle.run(this.#effort, () => source.monotonicMs() >= end);
    counters.expireCycleCpuMs += source.monotonicMs() - start;
    if (this.#wasCutShort) counters.expiredTimeCapReached++;
    const { sampled, removed } = this.#cycle;
    const stalePercent = sampled === 0 ? 0 : (removed / sampled) * 100;
    counters.expiredStalePercent += (stalePercent - counters.expiredStalePercent) * STALE_WEIGHT;
  }

  /** 0 to 9. */
  get #effort(): number {
    return this.#server.config.activeExpireEffort - 1;
  }
}
