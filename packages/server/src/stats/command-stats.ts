/** Calls, time and failures per command, by the command's number. */
export class CommandStats {
  readonly calls: Float64Array;
  readonly microseconds: Float64Array;
  readonly rejected: Float64Array;
  readonly failed: Float64Array;
  /** Replies that were errors, by their first word: ERR, WRONGTYPE ... */
  readonly errors = new Map<string, number>();

  constructor(commands: number) {
    this.calls = new Float64Array(commands);
    this.microseconds = new Float64Array(commands);
    this.rejected = new Float64Array(commands);
    this.failed = new Float64Array(commands);
  }

  countError(line: string): void {
    const space = line.indexOf(' ');
    const code = space < 0 ? line : line.slice(0, space);
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  reset(): void {
    this.calls.fill(0);
    this.microseconds.fill(0);
    this.rejected.fill(0);
    this.failed.fill(0);
    this.errors.clear();
  }
}
