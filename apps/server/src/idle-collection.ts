import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is looked at each time. */
export interface MemoryUse {
  /** Bytes of JavaScript objects and of buffers, without the data: those that are in use and those that nobody needs any more. */
  readonly bytes: number;
  /** Commands run so far. */
  readonly commands: number;
}

/** So many bytes more than were in use after the last collection may be worth one, or a quarter again of what was. */
const GARBAGE_MIN = 4 * 1024 * 1024;
const GARBAGE_SHARE = 4;
/** A server that runs no more commands per second than this is idle. */
const IDLE_COMMANDS = 20;
/** After a collection that took a while, this many times as long is left to others. */
const REST = 20;
/** What was in use at the last collection may be garbage since: it is tried again after so long, and after twice as long if in vain. */
const RETRY_MS = 4000;

/**
 * Garbage collection for a server that has nothing to do. The runtime collects when memory is asked for, so a server that has just
 * been busy, or flooded, and then sees nobody, would hold what it needs no more for as long as that lasts.
 */
export class IdleCollection {
  readonly #collect: () => void;
  readonly #nowMs: () => number;
  #commands = 0;
  /** After the last collection, and the least there ever was after one. */
  #inUse = 0;
  #least = Number.POSITIVE_INFINITY;
  #notBefore = 0;
  #retryAt = Number.POSITIVE_INFINITY;
  #retryMs = RETRY_MS;

  /**
   * @param collect collects all garbage, now
   * @param nowMs a monotonic clock
   */
  constructor(collect: () => void, nowMs: () => number) {
    this.#collect = collect;
    this.#nowMs = nowMs;
  }

  /** To be called once a second. */
  look(measure: () => MemoryUse): void {
    const { bytes, commands } = measure();
    const isBusy = commands - this.#commands > IDLE_COMMANDS;
    this.#commands = commands;
    const begin = this.#nowMs();
    if (isBusy) {
      this.#retryMs = RETRY_MS;
      this.#retryAt = begin + RETRY_MS;
      return;
    }
    if (begin < this.#notBefore) return;
    const isGarbageLikely = bytes - this.#inUse >= Math.max(GARBAGE_MIN, this.#inUse / GARBAGE_SHARE);
    const isRetryDue = begin >= this.#retryAt && bytes - this.#least >= GARBAGE_MIN;
    if (isGarbageLikely) this.#retryMs = RETRY_MS / 2;
    if (isGarbageLikely || isRetryDue) this.#run(begin, bytes, measure);
  }

  #run(begin: number, bytes: number, measure: () => MemoryUse): void {
    this.#collect();
    const end = this.#nowMs();
    this.#inUse = measure().bytes;
    this.#least = Math.min(this.#least, this.#inUse);
    this.#retryMs = bytes - this.#inUse >= GARBAGE_MIN ? RETRY_MS : 2 * this.#retryMs;
    this.#retryAt = end + this.#retryMs;
    this.#notBefore = end + REST * (end - begin);
  }
}

/** The garbage collector of V8, which programs reach only this way; undefined in another runtime. */
export function garbageCollector(): (() => void) | undefined {
  try {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') return undefined;
    return () => {
      // The first finds out which pages of the heap are almost empty, the second moves what is left there and gives them back.
      collect();
      collect();
    };
  } catch {
    return undefined;
  }
}
