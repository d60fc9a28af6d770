import type { Entries } from '@respite/store';
import type { Config } from '../config/config.ts';

/** What a new key's counter begins with: so that it is not evicted before it had a chance. */
const FREQUENCY_AT_FIRST = 5;
const FREQUENCY_MAX = 255;
const MINUTES_MASK = 0xffff;

/**
 * What the 24 bits of an entry's access clock mean: it depends on maxmemory-policy.
 *
 * ```
 * LRU   | second of the last use: 24 bits |                  a clock that comes round every 194 days
 * LRM   | second of the last change: 24 bits |               likewise; kept by eviction/modification-clock.ts
 * LFU   | minute of the last use: 16 bits | counter: 8 bits |    comes round every 45 days
 * ```
 *
 * The counter of LFU is a logarithmic one: each use raises it with a chance that shrinks as it grows (lfu-log-factor), and every
 * lfu-decay-time minutes without use take 1 from it. When the policy changes, what is there is read in the new meaning, as in Redis:
 * it takes a while until it is true again.
 *
 * Source: R. Morris, "Counting large numbers of events in small registers" (CACM 21, 1978).
 */
export class AccessClock {
  /** Whether the policy is an LFU one. */
  countsFrequency = false;
  /** Whether the policy is an LRM one: to be used is not to be changed. */
  #ignoresUse = false;
  readonly #random: () => number;
  #logFactor = 0;
  #decayMinutes = 0;
  /** The clocks of now; moved on by `refresh`. */
  #seconds = 0;
  #minutes = 0;
  /** Seconds of Unix time. */
  #unixSeconds = 0;

  /** @param random floats in [0, 1) */
  constructor(config: Config, random: () => number) {
    this.#random = random;
    const configure = () => {
      this.countsFrequency = config.maxmemoryPolicy.endsWith('lfu');
      this.#ignoresUse = config.maxmemoryPolicy.endsWith('lrm');
      this.#logFactor = config.lfuLogFactor;
      this.#decayMinutes = config.lfuDecayTime;
      return undefined;
    };
    configure();
    config.onChange(['maxmemory-policy', 'lfu-log-factor', 'lfu-decay-time'], configure);
  }

  refresh(nowMs: number): void {
    this.#unixSeconds = Math.floor(nowMs / 1000);
    this.#seconds = this.#unixSeconds & 0xffffff;
    this.#minutes = Math.floor(nowMs / 60_000) & MINUTES_MASK;
  }

  /** The entry is used now, or was just made. */
  touch(entries: Entries, entry: number): void {
    if (this.countsFrequency) this.#count(entries, entry);
    else if (!this.#ignoresUse || entries.accessClock(entry) === 0) entries.setAccessClock(entry, this.#seconds);
  }

  /** Seconds since the entry was used, or changed where the policy is an LRM one. */
  idleSeconds(entries: Entries, entry: number): number {
    return (this.#seconds - entries.accessClock(entry)) & 0xffffff;
  }

  /** When the entry was used, in seconds of Unix time. */
  lastUseSeconds(entries: Entries, entry: number): number {
    return this.#unixSeconds - this.idleSeconds(entries, entry);
  }

  /** The counter of the entry's use, with what it has lost since: 0 to 255. */
  frequency(entries: Entries, entry: number): number {
    const clock = entries.accessClock(entry);
    const counter = clock & 0xff;
    if (this.#decayMinutes === 0) return counter;
    const idleMinutes = (this.#minutes - (clock >>> 8)) & MINUTES_MASK;
    return Math.max(0, counter - Math.floor(idleMinutes / this.#decayMinutes));
  }

  /** The entry was used so many seconds ago: somebody says so. */
  setIdleSeconds(entries: Entries, entry: number, seconds: number): void {
    entries.setAccessClock(entry, (this.#seconds - (seconds % 2 ** 24)) & 0xffffff);
  }

  /** The counter of the entry's use is this one, of 0 to 255: somebody says so. */
  setFrequency(entries: Entries, entry: number, frequency: number): void {
    entries.setAccessClock(entry, (this.#minutes << 8) | frequency);
  }

  #count(entries: Entries, entry: number): void {
    let counter = FREQUENCY_AT_FIRST;
    if (entries.accessClock(entry) !== 0) {
      counter = this.frequency(entries, entry);
      const above = Math.max(0, counter - FREQUENCY_AT_FIRST);
      if (counter < FREQUENCY_MAX && this.#random() < 1 / (above * this.#logFactor + 1)) counter++;
    }
    entries.setAccessClock(entry, (this.#minutes << 8) | counter);
  }
}
