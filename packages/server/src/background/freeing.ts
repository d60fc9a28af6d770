import type { ServerParts } from '../commands/server-parts.ts';
import type { BackgroundJob } from './ticker.ts';

/** Elements freed between two looks at the clock. */
const ELEMENTS_PER_STEP = 256;
/** The share of the time that freeing may take: half, so that memory comes back sooner than most clients can fill it. */
const SHARE = 0.5;

/** Frees the large collections whose keys are gone, a slice at a time, whichever command removed them. */
export class FreeingJob implements BackgroundJob {
  readonly latencyEvent = 'freeing-step';
  readonly #server: ServerParts;
  #wasCutShort = false;

  constructor(server: ServerParts) {
    this.#server = server;
  }

  get share(): number {
    return this.#wasCutShort ? SHARE : 0;
  }

  run(budgetMs: number): void {
    const { clock, store } = this.#server;
    const end = clock.source.monotonicMs() + budgetMs;
    do this.#wasCutShort = store.collections.freeSome(ELEMENTS_PER_STEP);
    while (this.#wasCutShort && clock.source.monotonicMs() < end);
  }
}
