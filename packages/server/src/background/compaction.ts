import type { ServerParts } from '../commands/server-parts.ts';
import { ServerState } from '../session/server-state.ts';
import type { BackgroundJob } from './ticker.ts';

/** Entries moved between two looks at the clock. */
const BLOCKS_PER_STEP = 64;
/** Elements of collections, likewise. */
const ELEMENTS_PER_STEP = 512;

/** What is held beyond `maxmemory`, as a share of it, that is no reason for haste; and how the haste grows. */
const EXCESS_LET_BE = 1 / 10;
const PRESSURE_PER_EXCESS = 8;
const PRESSURE_MAX = 0.75;

/** Gives memory back that deleted keys and elements have left in holes: a slice at each tick, and more the more is wasted. */
export class CompactionJob implements BackgroundJob {
  readonly latencyEvent = 'compaction-step';
  readonly #server: ServerParts;

  constructor(server: ServerParts) {
    this.#server = server;
  }

  get share(): number {
    if (this.#isLoading) return 0;
    const { compactor, elementCompactor } = this.#server.store;
    const urgency = Math.max(compactor.urgency, elementCompactor.urgency);
    return urgency === 0 ? 0 : Math.max(urgency, this.#pressure);
  }

  /** The reader keeps references to what it is making; and there is nothing to win. */
  get #isLoading(): boolean {
    return (this.#server.gates.state & ServerState.loading) !== 0;
  }

  /** Where memory is limited: up to three quarters of the time, so that the process stays near the limit, whatever comes. */
  get #pressure(): number {
    const { config, store } = this.#server;
    if (config.maxmemory === 0) return 0;
    const excess = store.heldBytes / config.maxmemory - 1;
    return Math.min(PRESSURE_MAX, Math.max(0, (excess - EXCESS_LET_BE) * PRESSURE_PER_EXCESS));
  }

  run(budgetMs: number): void {
    if (this.#isLoading) return;
    const { clock, counters, store } = this.#server;
    // The system takes its time, a millisecond or two for each, when this slice is over: so one, and nothing else.
    if (store.compactor.giveBack()) return;
    const start = clock.source.monotonicMs();
    const end = start + budgetMs;
    while (store.compactor.step(BLOCKS_PER_STEP) && clock.source.monotonicMs() < end);
    while (clock.source.monotonicMs() < end && store.elementCompactor.step(ELEMENTS_PER_STEP));
    counters.compactionMs += clock.source.monotonicMs() - start;
  }
}
