import type { ServerParts } from '../commands/server-parts.ts';
import type { BackgroundJob } from './ticker.ts';

/** Entries moved between two looks at the clock. */
const BLOCKS_PER_STEP = 64;

/** Gives memory back that deleted keys have left in holes: a slice at each tick, and more the more is wasted. */
export class CompactionJob implements BackgroundJob {
  readonly latencyEvent = 'compaction-step';
  readonly #server: ServerParts;

  constructor(server: ServerParts) {
    this.#server = server;
  }

  get share(): number {
    return this.#server.store.compactor.urgency;
  }

  run(budgetMs: number): void {
    const { clock, store } = this.#server;
    // The system takes its time, a millisecond or two for each, when this slice is over: so one, and nothing else.
    if (store.compactor.giveBack()) return;
    const end = clock.source.monotonicMs() + budgetMs;
    while (store.compactor.step(BLOCKS_PER_STEP) && clock.source.monotonicMs() < end);
  }
}
