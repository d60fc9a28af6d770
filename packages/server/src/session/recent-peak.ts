const SECONDS = 8;

/** The largest value of the last eight seconds. */
export class RecentPeak {
  readonly #peaks = new Array<number>(SECONDS).fill(0);
  #second = 0;

  /** Of this second. */
  current = 0;

  note(value: number): void {
    if (value > this.current) this.current = value;
  }

  /** Time has passed. @param second Unix time */
  advance(second: number): void {
    if (second === this.#second) return;
    this.#peaks[this.#second % SECONDS] = this.current;
    // Seconds in which nobody looked had no peak.
    const passed = Math.min(Math.abs(second - this.#second), SECONDS);
    for (let i = 0; i < passed; i++) this.#peaks[(second - i) % SECONDS] = 0;
    this.#second = second;
    this.current = 0;
  }

  get value(): number {
    return Math.max(this.current, ...this.#peaks);
  }
}
