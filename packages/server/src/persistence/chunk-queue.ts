import { CHUNK_BYTES, type ChunkReceiver, type NewSnapshotFile } from '@respite/persistence';

/** Chunks that wait to be written above which nothing more should come. */
const CHUNKS_MAX = 4;

/** Writes a file chunk by chunk beside everything else that goes on. */
export class ChunkQueue implements ChunkReceiver {
  readonly #file: NewSnapshotFile;
  readonly #onProgress: (error?: unknown) => void;
  readonly #waiting: { bytes: Uint8Array; length: number }[] = [];
  readonly #spare: Uint8Array[] = [];
  #writing = false;
  #failed = false;

  /** @param onProgress told after each chunk that was written, or that could not be */
  constructor(file: NewSnapshotFile, onProgress: (error?: unknown) => void) {
    this.#file = file;
    this.#onProgress = onProgress;
  }

  /** Whether the file is slower than what comes. Chunks are taken all the same. */
  get full(): boolean {
    return this.#waiting.length >= CHUNKS_MAX;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  take(bytes: Uint8Array, length: number): Uint8Array {
    this.#waiting.push({ bytes, length });
    if (!this.#writing) void this.#write();
    return this.#spare.pop() ?? new Uint8Array(CHUNK_BYTES);
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0 && !this.#failed) {
      const { bytes, length } = this.#waiting[0];
      try {
        await this.#file.writeSoon(bytes, length);
      } catch (error) {
        this.#failed = true;
        this.#onProgress(error);
        break;
      }
      this.#waiting.shift();
      if (this.#spare.length < CHUNKS_MAX) this.#spare.push(bytes);
      this.#onProgress();
    }
    this.#writing = false;
  }
}
