import { PAGES_PER_SEGMENT, PAGES_SHIFT, SEGMENT_BYTES } from '../limits.ts';
import { ZONE_ELEMENTS } from '../memory/segments.ts';
import { CLASS_COUNT, classBlocks } from '../memory/size-classes.ts';
import type { Collections } from './collections.ts';

/** Waste up to so many bytes, and this share of what is in use besides, is let be. */
const WASTE_BYTES = 8 * 1024 * 1024;
const WASTE_SHARE = 1 / 8;
/** After a pass that gained little, it has to grow by so much before the next one. */
const EXCESS_CHANGE = 8 * 1024 * 1024;
/** Pages that are kept beyond what the blocks fill, for what comes while a pass goes on: of each size class, and in all. */
const PAGES_TO_SPARE = 2;
const PAGES_TO_SPARE_SHARE = 1 / 8;

/** Collections of more elements, or more bytes, are not moved: that would take too long at once. */
const ELEMENTS_MAX = 16_384;
const BYTES_MAX = 4 * 1024 * 1024;
/** A collection costs as much time as so many elements, whatever it holds; and to look at one that is not moved, as one. */
const COLLECTION_COST = 16;

const URGENCY_MIN = 0.02;
const URGENCY_MAX = 0.25;

/**
 * Gives memory back that collections left in holes, when elements of other sizes have come in the place of those that went.
 *
 * ```
 * before   |# .#. #|  |#.##.##|  |.#...#.|      # block  . hole      pages of one size class
 * a pass    retired    |#######|  retired       |#######|
 * ```
 *
 * Why not as the entries of keys are moved (see keyspace/compactor.ts)? From the block of an element nobody knows whose it is. So a pass
 * goes through all collections, and puts a copy in the place of each one. At its beginning so many pages are retired that the others just have
 * room for all blocks; these fill up, and the retired ones are empty at the end. All pages of the emptiest segments are among them, so
 * that these go back to the system.
 *
 * The entry of a key refers to its collection by a handle, which stays. A pass goes on between commands, a few collections at a time. It
 * stands still while a snapshot is taken, which knows the elements that it has not seen.
 */
export class ElementCompactor {
  readonly #collections: Collections;
  readonly #isObserved: () => boolean;
  #isRunning = false;
  /** The next handle of the pass. */
  #next = 0;
  /** What a pass could not do away with. */
  #excessInVain = 0;
  /** Elements moved since the beginning. */
  movedCount = 0;

  /** @param isObserved whether a snapshot is being taken */
  constructor(collections: Collections, isObserved: () => boolean) {
    this.#collections = collections;
    this.#isObserved = isObserved;
  }

  /** Bytes of the memory held for elements, and how many of them are in holes. */
  get heldBytes(): number {
    return this.#collections.memory.segments.touchedBytesOf(ZONE_ELEMENTS);
  }

  get wastedBytes(): number {
    return this.heldBytes - this.#collections.memory.arena.usedBytes;
  }

  /**
   * The waste that counts: holes in pages, which only blocks of their size class can fill; and pages that nobody uses, as far as they
   * are more than a segment, since what comes next can have them.
   */
  get #excess(): number {
    const { arena } = this.#collections.memory;
    return Math.max(arena.heldBytes - arena.usedBytes, this.wastedBytes - SEGMENT_BYTES);
  }

  /** The share of its time that a server should spend on this: 0, or 0.02 to 0.25, more the more is wasted. */
  get urgency(): number {
    if (this.#isObserved() || !(this.#isRunning || this.#isWorthwhile())) return 0;
    return Math.min(URGENCY_MAX, Math.max(URGENCY_MIN, this.wastedBytes / this.heldBytes));
  }

  #isWorthwhile(): boolean {
    const { usedBytes } = this.#collections.memory.arena;
    return this.#excess > Math.max(WASTE_BYTES + usedBytes * WASTE_SHARE, this.#excessInVain + EXCESS_CHANGE);
  }

  /** Moves about so many elements, if there is enough to gain. @returns whether there is more to do */
  step(elements: number): boolean {
    if (this.#isObserved()) return false;
    if (!this.#isRunning) {
      // Waste that has become less by itself is no measure any more.
      this.#excessInVain = Math.min(this.#excessInVain, this.#excess);
      if (!this.#isWorthwhile()) return false;
      this.begin();
    }
    const collections = this.#collections;
    if (collections.pendingCount > 0) {
      collections.freeSome(elements);
      return true;
    }
    let left = elements;
    while (left > 0 && this.#next < collections.handleCount) left -= this.#move(this.#next++);
    if (this.#next < collections.handleCount) return true;
    this.#end();
    return false;
  }

  /**
   * Begins a pass, whatever there is to gain: settles which segments are to be emptied, and retires their pages, and those of the
   * others that are not needed.
   */
  begin(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#next = 0;
    const { arena, segments } = this.#collections.memory;
    const { pageOwner, pageClass, pageUsed, segmentZone, segmentTouched, segmentUsed, segmentDraining } = segments;
    const fullestFirst = Array.from(segments.bytes, (_, segment) => segment)
      .filter((segment) => segmentZone[segment] === ZONE_ELEMENTS)
      .sort((a, b) => segmentUsed[b] - segmentUsed[a]);
    const pagesOf = (segment: number): number[] => {
      const first = segment << PAGES_SHIFT;
      const pages = Array.from({ length: segmentTouched[segment] }, (_, i) => first + i);
      return pages.filter((page) => pageOwner[page] === arena.owner);
    };
    const blocks = new Uint32Array(CLASS_COUNT);
    for (const segment of fullestFirst) for (const page of pagesOf(segment)) blocks[pageClass[page]] += pageUsed[page];
    const needed = Array.from(blocks, (count, c) =>
      count === 0 ? 0 : Math.ceil(count / classBlocks[c]) + PAGES_TO_SPARE,
    );
    const neededInAll = needed.reduce((sum, count) => sum + count, 0) * (1 + PAGES_TO_SPARE_SHARE);
    let room = 0;
    for (const segment of fullestFirst) {
      const isKept = room < neededInAll;
      room += PAGES_PER_SEGMENT;
      segmentDraining[segment] = isKept ? 0 : 1;
      for (const page of pagesOf(segment)) if (!isKept || needed[pageClass[page]]-- <= 0) arena.retire(page);
    }
  }

  #end(): void {
    this.#isRunning = false;
    const { arena, segments } = this.#collections.memory;
    arena.readmit();
    segments.segmentDraining.fill(0);
    const { usedBytes } = arena;
    this.#excessInVain = this.#excess > WASTE_BYTES + usedBytes * WASTE_SHARE ? this.#excess : 0;
  }

  /** Puts a copy in the place of a collection. @returns what that cost */
  #move(handle: number): number {
    const collections = this.#collections;
    const collection = collections.at(handle);
    if (collection === undefined || collection.pins > 0) return 1;
    const { weight } = collection;
    if (weight > ELEMENTS_MAX || collection.usedBytes > BYTES_MAX) return 1;
    collections.exchange(collection, collection.copy());
    this.movedCount += weight;
    return weight + COLLECTION_COST;
  }
}
