/** What tells this run of a server from every other. */
export class ServerIdentity {
  /** 40 hexadecimal digits, new with every start. */
  readonly runId: string;
  /** Names the history of the data, for replicas: 40 hexadecimal digits. */
  replicationId: string;
  /** When the server started: Unix time in milliseconds, and the monotonic clock. */
  readonly startedAt: number;
  readonly startedAtMonotonic: number;
  readonly #random: () => number;

  /** @param random floats in [0, 1) */
  constructor(random: () => number, nowMs: number, monotonicMs: number) {
    this.#random = random;
    this.runId = this.#hexadecimal();
    this.replicationId = this.#hexadecimal();
    this.startedAt = nowMs;
    this.startedAtMonotonic = monotonicMs;
  }

  changeReplicationId(): void {
    this.replicationId = this.#hexadecimal();
  }

  #hexadecimal(): string {
    let digits = '';
    while (digits.length < 40) digits += Math.floor(this.#random() * 16).toString(16);
    return digits;
  }
}
