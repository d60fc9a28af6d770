import { PAGE_BYTES, PAGES_PER_SEGMENT, SEGMENT_BYTES, SEGMENT_BYTES_MAX, SEGMENTS_MAX } from '../limits.ts';

/**
 * All memory outside the JavaScript heap: a list of large ArrayBuffers, cut into pages of 64 KiB.
 *
 * ```
 * reference (u32)   | segment: 8 bits | unit of 16 bytes inside it: 24 bits |      0 is "none"
 * page number       reference >>> 12
 * ```
 *
 * A segment is asked for whole, but untouched memory costs nothing: the system gives real pages at the first write. Pages that an
 * arena gives back are handed out again before new ones; the memory of a page once touched stays with the process.
 *
 * Page 0 is never handed out, so that reference 0 can mean "none".
 */
export class Segments {
  /** Per segment: its bytes, the same memory as 32-bit words, and as a DataView for unaligned numbers. */
  readonly bytes: Uint8Array[] = [];
  readonly words: Uint32Array[] = [];
  readonly views: DataView[] = [];

  /** Per page: see arena.ts. Arrays grow by one segment's worth of entries when a segment is added. */
  pageClass: Uint8Array = new Uint8Array(0);
  pageUsed: Uint16Array = new Uint16Array(0);
  pageFree: Uint16Array = new Uint16Array(0);
  pageFresh: Uint16Array = new Uint16Array(0);
  pageNext: Uint32Array = new Uint32Array(0);
  pagePrevious: Uint32Array = new Uint32Array(0);

  /** Pages handed out and not given back. */
  pagesInUse = 0;

  #freePage = 0;
  #nextPage = 0;
  #endPage = 0;

  /** Takes a page. Its content is whatever was there before. @throws RangeError when the system has no more memory. */
  takePage(): number {
    this.pagesInUse++;
    const page = this.#freePage;
    if (page !== 0) {
      this.#freePage = this.pageNext[page];
      return page;
    }
    if (this.#nextPage === this.#endPage) this.#addSegment();
    return this.#nextPage++;
  }

  /** Gives a page back; the caller holds no reference into it any more. */
  givePage(page: number): void {
    this.pagesInUse--;
    this.pageNext[page] = this.#freePage;
    this.#freePage = page;
  }

  #addSegment(): void {
    const index = this.bytes.length;
    if (index === SEGMENTS_MAX) throw new RangeError('Out of memory: all 256 segments are in use');
    const size = SEGMENT_BYTES[index] ?? SEGMENT_BYTES_MAX;
    const buffer = new ArrayBuffer(size);
    this.bytes.push(new Uint8Array(buffer));
    this.words.push(new Uint32Array(buffer));
    this.views.push(new DataView(buffer));
    const pages = this.bytes.length * PAGES_PER_SEGMENT;
    this.pageClass = grown(new Uint8Array(pages), this.pageClass);
    this.pageUsed = grown(new Uint16Array(pages), this.pageUsed);
    this.pageFree = grown(new Uint16Array(pages), this.pageFree);
    this.pageFresh = grown(new Uint16Array(pages), this.pageFresh);
    this.pageNext = grown(new Uint32Array(pages), this.pageNext);
    this.pagePrevious = grown(new Uint32Array(pages), this.pagePrevious);
    this.#nextPage = index * PAGES_PER_SEGMENT + (index === 0 ? 1 : 0);
    this.#endPage = index * PAGES_PER_SEGMENT + size / PAGE_BYTES;
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}
