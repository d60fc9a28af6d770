type Allocate = (size: number) => { buffer: ArrayBufferLike; byteLength: number };

/** Node's way to memory that is not filled with zeros first; elsewhere there is none. */
const allocateUncleared = (globalThis as { Buffer?: { allocUnsafeSlow?: Allocate } }).Buffer?.allocUnsafeSlow;

/** Below this, clearing costs less than the way to memory that is not cleared. */
const WORTH_IT = 16 * 1024;

/** Gives memory of so many bytes, with any content. Throws RangeError if there is none. */
export type MemorySource = (size: number) => Uint8Array;

/**
 * Memory with any content, for those who write every byte before anyone reads it. A plain Uint8Array, so that code
 * which handles it meets one kind of array. Throws RangeError if there is no memory.
 */
export function unclearedMemory(size: number): Uint8Array {
  if (allocateUncleared === undefined || size < WORTH_IT) return new Uint8Array(size);
  return new Uint8Array(allocateUncleared(size).buffer, 0, size);
}
