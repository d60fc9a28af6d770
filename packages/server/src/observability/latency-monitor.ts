/** A moment of an event: the longest that it took within one second. */
export interface LatencySample {
  /** Unix time in seconds. */
  readonly time: number;
  readonly milliseconds: number;
}

/** How many seconds of each event are remembered. */
const SAMPLES_MAX = 160;

/** What is known of an event that took long at times. */
export class LatencyEvent {
  readonly name: string;
  /** The latest, the oldest first. */
  readonly samples: LatencySample[] = [];
  /** The longest ever. */
  worst = 0;

  constructor(name: string) {
    this.name = name;
  }

  get latest(): LatencySample {
    return this.samples[this.samples.length - 1];
  }

  add(time: number, milliseconds: number): void {
    if (milliseconds > this.worst) this.worst = milliseconds;
    const last = this.samples.at(-1);
    if (last?.time === time) {
      if (milliseconds > last.milliseconds) this.samples[this.samples.length - 1] = { time, milliseconds };
      return;
    }
    this.samples.push({ time, milliseconds });
    if (this.samples.length > SAMPLES_MAX) this.samples.shift();
  }
}

/**
 * Events during which all clients had to wait for longer than latency-monitor-threshold, by name:
 *
 * ```
 * command          fast-command        a command; one whose time does not depend on the size of the data
 * expire-cycle     field-expire-cycle  a slice of the work that removes keys, and fields of hashes, whose time has come
 * eviction-cycle   eviction-del        making room for a command; one key of that
 * freeing-step     compaction-step     a slice of the work that frees large values, and that gives memory back
 * snapshot-step                        a slice of BGSAVE: what takes the place of a fork here
 * ```
 */
export class LatencyMonitor {
  readonly #now: () => number;
  readonly #events = new Map<string, LatencyEvent>();
  /** Milliseconds from which an event is remembered; 0: never. */
  threshold = 0;

  /** @param now Unix time in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Something took so long, with fractions or without. */
  record(name: string, milliseconds: number): void {
    if (this.threshold === 0 || milliseconds < this.threshold) return;
    let event = this.#events.get(name);
    if (event === undefined) {
      event = new LatencyEvent(name);
      this.#events.set(name, event);
    }
    event.add(Math.floor(this.#now() / 1000), Math.floor(milliseconds));
  }

  get events(): readonly LatencyEvent[] {
    return [...this.#events.values()];
  }

  event(name: string): LatencyEvent | undefined {
    return this.#events.get(name);
  }

  /** Forgets the event of this name, in any case. @returns whether there was one */
  forget(name: string): boolean {
    for (const known of this.#events.keys()) {
      if (known.toLowerCase() === name.toLowerCase()) return this.#events.delete(known);
    }
    return false;
  }

  /** Forgets all. @returns how many there were */
  forgetAll(): number {
    const count = this.#events.size;
    this.#events.clear();
    return count;
  }
}
