/** Hard maxima and granularities of the memory engine, with their units, and how they relate. */

/** A reference counts units of 16 bytes: the smallest block, and the alignment of every block. */
export const UNIT_BYTES = 16;

/**
 * A reference is a u32: 11 bits of segment number over 21 bits of units inside the segment.
 *
 * Why 32 MiB a segment? A segment is what goes back to the system, so small is good; but from this size on glibc's malloc maps
 * memory of its own for each, which is given back when it is freed (its M_MMAP_THRESHOLD never grows beyond 32 MiB).
 */
export const SEGMENT_SHIFT = 21;
export const SEGMENT_UNITS = 1 << SEGMENT_SHIFT;
export const SEGMENT_UNIT_MASK = SEGMENT_UNITS - 1;
export const SEGMENT_BYTES = SEGMENT_UNITS * UNIT_BYTES; // 32 MiB
export const SEGMENTS_MAX = 2 ** (32 - SEGMENT_SHIFT); // 2048: 64 GiB in all

/** Pages are what arenas take from the segments and give back to them. */
export const PAGE_BYTES = 64 * 1024;
export const PAGE_UNITS = PAGE_BYTES / UNIT_BYTES; // 4096
/** `reference >>> PAGE_SHIFT` is the number of the page that a block lies in. */
export const PAGE_SHIFT = 12;
/** `page >>> PAGES_SHIFT` is the number of the segment that a page lies in. */
export const PAGES_SHIFT = SEGMENT_SHIFT - PAGE_SHIFT;
export const PAGES_PER_SEGMENT = 1 << PAGES_SHIFT; // 512

/** The largest block; what is larger gets memory of its own. */
export const BLOCK_BYTES_MAX = PAGE_BYTES / 2;

if (PAGE_UNITS !== 1 << PAGE_SHIFT) throw new Error('limits: PAGE_SHIFT does not fit PAGE_UNITS');
