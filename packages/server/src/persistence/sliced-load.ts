import type { SnapshotReader } from '@respite/persistence';
import type { Host } from '../commands/host.ts';
import type { Config } from '../config/config.ts';

/** How long a slice of work may take, in milliseconds. */
const SLICE_MS = 4;
/** Delays of keys are put together to one of so many milliseconds. */
const DELAY_MS = 1;
/** The setting for delays is looked at again after so many milliseconds. */
const DELAY_LOOK_MS = 50;

export interface SlicedLoadParts {
  readonly reader: SnapshotReader;
  readonly config: Pick<Config, 'keyLoadDelay' | 'loadingProcessEventsIntervalBytes'>;
  readonly host: Pick<Host, 'after' | 'afterTurn'>;
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number;
  /** Sends what clients were answered in this turn: it need not wait for a slice. */
  readonly flush: () => void;
  /** All was read, or, with an error, nothing more can be. Not called after `cancel`. */
  readonly ended: (error?: unknown) => void;
}

/** A load in slices: clients are heard between them. */
export class SlicedLoad {
  readonly #parts: SlicedLoadParts;
  #isOver = false;
  #cancelTimer: (() => void) | undefined;
  /** Milliseconds that `key-load-delay` asks for and that were not waited yet; negative if too much was. */
  #delayMs = 0;

  constructor(parts: SlicedLoadParts) {
    this.#parts = parts;
    this.#goOn();
  }

  /** Gives up. */
  cancel(): void {
    this.#isOver = true;
    this.#cancelTimer?.();
  }

  #goOn(): void {
    this.#parts.host.afterTurn(() => {
      if (!this.#isOver) this.#slice();
    });
  }

  #slice(): void {
    this.#parts.flush();
    try {
      if (this.#readSome()) return;
    } catch (error) {
      this.#isOver = true;
      this.#parts.ended(error);
      return;
    }
    this.#isOver = true;
    this.#parts.ended();
  }

  /** @returns whether there is more, for which there will be another slice */
  #readSome(): boolean {
    const { config, monotonicMs, reader } = this.#parts;
    const end = monotonicMs() + SLICE_MS;
    const bytesEnd = reader.bytes + config.loadingProcessEventsIntervalBytes;
    const delayMs = keyDelayMs(config.keyLoadDelay);
    const keysMax = delayMs === 0 ? undefined : Math.min(Math.max(Math.ceil(DELAY_MS / delayMs), 1), 1024);
    while (true) {
      const { keys } = reader;
      if (!reader.step(keysMax)) return false;
      this.#delayMs = delayMs === 0 ? 0 : this.#delayMs + (reader.keys - keys) * delayMs;
      if (this.#delayMs >= DELAY_MS) {
        this.#wait();
        return true;
      }
      if (reader.bytes >= bytesEnd || monotonicMs() >= end) {
        this.#goOn();
        return true;
      }
    }
  }

  #wait(): void {
    const { config, host, monotonicMs } = this.#parts;
    const start = monotonicMs();
    this.#cancelTimer = host.after(Math.min(this.#delayMs, DELAY_LOOK_MS), () => {
      this.#delayMs -= monotonicMs() - start;
      if (this.#delayMs >= DELAY_MS && config.keyLoadDelay !== 0) this.#wait();
      else this.#goOn();
    });
  }
}

/** `key-load-delay` is in microseconds; a negative number is how many keys share one of them. */
function keyDelayMs(setting: number): number {
  return setting < 0 ? 1 / -setting / 1000 : setting / 1000;
}
