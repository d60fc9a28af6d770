import { NO_BYTES } from './arguments.ts';
import { CHUNK_SIZE, type ChunkPool, isPooledSize, SMALL_CHUNK_SIZE } from './chunk-pool.ts';
import { copyInto } from './copy-bytes.ts';

const CR = 13;
const LF = 10;

/** Bytes in one piece from this size on have a chunk of their own. */
export const OWN_CHUNK = 2 * CHUNK_SIZE;

/**
 * Bytes that wait to be sent, in a list of chunks from a pool; as a rule there is one:
 *
 * ```
 * sealed   [ 16 KiB ][ 16 KiB ][ a bulk string of 1 MiB        ]
 * current  [ ... ^position      ]
 * ```
 *
 * Bytes go on from one chunk into the next, except those for which the writer asked `room` in one. Without output, no
 * chunk is held. The first chunk may be a small one, of 1 KiB; what outgrows it moves to one of 16 KiB.
 */
export class ChunkedOutput {
  /** Whether output begins in a small chunk: for writers whose output is short and may have to wait long. */
  beginsSmall = false;
  /** Output that gets longer than this, in bytes, is not kept: see `overflowed`. */
  limit: number = Number.POSITIVE_INFINITY;
  /**
   * The output got longer than `limit`: nothing of it is there any more, and what is written now is counted in `length` and forgotten,
   * until `recycle()` or `abandon()`.
   */
  overflowed = false;
  protected readonly pool: ChunkPool;
  protected chunk: Uint8Array = NO_BYTES;
  protected position = 0;
  protected readonly sealed: Uint8Array[] = [];
  protected readonly sealedEnds: number[] = [];
  protected sealedLength = 0;

  constructor(pool: ChunkPool) {
    this.pool = pool;
  }

  /** The bytes `[start, end)` as they are. */
  raw(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.chunk.length - this.position < length) {
      this.rawAcrossChunks(bytes, start, end);
      return;
    }
    this.copy(bytes, start, end);
  }

  /** As `raw`, of all bytes of an array: where the same ones are written many times, this needs no view each time. */
  whole(bytes: Uint8Array): void {
    const { length } = bytes;
    if (this.chunk.length - this.position < length) {
      if (length > SMALL_CHUNK_SIZE) {
        this.rawAcrossChunks(bytes, 0, length);
        return;
      }
      this.room(length);
    }
    this.chunk.set(bytes, this.position);
    this.position += length;
  }

  /**
   * The bytes themselves, not a copy: many writers may send the same ones, so they must not change any more. Nobody may `rewind` to before
   * them.
   */
  shared(bytes: Uint8Array): void {
    // A chunk of these sizes goes back to the pool once it is sent, and these bytes are not for one writer alone.
    if (this.overflowed || isPooledSize(bytes.length)) {
      this.raw(bytes, 0, bytes.length);
      return;
    }
    this.seal();
    if (this.overflowed || this.sealedLength + bytes.length > this.limit) {
      this.sealedLength += bytes.length;
      if (!this.overflowed) this.overflow();
      return;
    }
    this.sealed.push(bytes);
    this.sealedEnds.push(bytes.length);
    this.sealedLength += bytes.length;
  }

  /** The place where the next byte goes: for `rewind`, until the output is taken. */
  mark(): number {
    return this.sealedLength + this.position;
  }

  /** Forgets all that was written since `mark`. */
  rewind(mark: number): void {
    if (this.overflowed) {
      if (mark === 0) this.recycle();
      return;
    }
    while (mark < this.sealedLength) {
      this.pool.give(this.chunk);
      this.chunk = this.sealed.pop() as Uint8Array;
      this.position = this.sealedEnds.pop() as number;
      this.sealedLength -= this.position;
    }
    this.position = mark - this.sealedLength;
  }

  /** Bytes that wait to be sent. */
  get length(): number {
    return this.sealedLength + this.position;
  }

  /** Chunks that wait to be sent. */
  get chunkCount(): number {
    return this.sealed.length + (this.position > 0 ? 1 : 0);
  }

  /**
   * The bytes of chunk `i`, a view of the writer's memory: valid until `recycle()`, or after `abandon()` as long as
   * it is wanted.
   */
  chunkAt(i: number): Uint8Array {
    const chunk = this.memoryAt(i);
    const end = this.lengthAt(i);
    return end === chunk.length ? chunk : chunk.subarray(0, end);
  }

  /** The memory of chunk `i`, for those who make a view of their own kind: its first `lengthAt(i)` bytes are the output. */
  memoryAt(i: number): Uint8Array {
    return i < this.sealed.length ? this.sealed[i] : this.chunk;
  }

  lengthAt(i: number): number {
    return i < this.sealed.length ? this.sealedEnds[i] : this.position;
  }

  /** Memory of a chunk that was abandoned has been sent, too: it goes back to the pool. */
  giveBack(memory: Uint8Array): void {
    this.pool.give(memory);
  }

  /** The output has been sent or is not wanted: its memory goes back to the pool. */
  recycle(): void {
    if (this.chunk !== NO_BYTES) this.pool.give(this.chunk);
    for (let i = 0; i < this.sealed.length; i++) this.pool.give(this.sealed[i]);
    this.abandon();
  }

  /** The output is still being sent by someone who holds its views: the writer begins anew in other chunks. */
  abandon(): void {
    this.chunk = NO_BYTES;
    this.position = this.sealedLength = 0;
    this.overflowed = false;
    if (this.sealed.length > 0) this.sealed.length = this.sealedEnds.length = 0;
  }

  protected lineEnd(): void {
    if (this.chunk.length - this.position < 2) this.room(2);
    this.chunk[this.position] = CR;
    this.chunk[this.position + 1] = LF;
    this.position += 2;
  }

  protected byte(byte: number): void {
    if (this.position === this.chunk.length) this.room(1);
    this.chunk[this.position++] = byte;
  }

  /** There is room in the chunk. */
  protected copy(bytes: Uint8Array, start: number, end: number): void {
    copyInto(bytes, start, end, this.chunk, this.position);
    this.position += end - start;
  }

  /** Makes `length` bytes free in one chunk; no more than a chunk has. */
  protected room(length: number): void {
    if (this.chunk.length - this.position >= length) return;
    if (this.chunk.length === SMALL_CHUNK_SIZE) {
      this.enlarge();
      return;
    }
    this.seal();
    const isSmall = this.beginsSmall && length <= SMALL_CHUNK_SIZE && this.sealedLength === 0;
    this.chunk = isSmall ? this.pool.takeSmall() : this.pool.take();
  }

  /** From a small chunk into a large one. */
  private enlarge(): void {
    const small = this.chunk;
    this.chunk = this.pool.take();
    copyInto(small, 0, this.position, this.chunk, 0);
    this.pool.give(small);
  }

  protected seal(): void {
    if (this.position > 0) {
      this.sealedLength += this.position;
      if (this.overflowed || this.sealedLength > this.limit) {
        this.overflow();
        return;
      }
      this.sealed.push(this.chunk);
      this.sealedEnds.push(this.position);
    } else if (this.chunk !== NO_BYTES) this.pool.give(this.chunk);
    this.chunk = NO_BYTES;
    this.position = 0;
  }

  private overflow(): void {
    const length = this.sealedLength;
    this.recycle();
    this.sealedLength = length;
    this.overflowed = true;
  }

  protected rawAcrossChunks(bytes: Uint8Array, start: number, end: number): void {
    if (this.overflowed) {
      this.sealedLength += end - start;
      return;
    }
    if (end - start >= OWN_CHUNK) {
      this.seal();
      this.chunk = this.pool.takeLarge(end - start);
      this.copy(bytes, start, end);
      return;
    }
    while (start < end) {
      if (this.position === this.chunk.length) this.room(1);
      const piece = Math.min(end - start, this.chunk.length - this.position);
      this.copy(bytes, start, start + piece);
      start += piece;
    }
  }
}
