import { PAGE_BYTES, PAGE_SHIFT, PAGE_UNITS, PAGES_SHIFT, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Segments } from './segments.ts';
import { CLASS_COUNT, classBlocks, classOf, classUnits } from './size-classes.ts';

/** "No free block" in a page's list. A page has at most 4096 units, so no block begins there. */
const NONE = 0xffff;

/**
 * Blocks of memory by size class, from pages that belong to this arena alone.
 *
 * ```
 * page of class c   | block | block | block | ... | never used yet ... | rest |
 *                   pageUsed   live blocks
 *                   pageFree   first freed block (its unit inside the page), NONE if there is none
 *                   pageFresh  first unit that was never handed out
 * freed block       word 0: 0   (a live block whose first byte is never 0 can be told from a freed one)
 *                   word 1: unit of the next freed block in the page, or NONE
 * ```
 *
 * Pages are linked (pageNext, pagePrevious) in one list per class of those with room, one per class of the full ones, and one of
 * those that are retired: nothing is allocated in them any more, and they go when their last block goes. A page that empties goes
 * back to the segments, except the last one of its class that has room: else one block more and less would take and give a page
 * each time.
 *
 * Why an arena per owner? Everything that a database holds can then be dropped page by page, without a look at any block.
 */
export class Arena {
  readonly segments: Segments;
  /** By which pages know this arena: `segments.pageOwner`. */
  readonly owner: number;
  readonly #zone: number;
  /** Bytes of all live blocks, whole size classes. */
  usedBytes = 0;
  /** Pages held. */
  pageCount = 0;
  readonly #roomy: Uint32Array = new Uint32Array(CLASS_COUNT);
  readonly #full: Uint32Array = new Uint32Array(CLASS_COUNT);
  readonly #retired: Uint32Array = new Uint32Array(1);

  /** @param zone ZONE_FIXED or ZONE_MOVABLE: of the segments that pages come from. */
  constructor(segments: Segments, zone: number) {
    this.segments = segments;
    this.owner = segments.newOwner();
    this.#zone = zone;
  }

  /** A block of at least `bytes` (1 to BLOCK_BYTES_MAX), its content undefined. @returns its reference. */
  allocate(bytes: number): number {
    return this.allocateClass(classOf(bytes));
  }

  /** As `allocate`, by size class. */
  allocateClass(sizeClass: number): number {
    const segments = this.segments;
    const page = this.#roomy[sizeClass] || this.#addPage(sizeClass);
    const used = ++segments.pageUsed[page];
    this.usedBytes += classUnits[sizeClass] << 4;
    let unit = segments.pageFree[page];
    if (unit === NONE) {
      unit = segments.pageFresh[page];
      segments.pageFresh[page] = unit + classUnits[sizeClass];
    } else {
      const word = (((page << PAGE_SHIFT) & SEGMENT_UNIT_MASK) + unit) << 2;
      segments.pageFree[page] = segments.words[page >>> PAGES_SHIFT][word + 1];
    }
    if (used === classBlocks[sizeClass]) {
      this.#unlink(this.#roomy, sizeClass, page);
      this.#link(this.#full, sizeClass, page);
    }
    return ((page << PAGE_SHIFT) | unit) >>> 0;
  }

  /** Frees a block that this arena allocated. */
  free(reference: number): void {
    const segments = this.segments;
    const page = reference >>> PAGE_SHIFT;
    const sizeClass = segments.pageClass[page];
    const word = (reference & SEGMENT_UNIT_MASK) << 2;
    const words = segments.words[reference >>> SEGMENT_SHIFT];
    words[word] = 0;
    words[word + 1] = segments.pageFree[page];
    segments.pageFree[page] = reference & (PAGE_UNITS - 1);
    this.usedBytes -= classUnits[sizeClass] << 4;
    const used = --segments.pageUsed[page];
    if (used === classBlocks[sizeClass] - 1) {
      if (segments.pageRetired[page] === 0) {
        this.#unlink(this.#full, sizeClass, page);
        this.#link(this.#roomy, sizeClass, page);
      }
    } else if (used === 0) {
      if (segments.pageRetired[page] !== 0) {
        this.#unlink(this.#retired, 0, page);
        this.#givePage(page);
      } else if (this.#roomy[sizeClass] !== page || segments.pageNext[page] !== 0) {
        this.#unlink(this.#roomy, sizeClass, page);
        this.#givePage(page);
      }
    }
  }

  /**
   * Retires a page of this arena: nothing is allocated in it any more, and it is given back when its last block is freed, or at
   * once if it has none. @returns whether it is still there
   */
  retire(page: number): boolean {
    const segments = this.segments;
    const sizeClass = segments.pageClass[page];
    const isFull = segments.pageUsed[page] === classBlocks[sizeClass];
    this.#unlink(isFull ? this.#full : this.#roomy, sizeClass, page);
    if (segments.pageUsed[page] === 0) {
      this.#givePage(page);
      return false;
    }
    segments.pageRetired[page] = 1;
    this.#link(this.#retired, 0, page);
    return true;
  }

  /** Retired pages are as all others again. */
  readmit(): void {
    const { pageClass, pageNext, pageRetired, pageUsed } = this.segments;
    for (let page = this.#retired[0]; page !== 0; ) {
      const next = pageNext[page];
      const sizeClass = pageClass[page];
      const isFull = pageUsed[page] === classBlocks[sizeClass];
      pageRetired[page] = 0;
      this.#link(isFull ? this.#full : this.#roomy, sizeClass, page);
      page = next;
    }
    this.#retired[0] = 0;
  }

  /** The bytes that the block can hold: its size class. */
  capacity(reference: number): number {
    return classUnits[this.segments.pageClass[reference >>> PAGE_SHIFT]]! << 4;
  }

  /** Whether a block for `bytes` would have the size of this one: then it can be used again in place. */
  fits(reference: number, bytes: number): boolean {
    return this.segments.pageClass[reference >>> PAGE_SHIFT] === classOf(bytes);
  }

  /** Gives every page back; all references into this arena are void. Takes time by pages, not by blocks. */
  clear(): void {
    for (let sizeClass = 0; sizeClass < CLASS_COUNT; sizeClass++) {
      this.#giveAll(this.#roomy, sizeClass);
      this.#giveAll(this.#full, sizeClass);
    }
    this.#giveAll(this.#retired, 0);
    this.usedBytes = 0;
  }

  /** Bytes of the pages held, used or not. */
  get heldBytes(): number {
    return this.pageCount * PAGE_BYTES;
  }

  #giveAll(list: Uint32Array, index: number): void {
    for (let page = list[index]; page !== 0; ) {
      const next = this.segments.pageNext[page];
      this.#givePage(page);
      page = next;
    }
    list[index] = 0;
  }

  #givePage(page: number): void {
    this.pageCount--;
    this.segments.givePage(page);
  }

  #addPage(sizeClass: number): number {
    const segments = this.segments;
    const page = segments.takePage(this.#zone, this.owner);
    segments.pageClass[page] = sizeClass;
    segments.pageRetired[page] = 0;
    segments.pageUsed[page] = 0;
    segments.pageFree[page] = NONE;
    segments.pageFresh[page] = 0;
    this.pageCount++;
    this.#link(this.#roomy, sizeClass, page);
    return page;
  }

  #link(list: Uint32Array, index: number, page: number): void {
    const { pageNext, pagePrevious } = this.segments;
    const first = list[index];
    pageNext[page] = first;
    pagePrevious[page] = 0;
    if (first !== 0) pagePrevious[first] = page;
    list[index] = page;
  }

  #unlink(list: Uint32Array, index: number, page: number): void {
    const { pageNext, pagePrevious } = this.segments;
    const next = pageNext[page];
    const previous = pagePrevious[page];
    if (next !== 0) pagePrevious[next] = previous;
    if (previous !== 0) pageNext[previous] = next;
    else list[index] = next;
  }
}
