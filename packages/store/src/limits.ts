/** Hard maxima and granularities of the memory engine, with their units, and how they relate. */

/** A reference counts units of 16 bytes: the smallest block, and the alignment of every block. */
export const UNIT_BYTES = 16;

/** A reference is a u32: 8 bits of segment number over 24 bits of units inside the segment. */
export const SEGMENT_SHIFT = 24;
export const SEGMENT_UNITS = 1 << SEGMENT_SHIFT;
export const SEGMENT_UNIT_MASK = SEGMENT_UNITS - 1;
export const SEGMENT_BYTES_MAX = SEGMENT_UNITS * UNIT_BYTES; // 256 MiB
export const SEGMENTS_MAX = 256; // 64 GiB in all

/** Pages are what arenas take from the segments and give back to them. */
export const PAGE_BYTES = 64 * 1024;
export const PAGE_UNITS = PAGE_BYTES / UNIT_BYTES; // 4096
/** `reference >>> PAGE_SHIFT` is the number of the page that a block lies in. */
export const PAGE_SHIFT = 12;
export const PAGES_PER_SEGMENT = SEGMENT_UNITS / PAGE_UNITS; // 4096

/** The largest block; what is larger gets an ArrayBuffer of its own. */
export const BLOCK_BYTES_MAX = PAGE_BYTES / 2;

/** The first segments are smaller, so that a server with little data asks the system for little. */
export const SEGMENT_BYTES: readonly number[] = [16 * 1024 * 1024, 64 * 1024 * 1024];

if (PAGE_UNITS !== 1 << PAGE_SHIFT) throw new Error('limits: PAGE_SHIFT does not fit PAGE_UNITS');
