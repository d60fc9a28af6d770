import type { KeyedHash } from '@respite/bytes';
import { Arena } from '../memory/arena.ts';
import { type Segments, ZONE_ELEMENTS } from '../memory/segments.ts';
import { Entries } from '../structures/entries.ts';

/**
 * Where the elements of all large collections of a store lie: blocks that never move, but with their whole
 * collection (see element-compactor.ts).
 *
 * One for all databases, not one for each, so that MOVE, COPY and SWAPDB hand a collection over as it is.
 */
export class ElementMemory {
  readonly segments: Segments;
  readonly arena: Arena;
  /** Members and fields: entries of their own (drawn in structures/entry-format.ts). */
  readonly entries: Entries;
  readonly hash: KeyedHash;
  /** Bytes that collections hold elsewhere, in typed arrays of their own: kept up to date by whoever makes and drops those. */
  outsideBytes = 0;

  constructor(segments: Segments, hash: KeyedHash) {
    this.segments = segments;
    this.hash = hash;
    this.arena = new Arena(segments, ZONE_ELEMENTS);
    this.entries = new Entries(segments, this.arena);
  }

  get usedBytes(): number {
    return this.arena.usedBytes + this.entries.large.usedBytes + this.outsideBytes;
  }

  get heldBytes(): number {
    return this.arena.heldBytes + this.entries.large.usedBytes + this.outsideBytes;
  }
}
