import { unclearedMemory } from './uncleared-memory.ts';

/** Size of a pooled chunk. As much as Redis puts in one reply block, and four of them fill a socket's default buffer. */
export const CHUNK_SIZE = 16 * 1024;

/** Size of the chunk in which short output begins, such as a message to each of many: see `ChunkedOutput.beginsSmall`. */
export const SMALL_CHUNK_SIZE = 1024;

/** Small chunks that are kept for later: as many as there may be clients that are told the same. */
const SMALL_FREE_MAX = 16 * 1024;

/**
 * Chunks that reply writers fill and give back, so that a busy server writes to the same few pages again and again,
 * and a writer without output holds none. One pool serves any number of writers of one thread.
 */
export class ChunkPool {
  private readonly free: Uint8Array[] = [];
  private readonly freeSmall: Uint8Array[] = [];
  private readonly maxFree: number;
  /** How many of them nobody took since the last `trim()`. */
  private idle = 0;
  private idleSmall = 0;

  /**
   * `maxFree` chunks are kept for later, 1 MiB as a rule; what is given back beyond goes to the garbage collector. Of small ones 16 MiB
   * are kept, until `trim()`.
   */
  constructor(maxFree = 64) {
    this.maxFree = maxFree;
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

  /** Memory for one large bulk string, outside the pool. */
  takeExact(size: number): Uint8Array {
    return unclearedMemory(size);
  }

  /** Takes back a chunk that nobody reads or writes any more; of another size, it is left to the garbage collector. */
  give(chunk: Uint8Array): void {
    if (chunk.length === CHUNK_SIZE) {
      if (this.free.length < this.maxFree) this.free.push(chunk);
    } else if (chunk.length === SMALL_CHUNK_SIZE) {
      if (this.freeSmall.length < SMALL_FREE_MAX) this.freeSmall.push(chunk);
    }
  }

  /**
   * Lets go of an eighth of the chunks that nobody needed since the last call: to be called once in a while, up to ten times a second.
   * What is kept for nobody would also keep memory around it from being given back to the system.
   */
  trim(): void {
    this.free.length -= Math.ceil(this.idle / 8);
    this.idle = this.free.length;
    this.freeSmall.length -= Math.ceil(this.idleSmall / 8);
    this.idleSmall = this.freeSmall.length;
  }

  /** Bytes that wait here. */
  get heldBytes(): number {
    return this.free.length * CHUNK_SIZE + this.freeSmall.length * SMALL_CHUNK_SIZE;
  }
}
