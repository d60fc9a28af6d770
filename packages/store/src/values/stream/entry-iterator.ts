import { BlockWalker } from './block-walker.ts';
import { type BlockStore, DELETED } from './entry-block.ts';
import { IdCursor } from './id-cursor.ts';
import type { IdTree } from './id-tree.ts';
import { StreamId } from './stream-id.ts';

/** What a stream has its entries in. */
export interface Blocks {
  readonly directory: IdTree;
  readonly blocks: BlockStore;
}

/**
 * Goes over the entries of a stream within bounds, in either direction. To be used again and again; void when entries are added or
 * removed.
 */
export class EntryIterator {
  /** The entry that `next` found: its ID, its fields and values. */
  readonly entry = new BlockWalker();
  readonly #blocks = new IdCursor();
  readonly #start = new StreamId();
  readonly #end = new StreamId();
  #stream!: Blocks;
  #isReverse = false;
  #withDeleted = false;
  #hasBlock = false;
  #isInBlock = false;

  get id(): StreamId {
    return this.entry.id;
  }

  /** The block of the entry. */
  get block(): number {
    return this.#blocks.value;
  }

  /** @param start, end lowest and highest ID, both among the entries wanted; where start is above end there are none */
  begin(stream: Blocks, start: StreamId, end: StreamId, isReverse: boolean, withDeleted = false): void {
    this.#stream = stream;
    this.#start.copyFrom(start);
    this.#end.copyFrom(end);
    this.#isReverse = isReverse;
    this.#withDeleted = withDeleted;
    this.#isInBlock = false;
    const blocks = this.#blocks;
    const { directory } = stream;
    if (isReverse) this.#hasBlock = blocks.atOrBefore(directory, end);
    else this.#hasBlock = blocks.atOrBefore(directory, start) || blocks.first(directory);
  }

  /** Goes to the next entry. @returns false at the end */
  next(): boolean {
    const { entry } = this;
    while (this.#hasBlock) {
      let found: boolean;
      if (this.#isInBlock) found = this.#isReverse ? entry.previous() : entry.next();
      else {
        this.#blocks.readId(entry.masterId);
        entry.open(this.#stream.blocks, this.#blocks.value);
        found = this.#isReverse ? entry.last() : entry.first();
        this.#isInBlock = true;
      }
      if (!found) {
        this.#isInBlock = false;
        this.#hasBlock = this.#isReverse ? this.#blocks.previous() : this.#blocks.next();
        continue;
      }
      if (this.#isReverse) {
        if (entry.id.compare(this.#end) > 0) continue;
        if (entry.id.compare(this.#start) < 0) this.#hasBlock = false;
      } else {
        if (entry.id.compare(this.#start) < 0) continue;
        if (entry.id.compare(this.#end) > 0) this.#hasBlock = false;
      }
      if (this.#hasBlock && (this.#withDeleted || (entry.flags & DELETED) === 0)) return true;
    }
    return false;
  }
}
