import { addLatency, type LatencyHistogram, newLatencyHistogram } from './latency-histogram.ts';

/** Kinds of errors that are counted each for itself; scripts may make up any number of them. */
const ERROR_CODES_MAX = 128;
/** A code is looked for within so many characters of the line. */
const ERROR_CODE_LENGTH_MAX = 32;

/** Calls, time and failures per command, by the command's number. */
export class CommandStats {
  readonly calls: Float64Array;
  readonly microseconds: Float64Array;
  /** Refused before they ran: wrong number of arguments, a gate. */
  readonly rejected: Float64Array;
  /** Ran, and answered with an error. */
  readonly failed: Float64Array;
  /** Replies that were errors, by their first word: ERR, WRONGTYPE ... */
  readonly errors = new Map<string, number>();
  /** How long each command's calls took, for commands that were called. */
  readonly latencies: (LatencyHistogram | undefined)[];
  /** Whether `latencies` are counted (latency-tracking). */
  tracksLatency = true;

  constructor(commands: number) {
    this.calls = new Float64Array(commands);
    this.microseconds = new Float64Array(commands);
    this.rejected = new Float64Array(commands);
    this.failed = new Float64Array(commands);
    this.latencies = new Array<LatencyHistogram | undefined>(commands).fill(undefined);
  }

  /** A command was called `count` times, which took so long in all. */
  countCalls(id: number, count: number, microseconds: number): void {
    this.calls[id] += count;
    this.microseconds[id] += microseconds;
    if (this.tracksLatency) {
      let histogram = this.latencies[id];
      if (histogram === undefined) this.latencies[id] = histogram = newLatencyHistogram();
      addLatency(histogram, microseconds / count, count);
    }
  }

  /** Time spent in all commands. */
  get totalMicroseconds(): number {
    return this.microseconds.reduce((sum, time) => sum + time, 0);
  }

  countError(line: string): void {
    const space = line.indexOf(' ');
    let code = space < 0 || space > ERROR_CODE_LENGTH_MAX ? 'ERR' : line.slice(0, space);
    const count = this.errors.get(code);
    if (count === undefined && this.errors.size >= ERROR_CODES_MAX) code = 'ERRORSTATS_OVERFLOW';
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  reset(): void {
    this.calls.fill(0);
    this.microseconds.fill(0);
    this.rejected.fill(0);
    this.failed.fill(0);
    this.errors.clear();
    this.latencies.fill(undefined);
  }
}
