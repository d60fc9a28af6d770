/** Size of a pooled chunk. As much as Redis puts in one reply block, and four of them fill a socket's default buffer. */
export const CHUNK_SIZE = 16 * 1024;

/**
 * Chunks that reply writers fill and give back, so that a busy server writes to the same few pages again and again,
 * and a writer without output holds none. One pool serves any number of writers of one thread.
 */
export class ChunkPool {
  private readonly free: Uint8Array[] = [];
  private readonly maxFree: number;
  private readonly allocate: (size: number) => Uint8Array;

  /**
   * `maxFree` chunks are kept for later, 1 MiB as a rule; what is given back beyond goes to the garbage collector.
   *
   * `allocate` makes all memory for output. Every byte of it is written before it is read, so memory that is not
   * cleared will do: in Node.js `(size) => new Uint8Array(Buffer.allocUnsafeSlow(size).buffer)`.
   */
  constructor(maxFree = 64, allocate: (size: number) => Uint8Array = clearedMemory) {
    this.maxFree = maxFree;
    this.allocate = allocate;
  }

  /** Chunks that wait here. */
  get available(): number {
    return this.free.length;
  }

  take(): Uint8Array {
    return this.free.pop() ?? this.allocate(CHUNK_SIZE);
  }

  /** Memory for one large bulk string, outside the pool. */
  takeExact(size: number): Uint8Array {
    return this.allocate(size);
  }

  /** Takes back a chunk that nobody reads or writes any more; of another size, it is left to the garbage collector. */
  give(chunk: Uint8Array): void {
    if (chunk.length === CHUNK_SIZE && this.free.length < this.maxFree) this.free.push(chunk);
  }
}

function clearedMemory(size: number): Uint8Array {
  return new Uint8Array(size);
}
