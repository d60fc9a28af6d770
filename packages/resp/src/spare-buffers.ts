import { type MemorySource, unclearedMemory } from './uncleared-memory.ts';

/**
 * Sizes of spare buffers: 1, 1.25, 1.5 and 1.75 KiB, and those doubled again and again, up to 1.25 MiB, which has room for a command
 * with a value of 1 MiB.
 */
const SMALLEST_SPARE = 1024;
const LARGEST_SPARE = 1280 * 1024;
const SPARES_PER_SIZE = 4;
/** Bytes of all spare buffers together. */
const SPARES_MAX = 8 * 1024 * 1024;
/** How many times what was sent an announced size may be. */
const TRUST = 32;

/**
 * Buffers that decoders take while something arrives in pieces, and give back. By size, at most four of each, at most
 * 8 MiB in all; what is larger than 1.25 MiB is left to the garbage collector. A buffer is at most a quarter larger than what was asked for.
 * With `trim`, those that nobody needs go too.
 */
export class SpareBuffers {
  /** `spares[0]` are of 1 KiB, `spares[1]` of 1.25 KiB, and so on. */
  private readonly spares: Uint8Array[][] = [];
  private held = 0;
  private readonly memory: MemorySource;
  /** Per size: how many nobody took since the last `trim`, at least. */
  private readonly idle: number[] = [];

  constructor(memory: MemorySource = unclearedMemory) {
    this.memory = memory;
  }

  /** A buffer of at least `capacity` bytes, whose content is of no meaning. Throws RangeError if there is no memory. */
  take(capacity: number): Uint8Array {
    if (capacity > LARGEST_SPARE) return this.memory(capacity);
    const size = sizeClass(capacity);
    const spare = this.spares[size]?.pop();
    if (spare === undefined) return this.memory(sizeOf(size));
    this.held -= spare.length;
    if (this.spares[size].length < this.idle[size]) this.idle[size] = this.spares[size].length;
    return spare;
  }

  /** Takes back what `take` gave. */
  give(buffer: Uint8Array): void {
    const { length } = buffer;
    if (length > LARGEST_SPARE || length < SMALLEST_SPARE || this.held + length > SPARES_MAX) return;
    const size = sizeClass(buffer.length);
    while (this.spares.length <= size) {
      this.spares.push([]);
      this.idle.push(0);
    }
    if (this.spares[size].length === SPARES_PER_SIZE) return;
    this.spares[size].push(buffer);
    this.held += length;
  }

  /** Bytes of all spare buffers. */
  get heldBytes(): number {
    return this.held;
  }

  /** Lets go of the buffers that nobody needed since the last call. To be called every second or so; without it they stay. */
  trim(): void {
    for (let size = 0; size < this.spares.length; size++) {
      const spares = this.spares[size];
      const unneeded = Math.min(this.idle[size], spares.length);
      this.held -= unneeded * sizeOf(size);
      spares.length -= unneeded;
      this.idle[size] = spares.length;
    }
  }
}

/** The smallest size that does. Of `capacity - 1`, the highest bit tells the doubling, and the two bits below it the quarter. */
function sizeClass(capacity: number): number {
  if (capacity <= SMALLEST_SPARE) return 0;
  const doubling = 31 - Math.clz32(capacity - 1);
  return (doubling - 10) * 4 + (((capacity - 1) >> (doubling - 2)) & 3) + 1;
}

function sizeOf(size: number): number {
  return (4 + (size & 3)) << (8 + (size >> 2));
}

/**
 * How large a buffer to take for something of which `held` bytes are there and `needed` have been announced.
 *
 * A bulk string of 512 MB is announced with 12 bytes, and a fresh ArrayBuffer may be written with zeros by the
 * platform, counts for the garbage collector and takes address space. So an announced size is believed when a
 * 32nd of it has arrived; until then the buffer grows by four. Nobody makes us hold more than 32 times what they sent
 * (and the quarter that rounding up adds at most). A string of 1 MB that comes in chunks of 64 KB is copied
 * once; of a larger one, less than a tenth is copied twice.
 */
export function capacityFor(held: number, needed: number): number {
  if (needed > held * TRUST && needed > SMALLEST_SPARE) {
    return Math.max(Math.min(held * 4, Math.ceil(needed / TRUST)), SMALLEST_SPARE);
  }
  return Math.max(needed, held + (held >> 1));
}
