import { type NewSnapshotFile, SnapshotWriter, type SnapshotWriterOptions } from '@respite/persistence';
import { type Database, DONE, type LiveWalk, type SnapshotVisitor } from '@respite/store';
import { ChunkQueue } from './chunk-queue.ts';

/** How long a slice of work may take, in milliseconds. */
const SLICE_MS = 1;

export interface BackgroundSaveParts {
  readonly walk: LiveWalk;
  readonly file: NewSnapshotFile;
  readonly writer: SnapshotWriterOptions;
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number;
  /** Microseconds to wait for each key; 0 but in tests that need a slow save. */
  readonly keyDelayUs: () => number;
  /** Calls back when others had their turn. */
  readonly afterTurn: (callback: () => void) => void;
  /** The moment that the snapshot shows is now. */
  readonly begun: () => void;
  /** The file is in its place, or, with an error, it never will be. Not called after `cancel`. */
  readonly ended: (error?: unknown) => void;
}

/** A save in slices: the server goes on between them, and the file shows the moment at which the save began. */
export class BackgroundSave implements SnapshotVisitor {
  readonly #parts: BackgroundSaveParts;
  readonly #chunks: ChunkQueue;
  readonly #writer: SnapshotWriter;
  readonly #startedAtMs: number;
  #phase: 'prepares' | 'walks' | 'drains' | 'commits' | 'over' = 'prepares';
  /** A slice is to come. */
  #scheduled = false;
  #failure: { error: unknown } | undefined;

  constructor(parts: BackgroundSaveParts) {
    this.#parts = parts;
    this.#startedAtMs = parts.monotonicMs();
    this.#chunks = new ChunkQueue(parts.file, (error) => this.#progressed(error));
    this.#writer = new SnapshotWriter(this.#chunks, parts.writer);
    this.#prepare();
    this.#schedule();
  }

  /** Keys written so far, and in all. */
  get keys(): number {
    return this.#writer.keys;
  }

  get keysTotal(): number {
    return this.#writer.keysTotal;
  }

  /** Gives up. */
  cancel(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    this.#writer.abandon();
    if (this.#parts.walk.running) this.#parts.walk.abandon();
    this.#parts.file.discard();
  }

  /** Called by the walk, also in the middle of a command that is about to change the entry, which must not fail for it. */
  entry(position: number, database: Database, entry: number, mayWait: boolean): number {
    if (this.#failure !== undefined) return DONE;
    try {
      return this.#writer.entry(position, database, entry, mayWait);
    } catch (error) {
      this.#failure = { error };
      this.#schedule();
      return DONE;
    }
  }

  takeCopy(): void {
    try {
      this.#writer.takeCopy();
    } catch (error) {
      this.#failure ??= { error };
      this.#schedule();
    }
  }

  wantsPause(): boolean {
    return this.#writer.wantsPause();
  }

  #prepare(): void {
    const { walk, begun } = this.#parts;
    if (!walk.prepare()) return;
    walk.begin(this);
    this.#phase = 'walks';
    begun();
    this.#writer.begin(walk);
  }

  #schedule(): void {
    if (this.#scheduled || this.#phase === 'over') return;
    this.#scheduled = true;
    this.#parts.afterTurn(() => {
      this.#scheduled = false;
      this.#slice();
    });
  }

  #progressed(error: unknown): void {
    if (error !== undefined) this.#failure ??= { error };
    this.#schedule();
  }

  #slice(): void {
    try {
      this.#work();
    } catch (error) {
      this.#failure ??= { error };
    }
    if (this.#failure === undefined || this.#phase === 'over') return;
    this.cancel();
    this.#parts.ended(this.#failure.error);
  }

  #work(): void {
    const { monotonicMs, walk } = this.#parts;
    const start = monotonicMs();
    const keysMax = this.#keysDue(start);
    while (this.#failure === undefined && (this.#phase === 'prepares' || this.#phase === 'walks')) {
      // What the file has not taken yet is waited for: its progress brings the next slice.
      if (this.#chunks.full) return;
      if (monotonicMs() >= start + SLICE_MS || this.#writer.keys > keysMax) {
        this.#schedule();
        return;
      }
      if (this.#phase === 'prepares') {
        this.#prepare();
      } else if (!this.#writer.step()) {
        walk.end();
        this.#phase = 'drains';
      }
    }
    if (this.#phase !== 'drains') return;
    if (this.#writer.keys > keysMax) this.#schedule();
    else if (this.#chunks.empty) void this.#commit();
  }

  /** How many keys may have been written by now. */
  #keysDue(nowMs: number): number {
    const delay = this.#parts.keyDelayUs();
    return delay > 0 ? ((nowMs - this.#startedAtMs) * 1000) / delay : Number.POSITIVE_INFINITY;
  }

  async #commit(): Promise<void> {
    this.#phase = 'commits';
    try {
      await this.#parts.file.commitSoon();
    } catch (error) {
      this.#failure = { error };
    }
    // Or it was cancelled.
    if (this.#phase !== 'commits') return;
    this.#phase = 'over';
    this.#parts.ended(this.#failure?.error);
  }
}
