import type { ServerParts } from '../commands/server-parts.ts';
import type { BackgroundJob } from './ticker.ts';

/** Between two looks. */
const LOOK_MS = 1000;
/** A server that runs no more commands than these from one look to the next is idle. */
const IDLE_COMMANDS = 20;
/** Pages of 64 KiB that may be copied at once while others wait, some two milliseconds' worth; when nobody waits, all of a segment. */
const COPIES_MAX = 64;
/** An idle server spends so many times as long on a slice. */
const IDLE_SLICES = 4;

/** Gives back what a peak has left behind: the little that takes no time always, the rest while there is nothing else to do. */
export class SlackJob implements BackgroundJob {
  readonly latencyEvent = 'compaction-step';
  readonly #server: ServerParts;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #commands = 0;
  #isIdle = false;

  constructor(server: ServerParts) {
    this.#server = server;
  }

  run(budgetMs: number): void {
    const { clock, counters, sessions, store } = this.#server;
    const start = clock.source.monotonicMs();
    if (this.#isIdle) store.slack.tidyTables(() => clock.source.monotonicMs() < start + IDLE_SLICES * budgetMs);
    if (start < this.#lookedAt + LOOK_MS) return;
    this.#lookedAt = start;
    this.#isIdle = counters.commandsProcessed - this.#commands <= IDLE_COMMANDS;
    this.#commands = counters.commandsProcessed;
    store.slack.look(this.#isIdle ? Number.POSITIVE_INFINITY : COPIES_MAX);
    sessions.trimInput();
  }
}
