import type { ElementMemory } from '../../collections/element-memory.ts';
import type { Arena } from '../../memory/arena.ts';
import type { Segments } from '../../memory/segments.ts';

/** Memory that collections share, counted for one stream. */
export class StreamMemory {
  readonly shared: ElementMemory;
  readonly arena: Arena;
  readonly segments: Segments;
  /** Bytes of this stream's blocks, whole size classes, and of what it has outside of the arena. */
  usedBytes = 0;

  constructor(shared: ElementMemory) {
    this.shared = shared;
    this.arena = shared.arena;
    this.segments = shared.segments;
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

  /** Counts memory outside of the arena: buffers, and estimates of objects. Negative where it is given back. */
  countOutside(bytes: number): void {
    this.usedBytes += bytes;
    this.shared.outsideBytes += bytes;
  }
}
