import type { Database } from './keyspace/database.ts';
import { SEGMENTS_MAX } from './limits.ts';
import type { Segments } from './memory/segments.ts';
import type { HashTable } from './structures/hash-table.ts';

/** Pages that a segment must have to spare, at two looks, before it is renewed: 2 MiB. */
const SPARE_PAGES_MIN = 32;
/** So many pages are copied for each that is gained, at most. */
const COPIES_PER_SPARE = 8;
/** Pages of a segment, all of which may be copied when nobody waits. */
const ALL = Number.POSITIVE_INFINITY;
/** Buckets taken from a table between two questions whether there is time for more. */
const BUCKETS_PER_STEP = 128;

/**
 * Gives back what a peak has left behind where nothing was worth moving: buckets of tables that are larger than their entries need,
 * pages that nobody uses in segments of which others are in use, and spare buffers of large values.
 *
 * ```
 * before   |##.......#|      # page in use  . page that was used once: the process holds it
 * renewed  |##       #|
 * ```
 *
 * One page in use keeps a whole segment of 32 MiB, and each size class keeps one. A page that was free at one look, a second ago, and
 * is free at the next is no reserve any more.
 */
export class Slack {
  readonly #segments: Segments;
  readonly #databases: readonly Database[];
  readonly #mayRenew: () => boolean;
  /** Per segment: the pages to spare at the last look. */
  readonly #spare: Uint16Array = new Uint16Array(SEGMENTS_MAX);
  /** The table that has been begun with: it is done with only when it is as small as it should be. */
  #begun: HashTable | undefined;

  /** @param mayRenew whether nobody is in the midst of reading a block */
  constructor(segments: Segments, databases: readonly Database[], mayRenew: () => boolean) {
    this.#segments = segments;
    this.#databases = databases;
    this.#mayRenew = mayRenew;
  }

  /**
   * Lets spare buffers go, and renews the segment with the most to spare, if one is worth it. To be called about once a second, between commands.
   * @param copiesMax how many pages of 64 KiB may be copied while others wait: sixteen take about half a millisecond
   */
  look(copiesMax: number): void {
    this.#segments.large.trim();
    const best = this.#mostToSpare(copiesMax, this.#spare);
    if (best >= 0) this.#renew(best);
    for (let segment = 0; segment < this.#segments.segmentCount; segment++) {
      this.#spare[segment] = Math.max(0, this.#segments.sparePagesOf(segment));
    }
  }

  /** Makes tables smaller that have far more buckets than they need, as long as `hasTime` says so. For when there is nothing else to do. */
  tidyTables(hasTime: () => boolean): void {
    for (const { keys, expires } of this.#databases) {
      for (const table of [keys, expires]) {
        if (table !== this.#begun && !table.isSlack) continue;
        this.#begun = table;
        do if (!hasTime()) return;
        while (table.tidy(BUCKETS_PER_STEP));
        this.#begun = undefined;
      }
    }
  }

  /** All that is worth it, at once: takes as long as copying a part of the memory. */
  giveBackAll(): void {
    this.tidyTables(() => true);
    this.#segments.large.clear();
    for (;;) {
      const best = this.#mostToSpare(ALL);
      if (best < 0 || !this.#renew(best)) return;
    }
  }

  /** @param limits per segment: no more than so many of its pages count @returns the segment, or -1 */
  #mostToSpare(copiesMax: number, limits?: Uint16Array): number {
    const segments = this.#segments;
    if (!this.#mayRenew()) return -1;
    let best = -1;
    let bestSpare = SPARE_PAGES_MIN - 1;
    for (let segment = 0; segment < segments.segmentCount; segment++) {
      const spare = Math.min(segments.sparePagesOf(segment), limits?.[segment] ?? ALL);
      const used = segments.segmentUsed[segment];
      // One without any page in use goes as a whole: see `Segments.trim`.
      if (used === 0 || used > copiesMax || used > spare * COPIES_PER_SPARE || spare <= bestSpare) continue;
      best = segment;
      bestSpare = spare;
    }
    return best;
  }

  /** @returns whether there was memory for it */
  #renew(segment: number): boolean {
    try {
      this.#segments.renew(segment);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}
