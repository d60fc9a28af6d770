import type { ServerParts } from '../commands/server-parts.ts';
import type { BackgroundJob } from './ticker.ts';

/** Moves the clocks on, and what is measured by them. */
export class Housekeeping implements BackgroundJob {
  readonly #server: ServerParts;

  constructor(server: ServerParts) {
    this.#server = server;
  }

  run(): void {
    const { clock, accessClock, eviction, rates } = this.#server;
    clock.refresh();
    accessClock.refresh(clock.nowMs());
    rates.measure(clock.monotonic);
    eviction.tick();
  }
}
