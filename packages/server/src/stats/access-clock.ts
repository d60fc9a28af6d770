import type { Entries } from '@respite/store';

/** What the 24 bits of an entry's access clock mean. LRU: the second of the last use, of a clock that comes round every 194 days. */
export class AccessClock {
  /** The 24-bit clock of now; moved on by `refresh`. */
  #seconds = 0;

  refresh(nowMs: number): void {
    this.#seconds = Math.floor(nowMs / 1000) & 0xffffff;
  }

  touch(entries: Entries, entry: number): void {
    entries.setAccessClock(entry, this.#seconds);
  }

  /** Seconds since the entry was used. */
  idleSeconds(entries: Entries, entry: number): number {
    return (this.#seconds - entries.accessClock(entry)) & 0xffffff;
  }
}
