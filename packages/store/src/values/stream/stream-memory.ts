import type { Arena } from '../../memory/arena.ts';
import type { Segments } from '../../memory/segments.ts';

/** Blocks of an arena that many share, counted for one stream. */
export class StreamMemory {
  readonly arena: Arena;
  readonly segments: Segments;
  /** Bytes of this stream's blocks, whole size classes, and of what it has outside of the arena. */
  usedBytes = 0;

  constructor(arena: Arena) {
    this.arena = arena;
    this.segments = arena.segments;
  }

  /** As the arena's. */
  allocate(bytes: number): number {
    const reference = this.arena.allocate(bytes);
    this.usedBytes += this.arena.capacity(reference);
    return reference;
  }

  free(reference: number): void {
    this.usedBytes -= this.arena.capacity(reference);
    this.arena.free(reference);
  }
}
