import type { Counters } from './counters.ts';

/** How many measurements an average takes in: at ten a second, the last 1.6 seconds. */
const SAMPLES = 16;
/** The shortest time between two measurements, in milliseconds. */
const INTERVAL_MS = 100;

/** How fast a number has been growing lately. */
class Rate {
  readonly #perSecond = new Float64Array(SAMPLES);
  #next = 0;
  #last: number;

  constructor(value: number) {
    this.#last = value;
  }

  add(value: number, elapsedMs: number): void {
    // After CONFIG RESETSTAT the number begins again at zero.
    const grown = value < this.#last ? value : value - this.#last;
    this.#last = value;
    this.#perSecond[this.#next] = (grown * 1000) / elapsedMs;
    this.#next = (this.#next + 1) % SAMPLES;
  }

  get average(): number {
    let sum = 0;
    for (const rate of this.#perSecond) sum += rate;
    return sum / SAMPLES;
  }
}

/** What INFO calls instantaneous: averages over the last one and a half seconds. */
export class Rates {
  readonly #counters: Counters;
  #commands!: Rate;
  #input!: Rate;
  #output!: Rate;
  #turns!: Rate;
  #turnMs!: Rate;
  #measuredAt = Number.NEGATIVE_INFINITY;

  constructor(counters: Counters) {
    this.#counters = counters;
    this.reset();
  }

  /** To be called often; measures when it is time. @param monotonicMs the monotonic clock */
  measure(monotonicMs: number): void {
    const elapsed = monotonicMs - this.#measuredAt;
    if (elapsed < INTERVAL_MS) return;
    this.#measuredAt = monotonicMs;
    if (elapsed === Number.POSITIVE_INFINITY) return;
    const { commandsProcessed, netInputBytes, netOutputBytes, turnMs, turns } = this.#counters;
    this.#commands.add(commandsProcessed, elapsed);
    this.#input.add(netInputBytes, elapsed);
    this.#output.add(netOutputBytes, elapsed);
    this.#turns.add(turns, elapsed);
    this.#turnMs.add(turnMs, elapsed);
  }

  /** Forgets what was measured. */
  reset(): void {
    const { commandsProcessed, netInputBytes, netOutputBytes, turnMs, turns } = this.#counters;
    this.#commands = new Rate(commandsProcessed);
    this.#input = new Rate(netInputBytes);
    this.#output = new Rate(netOutputBytes);
    this.#turns = new Rate(turns);
    this.#turnMs = new Rate(turnMs);
  }

  get commandsPerSecond(): number {
    return this.#commands.average;
  }

  get inputBytesPerSecond(): number {
    return this.#input.average;
  }

  get outputBytesPerSecond(): number {
    return this.#output.average;
  }

  /** Turns of the event loop in which something was done. */
  get turnsPerSecond(): number {
    return this.#turns.average;
  }

  /** What such a turn took. */
  get microsecondsPerTurn(): number {
    const turns = this.#turns.average;
    return turns === 0 ? 0 : (this.#turnMs.average / turns) * 1000;
  }
}
