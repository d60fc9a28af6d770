import { mappedMemory } from '@respite/bytes';

/** Buffers come in eight sizes for each doubling, from 32 KiB to 4 MiB: 32, 36, 40 ... 64, 72, 80 ... KiB. What is larger is not kept. */
const SMALLEST_SHIFT = 15;
const LARGEST = 4 * 1024 * 1024;
const STEPS_SHIFT = 3;
/** Bytes of all buffers that are kept for later. */
const SPARES_MAX = 16 * 1024 * 1024;

/**
 * Memory for what is too large for a block. A buffer that was given back is handed out again, as long as such are asked for: the system
 * takes as long to give new memory as it takes to write a value into it.
 */
export class LargeMemory {
  /** Per size: buffers, and how many of them nobody took since the last `trim`, at least. */
  readonly #spares: ArrayBuffer[][] = [];
  readonly #idle: number[] = [];
  /** Bytes of all spare buffers. */
  heldBytes = 0;

  /** Memory of just that length, with any content. @throws RangeError if there is none */
  take(bytes: number): Uint8Array {
    if (bytes > LARGEST) return mappedMemory(bytes);
    const size = sizeOf(bytes);
    const spares = this.#spares[size];
    const spare = spares?.pop();
    if (spare === undefined) return mappedMemory(bytesOf(size)).subarray(0, bytes);
    this.heldBytes -= spare.byteLength;
    if (spares.length < this.#idle[size]) this.#idle[size] = spares.length;
    return new Uint8Array(spare, 0, bytes);
  }

  /** Takes back what `take` gave, of which nobody has a view any more. */
  give(memory: Uint8Array): void {
    const buffer = memory.buffer as ArrayBuffer;
    const { byteLength } = buffer;
    if (byteLength > LARGEST || this.heldBytes + byteLength > SPARES_MAX) return;
    const size = sizeOf(byteLength);
    while (this.#spares.length <= size) {
      this.#spares.push([]);
      this.#idle.push(0);
    }
    this.#spares[size].push(buffer);
    this.heldBytes += byteLength;
  }

  /** Lets go of the buffers that nobody needed since the last call: to be called about once a second. */
  trim(): void {
    for (let size = 0; size < this.#spares.length; size++) {
      const spares = this.#spares[size];
      const unneeded = Math.min(this.#idle[size], spares.length);
      spares.length -= unneeded;
      this.heldBytes -= unneeded * bytesOf(size);
      this.#idle[size] = spares.length;
    }
  }

  /** Lets go of all spare buffers. */
  clear(): void {
    for (const spares of this.#spares) spares.length = 0;
    this.heldBytes = 0;
  }
}

/** The smallest size that does. */
function sizeOf(bytes: number): number {
  if (bytes <= 1 << SMALLEST_SHIFT) return 0;
  const doubling = 31 - Math.clz32(bytes - 1);
  return ((doubling - SMALLEST_SHIFT) << STEPS_SHIFT) + (((bytes - 1) >> (doubling - STEPS_SHIFT)) & 7) + 1;
}

function bytesOf(size: number): number {
  return (8 + (size & 7)) << (SMALLEST_SHIFT - STEPS_SHIFT + (size >> STEPS_SHIFT));
}
