import { SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Segments } from '../memory/segments.ts';
import {
  COLLECTION,
  ENCODING_MASK,
  ENCODING_SHIFT,
  EPOCH,
  EXPIRY,
  KIND_MASK,
  NO_EXPIRY,
  SHORT_HEADER,
  WIDE,
  WIDE_HEADER,
} from './entry-format.ts';

/** What stands before the key and the value of an entry, of whatever form (drawn in entry-format.ts). */
export class EntryHeaders {
  readonly segments: Segments;
  /** The epoch that entries are made in: 0 or EPOCH. */
  protected presentEpoch = 0;

  constructor(segments: Segments) {
    this.segments = segments;
  }

  kind(entry: number): number {
    return this.meta(entry) & KIND_MASK;
  }

  encoding(entry: number): number {
    return (this.meta(entry) & ENCODING_MASK) >>> ENCODING_SHIFT;
  }

  setEncoding(entry: number, encoding: number): void {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    bytes[at] = (bytes[at] & ~ENCODING_MASK) | (encoding << ENCODING_SHIFT);
  }

  /** Whether the value is the handle of a collection. */
  isCollection(entry: number): boolean {
    return (this.meta(entry) & ENCODING_MASK) === COLLECTION;
  }

  hasExpiry(entry: number): boolean {
    return (this.meta(entry) & EXPIRY) !== 0;
  }

  /** Milliseconds of Unix time, or NO_EXPIRY. */
  expiryOf(entry: number): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    if ((bytes[at] & EXPIRY) === 0) return NO_EXPIRY;
    const expiryAt = at + (bytes[at + 4] === WIDE ? WIDE_HEADER : SHORT_HEADER);
    return this.segments.views[entry >>> SEGMENT_SHIFT].getFloat64(expiryAt, true);
  }

  /** 24 bits that tell when, or how often, the entry was used; whoever evicts gives them their meaning. 0 in a new entry. */
  accessClock(entry: number): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    return bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16);
  }

  setAccessClock(entry: number, clock: number): void {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    bytes[at + 1] = clock;
    bytes[at + 2] = clock >>> 8;
    bytes[at + 3] = clock >>> 16;
  }

  /**
   * Begins another epoch: all entries that are of the present one are of the old one then, and `isOfEpoch` is false for them until
   * `joinEpoch`. Entries made, or moved to another block by a change, are of the new one. There are two epochs that take turns, so
   * all entries must have joined before the next turn.
   *
   * It tells a snapshot, which turns the epoch as it begins, whether it still has to see an entry.
   */
  turnEpoch(): void {
    this.presentEpoch ^= EPOCH;
  }

  isOfEpoch(entry: number): boolean {
    return (this.meta(entry) & EPOCH) === this.presentEpoch;
  }

  joinEpoch(entry: number): void {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    bytes[at] = (bytes[at] & ~EPOCH) | this.presentEpoch;
  }

  protected meta(entry: number): number {
    return this.segments.bytes[entry >>> SEGMENT_SHIFT][(entry & SEGMENT_UNIT_MASK) << 4];
  }
}
