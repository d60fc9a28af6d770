import { PAGE_BYTES, PAGES_PER_SEGMENT, PAGES_SHIFT, SEGMENT_BYTES, SEGMENTS_MAX } from '../limits.ts';
import { LargeMemory } from './large-memory.ts';
import { releaseBuffer } from './release-buffer.ts';

/** Segments whose blocks stay where they are: tables. */
export const ZONE_FIXED = 0;
/** Segments whose blocks can be moved elsewhere, so that the segment can be emptied and given back. */
export const ZONE_MOVABLE = 1;
/** Segments of the elements of collections, which only a pass through all collections moves (collections/element-compactor.ts). */
export const ZONE_ELEMENTS = 2;
const ZONES = 3;
/** The index is not in use. */
const NO_ZONE = 255;

const NO_SEGMENT = -1;

/** An empty segment with no more touched pages than this is not worth giving back. */
const TOUCHED_PAGES_KEPT = 64;

/**
 * A large allocation begins 16 bytes behind a memory page with the usual allocators. Skipping 48 more puts every 64-byte block on one
 * cache line; where an allocator does otherwise, nothing is lost but that.
 */
const ALIGNMENT_SKIP = 48;

/**
 * All memory outside the JavaScript heap: large ArrayBuffers, cut into pages of 64 KiB.
 *
 * ```
 * reference (u32)   | segment: 11 bits | unit of 16 bytes inside it: 21 bits |      0 is "none"
 * page number       reference >>> 12
 * segment           | used or freed page | ... | never touched ... |
 *                                              segmentTouched
 * ```
 *
 * A segment is asked for whole, but untouched memory costs nothing: the system gives real memory at the first write. A page that was
 * given back is handed out again before new ones, those of the fullest segment first, so that others may empty; a segment without
 * pages in use goes back to the system with `trim`. From a segment of which some pages are in use the system gets the others back
 * with `renew`.
 *
 * Why zones? One block that cannot be moved would keep its segment for ever, so those have segments of their own.
 *
 * Page 0 is never handed out, so that reference 0 can mean "none".
 */
export class Segments {
  /**
   * Per segment: its bytes, the same memory as 32-bit words, as doubles, and as a DataView for unaligned numbers.
   * Empty where there is none.
   */
  readonly bytes: Uint8Array[] = [];
  readonly words: Uint32Array[] = [];
  readonly doubles: Float64Array[] = [];
  readonly views: DataView[] = [];

  /** Per page: which arena holds it; 0: none. */
  pageOwner: Uint32Array = new Uint32Array(0);
  /** Per page: see arena.ts. These arrays grow as segments are added. */
  pageClass: Uint8Array = new Uint8Array(0);
  pageRetired: Uint8Array = new Uint8Array(0);
  pageUsed: Uint16Array = new Uint16Array(0);
  pageFree: Uint16Array = new Uint16Array(0);
  pageFresh: Uint16Array = new Uint16Array(0);
  pageNext: Uint32Array = new Uint32Array(0);
  pagePrevious: Uint32Array = new Uint32Array(0);

  /** Per segment: the zone, pages handed out, pages ever touched, and the first of the pages given back (0: none). */
  readonly segmentZone: Uint8Array = new Uint8Array(SEGMENTS_MAX).fill(NO_ZONE);
  readonly segmentUsed: Uint16Array = new Uint16Array(SEGMENTS_MAX);
  readonly segmentTouched: Uint16Array = new Uint16Array(SEGMENTS_MAX);
  readonly #segmentFree: Uint32Array = new Uint32Array(SEGMENTS_MAX);

  /** Memory of what has no place in a block. */
  readonly large: LargeMemory = new LargeMemory();

  /** Pages handed out and not given back. */
  pagesInUse = 0;
  /** Per zone: pages ever written to, in segments not given back. */
  readonly #zoneTouched: number[] = new Array<number>(ZONES).fill(0);
  /** Likewise for segments of which this is 1: several may be emptied at once. */
  readonly segmentDraining: Uint8Array = new Uint8Array(SEGMENTS_MAX);
  /** No page of this segment is handed out any more, since it is being emptied; or -1. */
  draining = NO_SEGMENT;

  /** Per zone: the segment that pages come from as long as it has some. */
  readonly #current: number[] = new Array<number>(ZONES).fill(NO_SEGMENT);
  #owners = 0;
  /** Segments became empty since the last `trim`. */
  #emptied = false;
  /** Per segment: pages given back of which the system holds nothing since the segment was renewed; and per page whether it is one. */
  readonly #segmentBlank: Uint16Array = new Uint16Array(SEGMENTS_MAX);
  #pageBlank: Uint8Array = new Uint8Array(0);

  /** Number of segment indexes in use or once in use. */
  get segmentCount(): number {
    return this.bytes.length;
  }

  /** Bytes that the process really holds for all this: pages ever written to, in segments not given back. */
  get touchedBytes(): number {
    let pages = 0;
    for (let zone = 0; zone < ZONES; zone++) pages += this.#zoneTouched[zone];
    return pages * PAGE_BYTES;
  }

  /** As `touchedBytes`, of one zone. */
  touchedBytesOf(zone: number): number {
    return this.#zoneTouched[zone] * PAGE_BYTES;
  }

  /** Bytes of the pages handed out and not given back. */
  get usedPageBytes(): number {
    return this.pagesInUse * PAGE_BYTES;
  }

  /** A number for an arena, by which pages know it. */
  newOwner(): number {
    return ++this.#owners;
  }

  /** Takes a page. Its content is whatever was there before. @throws RangeError when there is no more memory. */
  takePage(zone: number, owner: number): number {
    let segment = this.#current[zone];
    if (segment === NO_SEGMENT || !this.#hasRoom(segment)) {
      segment = this.#fullestWithRoom(zone);
      if (segment === NO_SEGMENT) segment = this.#addSegment(zone);
      this.#current[zone] = segment;
    }
    this.pagesInUse++;
    this.segmentUsed[segment]++;
    let page = this.#segmentFree[segment];
    if (page !== 0) {
      this.#segmentFree[segment] = this.pageNext[page];
      if (this.#pageBlank[page] !== 0) {
        this.#pageBlank[page] = 0;
        this.#segmentBlank[segment]--;
        this.#zoneTouched[zone]++;
      }
    } else {
      page = (segment << PAGES_SHIFT) + this.segmentTouched[segment]++;
      this.#zoneTouched[zone]++;
    }
    this.pageOwner[page] = owner;
    return page;
  }

  /** Gives a page back; the caller holds no reference into it any more. */
  givePage(page: number): void {
    const segment = page >>> PAGES_SHIFT;
    this.pagesInUse--;
    this.pageOwner[page] = 0;
    this.pageNext[page] = this.#segmentFree[segment];
    this.#segmentFree[segment] = page;
    if (--this.segmentUsed[segment] === 0) this.#emptied = true;
  }

  /**
   * Gives a segment without pages in use back to the system: one, since that takes the system a millisecond or more, and what was
   * freed at random becomes empty all at once.
   * @returns how many: 0 or 1
   */
  trim(): number {
    if (!this.#emptied) return 0;
    for (let segment = 0; segment < this.bytes.length; segment++) {
      if (this.segmentZone[segment] === NO_ZONE || this.segmentUsed[segment] !== 0) continue;
      if (this.touchedPagesOf(segment) <= TOUCHED_PAGES_KEPT) continue;
      this.#dropSegment(segment);
      return 1;
    }
    this.#emptied = false;
    return 0;
  }

  /** Pages of a segment that the system holds memory for. */
  touchedPagesOf(segment: number): number {
    return this.segmentTouched[segment] - this.#segmentBlank[segment];
  }

  /** As `touchedPagesOf`, of those that nobody uses. */
  sparePagesOf(segment: number): number {
    return this.touchedPagesOf(segment) - this.segmentUsed[segment] - (segment === 0 ? 1 : 0);
  }

  /**
   * Gives the pages of a segment that nobody uses back to the system. Those in use are copied to a new buffer, to where they were in
   * the old one, so that all references stay as they are. Takes some half a millisecond for each MiB in use. Nobody may be
   * in the midst of reading the segment.
   * @throws RangeError when there is no memory for the new buffer, and nothing has changed
   */
  renew(segment: number): void {
    const first = segment << PAGES_SHIFT;
    const reserved = segment === 0 ? 1 : 0;
    const zone = this.segmentZone[segment];
    const before = this.touchedPagesOf(segment);
    const old = this.bytes[segment];
    let end = this.segmentTouched[segment];
    this.#setBuffer(segment, new ArrayBuffer(ALIGNMENT_SKIP + SEGMENT_BYTES));
    while (end > reserved && this.pageOwner[first + end - 1] === 0) this.#pageBlank[first + --end] = 0;
    this.segmentTouched[segment] = end;
    this.#segmentFree[segment] = 0;
    this.#segmentBlank[segment] = end - reserved - this.segmentUsed[segment];
    for (let i = end - 1; i >= reserved; i--) {
      const page = first + i;
      if (this.pageOwner[page] === 0) {
        this.#pageBlank[page] = 1;
        this.pageNext[page] = this.#segmentFree[segment];
        this.#segmentFree[segment] = page;
      } else {
        this.bytes[segment].set(old.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES), i * PAGE_BYTES);
      }
    }
    this.#zoneTouched[zone] += this.touchedPagesOf(segment) - before;
    releaseBuffer(old.buffer as ArrayBuffer);
  }

  #setBuffer(segment: number, buffer: ArrayBuffer): void {
    const skip = Math.min(ALIGNMENT_SKIP, buffer.byteLength);
    this.bytes[segment] = new Uint8Array(buffer, skip);
    this.words[segment] = new Uint32Array(buffer, skip);
    this.doubles[segment] = new Float64Array(buffer, skip);
    this.views[segment] = new DataView(buffer, skip);
  }

  #hasRoom(segment: number): boolean {
    return (
      segment !== this.draining &&
      this.segmentDraining[segment] === 0 &&
      (this.#segmentFree[segment] !== 0 || this.segmentTouched[segment] < PAGES_PER_SEGMENT)
    );
  }

  #fullestWithRoom(zone: number): number {
    let best = NO_SEGMENT;
    for (let segment = 0; segment < this.bytes.length; segment++) {
      if (this.segmentZone[segment] !== zone || !this.#hasRoom(segment)) continue;
      if (best === NO_SEGMENT || this.segmentUsed[segment] > this.segmentUsed[best]) best = segment;
    }
    return best;
  }

  #addSegment(zone: number): number {
    let segment = 0;
    while (segment < this.bytes.length && this.segmentZone[segment] !== NO_ZONE) segment++;
    if (segment === SEGMENTS_MAX) throw new RangeError(`Out of memory: all ${SEGMENTS_MAX} segments are in use`);
    this.#setBuffer(segment, new ArrayBuffer(ALIGNMENT_SKIP + SEGMENT_BYTES));
    this.segmentZone[segment] = zone;
    this.segmentUsed[segment] = 0;
    this.segmentTouched[segment] = segment === 0 ? 1 : 0;
    this.#zoneTouched[zone] += this.segmentTouched[segment];
    this.#segmentFree[segment] = 0;
    const pages = (segment + 1) << PAGES_SHIFT;
    if (pages > this.pageClass.length) this.#growPageArrays(Math.max(pages, this.pageClass.length * 2));
    return segment;
  }

  #dropSegment(segment: number): void {
    const buffer = this.bytes[segment].buffer as ArrayBuffer;
    this.#setBuffer(segment, new ArrayBuffer(0));
    this.#zoneTouched[this.segmentZone[segment]] -= this.touchedPagesOf(segment);
    if (this.#segmentBlank[segment] > 0) this.#pageBlank.fill(0, segment << PAGES_SHIFT, (segment + 1) << PAGES_SHIFT);
    this.#segmentBlank[segment] = 0;
    this.segmentZone[segment] = NO_ZONE;
    this.segmentDraining[segment] = 0;
    this.segmentTouched[segment] = 0;
    this.#segmentFree[segment] = 0;
    for (let zone = 0; zone < ZONES; zone++) {
      if (this.#current[zone] === segment) this.#current[zone] = NO_SEGMENT;
    }
    if (this.draining === segment) this.draining = NO_SEGMENT;
    releaseBuffer(buffer);
  }

  #growPageArrays(pages: number): void {
    this.#pageBlank = grown(new Uint8Array(pages), this.#pageBlank);
    this.pageOwner = grown(new Uint32Array(pages), this.pageOwner);
    this.pageClass = grown(new Uint8Array(pages), this.pageClass);
    this.pageRetired = grown(new Uint8Array(pages), this.pageRetired);
    this.pageUsed = grown(new Uint16Array(pages), this.pageUsed);
    this.pageFree = grown(new Uint16Array(pages), this.pageFree);
    this.pageFresh = grown(new Uint16Array(pages), this.pageFresh);
    this.pageNext = grown(new Uint32Array(pages), this.pageNext);
    this.pagePrevious = grown(new Uint32Array(pages), this.pagePrevious);
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}
