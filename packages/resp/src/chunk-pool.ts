import { type MemorySource, unclearedMemory } from './uncleared-memory.ts';

/** Size of a pooled chunk. As much as Redis puts in one reply block, and four of them fill a socket's default buffer. */
export const CHUNK_SIZE = 16 * 1024;

/** Size of the chunk in which short output begins, such as a message to each of many: see `ChunkedOutput.beginsSmall`. */
export const SMALL_CHUNK_SIZE = 1024;

/**
 * Sizes of large chunks, each for one long bulk string: a multiple of CHUNK_SIZE up to a megabyte, and room for what stands around a
 * string of just that length.
 */
const LARGE_EXTRA = 64;
const LARGE_UNITS_MAX = 64;

/** Bytes of large chunks that are kept for later. */
const LARGE_FREE_MAX = 4 * 1024 * 1024;

/** Small chunks that are kept for later: as many as there may be clients that are told the same. */
const SMALL_FREE_MAX = 16 * 1024;

/**
 * Chunks that reply writers fill and give back, so that a busy server writes to the same few pages again and again,
 * and a writer without output holds none. One pool serves any number of writers of one thread.
 */
export class ChunkPool {
  private readonly free: Uint8Array[] = [];
  private readonly freeSmall: Uint8Array[] = [];
  /** Large chunks, by how many times CHUNK_SIZE they are long. */
  private readonly freeLarge: Uint8Array[][] = [];
  private freeLargeBytes = 0;
  private readonly maxFree: number;
  private readonly memory: MemorySource;
  /** How many of `free` and of `freeSmall` nobody took since the last `trim()`; whether somebody asked for a large one. */
  private idle = 0;
  private idleSmall = 0;
  private largeTaken = false;

  /**
   * `maxFree` chunks are kept for later, 1 MiB as a rule; what is given back beyond goes to the garbage collector. Of small ones 16 MiB
   * are kept, of large ones 4 MiB, until `trim()`. The large ones come from `memory`.
   */
  constructor(maxFree = 64, memory: MemorySource = unclearedMemory) {
    this.maxFree = maxFree;
    this.memory = memory;
  }

  /** Chunks that wait here, small ones not counted. */
  get available(): number {
    return this.free.length;
  }

  take(): Uint8Array {
    const chunk = this.free.pop() ?? unclearedMemory(CHUNK_SIZE);
    if (this.free.length < this.idle) this.idle = this.free.length;
    return chunk;
  }

  takeSmall(): Uint8Array {
    const chunk = this.freeSmall.pop() ?? new Uint8Array(SMALL_CHUNK_SIZE);
    if (this.freeSmall.length < this.idleSmall) this.idleSmall = this.freeSmall.length;
    return chunk;
  }

  /** A chunk of at least `size` bytes, for one large bulk string. */
  takeLarge(size: number): Uint8Array {
    const units = Math.ceil((size - LARGE_EXTRA) / CHUNK_SIZE);
    if (units > LARGE_UNITS_MAX) return this.memory(size);
    this.largeTaken = true;
    const chunk = this.freeLarge[units]?.pop();
    if (chunk === undefined) return this.memory(units * CHUNK_SIZE + LARGE_EXTRA);
    this.freeLargeBytes -= chunk.length;
    return chunk;
  }

  /** Takes back a chunk that nobody reads or writes any more; of another size, it is left to the garbage collector. */
  give(chunk: Uint8Array): void {
    if (chunk.length === CHUNK_SIZE) {
      if (this.free.length < this.maxFree) this.free.push(chunk);
    } else if (chunk.length === SMALL_CHUNK_SIZE) {
      if (this.freeSmall.length < SMALL_FREE_MAX) this.freeSmall.push(chunk);
    } else if (isLarge(chunk.length)) this.giveLarge(chunk);
  }

  private giveLarge(chunk: Uint8Array): void {
    if (this.freeLargeBytes + chunk.length > LARGE_FREE_MAX) return;
    const units = (chunk.length - LARGE_EXTRA) / CHUNK_SIZE;
    while (this.freeLarge.length <= units) this.freeLarge.push([]);
    this.freeLarge[units].push(chunk);
    this.freeLargeBytes += chunk.length;
  }

  /**
   * Lets go of an eighth of the chunks that nobody needed since the last call, and of all large ones if nobody needed any: to be called
   * once in a while, up to ten times a second.
   * What is kept for nobody would also keep memory around it from being given back to the system.
   */
  trim(): void {
    this.free.length -= Math.ceil(this.idle / 8);
    this.idle = this.free.length;
    this.freeSmall.length -= Math.ceil(this.idleSmall / 8);
    this.idleSmall = this.freeSmall.length;
    if (!this.largeTaken && this.freeLargeBytes > 0) {
      this.freeLarge.length = 0;
      this.freeLargeBytes = 0;
    }
    this.largeTaken = false;
  }

  /** Bytes that wait here. */
  get heldBytes(): number {
    return this.free.length * CHUNK_SIZE + this.freeSmall.length * SMALL_CHUNK_SIZE + this.freeLargeBytes;
  }
}

/** Whether a chunk of this size goes back to the pool. */
export function isPooledSize(length: number): boolean {
  return length === CHUNK_SIZE || length === SMALL_CHUNK_SIZE || isLarge(length);
}

function isLarge(length: number): boolean {
  return (
    length % CHUNK_SIZE === LARGE_EXTRA && length > CHUNK_SIZE && length <= LARGE_UNITS_MAX * CHUNK_SIZE + LARGE_EXTRA
  );
}
