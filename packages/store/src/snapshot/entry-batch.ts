import type { Entries } from '../structures/entries.ts';
import type { EntryVisitor } from '../structures/hash-table.ts';

const SIZE = 256;

/**
 * Some entries, to be read one after the other.
 *
 * Why are they collected first? They lie all over the memory, so that each is a wait for the memory as the processor meets it. In
 * `touch`, where nothing hangs on what is read, it waits for many of them at once. It makes a walk twice as fast.
 */
export class EntryBatch implements EntryVisitor {
  entries: Uint32Array = new Uint32Array(2 * SIZE);
  length = 0;
  /** What `touch` has read: kept, so that the reading is not found to be useless. */
  touched = 0;

  get full(): boolean {
    return this.length >= SIZE;
  }

  clear(): void {
    this.length = 0;
  }

  visit(entry: number): void {
    if (this.length === this.entries.length) this.#grow();
    this.entries[this.length++] = entry;
  }

  /** Has the processor fetch all of them. */
  touch(entries: Entries): void {
    let sum = 0;
    for (let i = 0; i < this.length; i++) sum += entries.kind(this.entries[i]);
    this.touched = sum;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.entries.length);
    larger.set(this.entries);
    this.entries = larger;
  }
}
