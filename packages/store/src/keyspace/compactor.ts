import {
  PAGE_BYTES,
  PAGE_SHIFT,
  PAGES_SHIFT,
  SEGMENT_BYTES,
  SEGMENT_SHIFT,
  SEGMENT_UNIT_MASK,
  UNIT_BYTES,
} from '../limits.ts';
import { type Segments, ZONE_MOVABLE } from '../memory/segments.ts';
import { classUnits } from '../memory/size-classes.ts';
import type { Database } from './database.ts';

/** Waste up to so many bytes, and this share of what is in use besides, is let be. */
const WASTE_BYTES = 12 * 1024 * 1024;
const WASTE_SHARE = 1 / 16;
/**
 * A segment with less in holes is not worth emptying. It must be more than the pages begun for the blocks that come out of it may
 * waste, one of each size class, or else segments would be emptied into each other for ever.
 */
const GAIN_MIN = SEGMENT_BYTES / 5;
/** Segments compared when one is chosen: what that costs is bounded, however much memory there is. */
const SEGMENTS_COMPARED = 64;
/** After no segment was worth it, waste has to change by so much before the next look. */
const WASTE_CHANGE = 4 * 1024 * 1024;

const URGENCY_MIN = 0.01;
const URGENCY_MAX = 0.25;

const NONE = -1;

/**
 * Gives memory back that deletions left in holes. The entries of the emptiest segment are moved into the holes of the others, until
 * the segment holds nothing and goes back to the system.
 *
 * ```
 * before   |## # ..#.#|  |######.###|  |##.#####.#|      # entry  . hole
 * after     given back   |##########|  |##########|
 * ```
 *
 * Why whole segments, and not pages here and there? Only a segment can be given back. Its pages are retired first, so that nothing
 * new comes into them, and other pages are filled in the order in which they had room.
 *
 * Moving an entry copies its block and changes its reference in the tables of its database: the key leads there. Nobody else holds
 * references from one command to the next, so it is done between commands, a few blocks at a time. Segments of tables stay as they
 * are.
 */
export class Compactor {
  readonly #segments: Segments;
  readonly #databases: readonly Database[];
  /** Where the emptying of `segments.draining` stands: the page, and the unit in it. */
  #page = 0;
  #unit = 0;
  /** Where the comparison of segments goes on. */
  #compared = 0;
  #wasteInVain = Number.NEGATIVE_INFINITY;
  /** Entries moved since the beginning. */
  movedCount = 0;

  constructor(segments: Segments, databases: readonly Database[]) {
    this.#segments = segments;
    this.#databases = databases;
  }

  /** Bytes of the memory held for entries, and how many of them are in holes. */
  get heldBytes(): number {
    return this.#segments.touchedBytesOf(ZONE_MOVABLE);
  }

  get wastedBytes(): number {
    let used = 0;
    for (const { entries } of this.#databases) used += entries.arena.usedBytes;
    return this.heldBytes - used;
  }

  /**
   * The share of its time that a server should spend on this, 0 to 0.25: 1 % where there is something to do, more the more is wasted.
   */
  get urgency(): number {
    const held = this.heldBytes;
    const waste = this.wastedBytes;
    if (this.#segments.draining === NONE && !this.#isWorthwhile(held, waste)) return 0;
    return Math.min(URGENCY_MAX, Math.max(URGENCY_MIN, (waste / held) * 0.5));
  }

  #isWorthwhile(held: number, waste: number): boolean {
    if (waste < WASTE_BYTES + (held - waste) * WASTE_SHARE) return false;
    return Math.abs(waste - this.#wasteInVain) >= WASTE_CHANGE;
  }

  /** Gives one empty segment back to the system. @returns whether there was one */
  giveBack(): boolean {
    return this.#segments.trim() > 0;
  }

  /**
   * Moves up to `blocks` entries, if there is enough to gain, and gives back what is empty.
   * @returns whether there is more to do
   */
  step(blocks: number): boolean {
    const segments = this.#segments;
    if (segments.trim() > 0) return true;
    if (segments.draining === NONE && !this.#choose()) return false;
    const end = (segments.draining << PAGES_SHIFT) + segments.segmentTouched[segments.draining];
    let left = blocks;
    while (this.#page < end && left > 0) left = this.#emptyPage(left);
    if (this.#page >= end) {
      // What is still there belongs to nobody whom we know, and goes when its owner goes.
      segments.draining = NONE;
      segments.trim();
    }
    return true;
  }

  /** Moves up to `blocks` entries out of the present page. @returns how many more may be moved */
  #emptyPage(blocks: number): number {
    const { pageOwner, pageClass, pageFresh, pageRetired, bytes } = this.#segments;
    const page = this.#page;
    const database = pageRetired[page] === 1 ? this.#databaseOf(pageOwner[page]) : undefined;
    let left = blocks;
    if (database !== undefined) {
      const first = (page << PAGE_SHIFT) >>> 0;
      const memory = bytes[first >>> SEGMENT_SHIFT];
      const at = (first & SEGMENT_UNIT_MASK) << 4;
      const step = classUnits[pageClass[page]];
      for (; this.#unit < pageFresh[page] && pageOwner[page] !== 0; this.#unit += step) {
        // A freed block begins with 0, an entry never does.
        if (memory[at + (this.#unit << 4)] === 0) continue;
        if (left-- === 0) return 0;
        database.relocate(first + this.#unit);
        this.movedCount++;
      }
    }
    this.#page++;
    this.#unit = 0;
    return left;
  }

  /** Chooses the segment to be emptied next, and retires its pages. @returns whether one is worth it */
  #choose(): boolean {
    const waste = this.wastedBytes;
    if (!this.#isWorthwhile(this.heldBytes, waste)) return false;
    const segments = this.#segments;
    let best = NONE;
    let bestFullness = 1;
    const count = Math.min(segments.segmentCount, SEGMENTS_COMPARED);
    for (let i = 0; i < count; i++) {
      this.#compared = (this.#compared + 1) % segments.segmentCount;
      const fullness = this.#fullness(this.#compared);
      if (fullness < bestFullness) {
        best = this.#compared;
        bestFullness = fullness;
      }
    }
    if (best === NONE) {
      // With very many segments the next ones may be worth it.
      this.#wasteInVain = count === segments.segmentCount ? waste : Number.NEGATIVE_INFINITY;
      return false;
    }
    this.#wasteInVain = Number.NEGATIVE_INFINITY;
    this.#retire(best);
    return true;
  }

  /** The share of the memory touched in a segment that is in use; beyond 1 if there is nothing to be gained. */
  #fullness(segment: number): number {
    const { segmentZone, segmentTouched, pageOwner, pageClass, pageUsed } = this.#segments;
    if (segmentZone[segment] !== ZONE_MOVABLE) return 2;
    const first = segment << PAGES_SHIFT;
    const end = first + segmentTouched[segment];
    let units = 0;
    for (let page = first; page < end; page++) {
      if (pageOwner[page] === 0) continue;
      if (this.#databaseOf(pageOwner[page]) === undefined) return 2;
      units += pageUsed[page] * classUnits[pageClass[page]];
    }
    const touched = this.#segments.touchedPagesOf(segment) * PAGE_BYTES;
    const used = units * UNIT_BYTES;
    return touched - used < GAIN_MIN ? 2 : used / touched;
  }

  #retire(segment: number): void {
    const { pageOwner, pageRetired, segmentTouched } = this.#segments;
    this.#segments.draining = segment;
    const first = segment << PAGES_SHIFT;
    for (let page = first; page < first + segmentTouched[segment]; page++) {
      if (pageOwner[page] === 0 || pageRetired[page] === 1) continue;
      this.#databaseOf(pageOwner[page])!.entries.arena.retire(page);
    }
    this.#page = first;
    this.#unit = 0;
  }

  /** The database whose entries are in pages of this owner. A snapshot may hold others, which nobody else knows. */
  #databaseOf(owner: number): Database | undefined {
    for (let i = 0; i < this.#databases.length; i++) {
      if (this.#databases[i].entries.arena.owner === owner) return this.#databases[i];
    }
    return undefined;
  }
}
