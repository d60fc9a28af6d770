/** Time, handed in at construction: a server's real clock, or a test's own. */
export interface Clock {
  /** Wall clock: whole milliseconds of Unix time. */
  nowMs(): number;
}

// tidy-allow(wall-clock): this is the clock that is handed in
export const systemClock: Clock = { nowMs: () => Date.now() };
