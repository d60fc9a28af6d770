import type { Arguments } from '@respite/resp';

/** A command that was worth remembering. */
export interface LoggedCommand {
  /** Counts from the start of the server. */
  readonly id: number;
  /** Unix time in seconds. */
  readonly time: number;
  /** By what it stood out: microseconds, or bytes. */
  readonly value: number;
  /** Its arguments, the long ones cut short, secrets replaced. */
  readonly args: readonly Uint8Array[];
  /** The client's address, and the name that it gave itself. */
  readonly address: string;
  readonly clientName: string;
}

/** How much of a command is kept. */
export interface LogLimits {
  /** Arguments; where there are more, the last one kept tells how many. */
  readonly argumentsMax: number;
  /** Bytes of an argument. */
  readonly bytesMax: number;
}

const encoder = new TextEncoder();
const REDACTED = encoder.encode('(redacted)');

/** The last commands that stood out in one way. */
export class CommandLog {
  /** By number, which grows by one: the first is the oldest. */
  readonly #entries = new Map<number, LoggedCommand>();
  #nextId = 0;
  #lengthMax = 0;

  get length(): number {
    return this.#entries.size;
  }

  /** Sets how many are remembered; the oldest go. */
  set lengthMax(most: number) {
    this.#lengthMax = most;
    this.#shorten();
  }

  add(entry: Omit<LoggedCommand, 'id'>): void {
    const id = this.#nextId++;
    this.#entries.set(id, { id, ...entry });
    this.#shorten();
  }

  clear(): void {
    this.#entries.clear();
  }

  /** @returns the latest, at most `most`, the last one first */
  latest(most: number): LoggedCommand[] {
    const entries: LoggedCommand[] = [];
    const count = Math.min(most, this.#entries.size);
    for (let id = this.#nextId - 1; entries.length < count; id--) entries.push(this.#entries.get(id) as LoggedCommand);
    return entries;
  }

  #shorten(): void {
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= this.#lengthMax) break;
      this.#entries.delete(id);
    }
  }
}

/** The arguments as a log keeps them. @param isSecret whether argument `index` must not be shown */
export function loggedArguments(
  args: Arguments,
  { argumentsMax, bytesMax }: LogLimits,
  isSecret: (index: number) => boolean,
): Uint8Array[] {
  const { bytes, count, ends, starts } = args;
  const kept = Math.min(count, argumentsMax);
  const logged: Uint8Array[] = [];
  for (let i = 0; i < kept; i++) {
    const length = ends[i] - starts[i];
    if (kept < count && i === kept - 1) logged.push(encoder.encode(`... (${count - kept + 1} more arguments)`));
    else if (isSecret(i)) logged.push(REDACTED);
    else if (length <= bytesMax) logged.push(args.toBytes(i));
    else logged.push(joined(bytes.subarray(starts[i], starts[i] + bytesMax), `... (${length - bytesMax} more bytes)`));
  }
  return logged;
}

function joined(beginning: Uint8Array, text: string): Uint8Array {
  const end = encoder.encode(text);
  const whole = new Uint8Array(beginning.length + end.length);
  whole.set(beginning);
  whole.set(end, beginning.length);
  return whole;
}
