import { PAGE_BYTES, PAGE_SHIFT, PAGE_UNITS, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
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
 * Pages with room are linked per class (pageNext, pagePrevious); a full page is in no list. A page that empties goes back to the
 * segments, except the last one of its class that has room: else one block more and less would take and give a page each time.
 *
 * Why an arena per owner? Everything that a database holds can then be dropped page by page, without a look at any block.
 */
export class Arena {
  readonly segments: Segments;
  /** Bytes of all live blocks, whole size classes. */
  usedBytes = 0;
  /** Pages held. */
  pageCount = 0;
  readonly #roomy: Uint32Array = new Uint32Array(CLASS_COUNT);
  /** Full pages per class, for `clear` and the compactor: linked like the roomy ones. */
  readonly #full: Uint32Array = new Uint32Array(CLASS_COUNT);

  constructor(segments: Segments) {
    this.segments = segments;
  }

  /** A block of at least `bytes` (1 to BLOCK_BYTES_MAX), its content undefined. @returns its reference. */
  allocate(bytes: number): number {
    const sizeClass = classOf(bytes);
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
      segments.pageFree[page] = segments.words[page >>> (SEGMENT_SHIFT - PAGE_SHIFT)][word + 1];
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
    const words = segments.words[reference >>> 24];
    words[word] = 0;
    words[word + 1] = segments.pageFree[page];
    segments.pageFree[page] = reference & (PAGE_UNITS - 1);
    this.usedBytes -= classUnits[sizeClass] << 4;
    const used = --segments.pageUsed[page];
    if (used === classBlocks[sizeClass] - 1) {
      this.#unlink(this.#full, sizeClass, page);
      this.#link(this.#roomy, sizeClass, page);
    }
    if (used === 0 && (this.#roomy[sizeClass] !== page || segments.pageNext[page] !== 0)) {
      this.#unlink(this.#roomy, sizeClass, page);
      this.pageCount--;
      segments.givePage(page);
    }
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
    this.usedBytes = 0;
    this.pageCount = 0;
  }

  /** Bytes of the pages held, used or not. */
  get heldBytes(): number {
    return this.pageCount * PAGE_BYTES;
  }

  #giveAll(list: Uint32Array, sizeClass: number): void {
    for (let page = list[sizeClass]; page !== 0; ) {
      const next = this.segments.pageNext[page];
      this.segments.givePage(page);
      page = next;
    }
    list[sizeClass] = 0;
  }

  #addPage(sizeClass: number): number {
    const segments = this.segments;
    const page = segments.takePage();
    segments.pageClass[page] = sizeClass;
    segments.pageUsed[page] = 0;
    segments.pageFree[page] = NONE;
    segments.pageFresh[page] = 0;
    this.pageCount++;
    this.#link(this.#roomy, sizeClass, page);
    return page;
  }

  #link(list: Uint32Array, sizeClass: number, page: number): void {
    const { pageNext, pagePrevious } = this.segments;
    const first = list[sizeClass];
    pageNext[page] = first;
    pagePrevious[page] = 0;
    if (first !== 0) pagePrevious[first] = page;
    list[sizeClass] = page;
  }

  #unlink(list: Uint32Array, sizeClass: number, page: number): void {
    const { pageNext, pagePrevious } = this.segments;
    const next = pageNext[page];
    const previous = pagePrevious[page];
    if (next !== 0) pagePrevious[next] = previous;
    if (previous !== 0) pageNext[previous] = next;
    else list[sizeClass] = next;
  }
}
