/**
 * A clock that moves only when told to.
 *
 * Real machines have two: the wall clock (milliseconds since 1970, may jump either way when someone sets it) and
 * the monotonic clock (milliseconds since some start, never goes back). `advance` is time passing, so it moves both.
 * `set` is somebody setting the wall clock, so the monotonic one does not notice.
 */
export class FakeClock {
  #wall: number;
  #monotonic: number;

  /** @param startMs wall clock at the start; the default is 2024-01-01T00:00:00Z */
  constructor(startMs = 1_704_067_200_000) {
    this.#wall = startMs;
    this.#monotonic = 0;
  }

  /** Wall clock, in milliseconds since 1970. */
  nowMs(): number {
    return this.#wall;
  }

  /** Milliseconds since the clock was made. */
  monotonicMs(): number {
    return this.#monotonic;
  }

  /** Lets `ms` milliseconds pass. Fractions are allowed, negative spans are a RangeError. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`time passes forwards only: advance(${ms})`);
    this.#wall += ms;
    this.#monotonic += ms;
  }

  /** Sets the wall clock to `ms` since 1970, forwards or backwards. */
  set(ms: number): void {
    if (!Number.isFinite(ms)) throw new RangeError(`not a time: set(${ms})`);
    this.#wall = ms;
  }
}
